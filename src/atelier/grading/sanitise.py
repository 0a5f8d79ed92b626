"""What a submission shows, reduced to what cannot act: nh3 decides, over lists of what is allowed.

HTML that was rendered comes in, never Markdown: `a < b` and quotation marks survive. What would run,
load from elsewhere, imitate or cover the page around it (scripts, frames, forms, style sheets, ids,
the classes of formgrader, fixed positions) goes; text, tables and embedded pictures stay.
"""

import re

import nh3
from pygments.token import STANDARD_TYPES

TAGS = nh3.ALLOWED_TAGS - {"area", "map"} | {"section", "tfoot"}

STYLE = frozenset(
    {
        "background-color",
        "border",
        "border-left",
        "color",
        "font-style",
        "font-weight",
        "padding",
        "padding-left",
        "text-align",
        "text-decoration",
        "vertical-align",
        "white-space",
    }
)
"""Properties that colour and align, and neither move nor load anything."""

SPANNING = {"colspan", "rowspan", "align"}
ATTRIBUTES = {
    "*": {"style", "lang", "dir", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "details": {"open"},
    "td": SPANNING,
    "th": {*SPANNING, "scope"},
}

COLOURS = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
ANSI = {
    f"ansi-{colour}{more}-{layer}"
    for colour in (*COLOURS, "default-inverse")
    for more in ("", "-intense")
    for layer in ("fg", "bg")
}
"""Classes of nbconvert's own rendering of a terminal's colours."""

CLASSES = {
    "div": {"highlight"},
    "span": {*filter(None, STANDARD_TYPES.values()), *ANSI, "ansi-bold", "ansi-underline"},
    "table": {"dataframe"},
}

PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]*")
"""A picture that the page holds itself. As a picture, SVG neither runs nor loads anything."""

ELSEWHERE = re.compile(r"(https?|mailto):", re.I)


def _address(tag: str, name: str, value: str) -> str | None:
    """Return the value of an attribute; None where it is an address that is not allowed."""
    if name == "src":
        return value if PICTURE.fullmatch(value) else None
    if name == "href":
        return value if ELSEWHERE.match(value) else None
    return value


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    attribute_filter=_address,
    allowed_classes=CLASSES,
    filter_style_properties=STYLE,
    url_schemes={"http", "https", "mailto", "data"},
    url_relative="deny",
    set_tag_attribute_values={"a": {"target": "_blank"}},
    generic_attribute_prefixes=set(),
)


def clean(html: str) -> str:
    """Return what of `html` cannot act."""
    return _CLEANER.clean(html)
