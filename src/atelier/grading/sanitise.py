"""What a submission shows, reduced to what cannot act: nh3 decides, over lists of what is allowed.

HTML that was rendered comes in, never Markdown: `a < b` and quotation marks survive. What would run,
load from elsewhere, imitate or cover the page around it (scripts, frames, forms, style sheets, ids,
the classes of formgrader, fixed positions) goes; text, tables and embedded pictures stay.
"""

import html
import re
from html.parser import HTMLParser

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


MAX_LENGTH = 300_000
"""Characters of one piece of HTML that are shown: a table of pandas has 20,000."""

MAX_DEPTH = 200
"""Elements within each other: the time that HTML takes to read grows with their square."""

TOO_MUCH = (
    "Contenu trop long ou trop imbriqué pour être montré ici : ouvrez le carnet dans JupyterLab."
)

EMPTY_ELEMENTS = frozenset(
    "area base br col embed hr img input link meta source track wbr".split()  # noqa: SIM905
)

CELLS = {"td": 0, "th": 0, "tr": 1, "tbody": 2, "thead": 2, "tfoot": 2}
LEFT_OPEN = frozenset({*CELLS, "dd", "dt", "li", "option", "p"})
"""Elements that HTML lets end without saying so; in tables, with what ends them: none that is less."""


def clean(text: str) -> str:
    """Return what of some HTML cannot act."""
    return _CLEANER.clean(text)


def bounded(text: str) -> str:
    """Return some HTML; instead of one that would take minutes to read, a French sentence."""
    if len(text) <= MAX_LENGTH and _depth(text) <= MAX_DEPTH:
        return text
    return f"<p><em>{html.escape(TOO_MUCH)}</em></p>"


def _depth(text: str) -> int:
    """Return how deep elements are at most within each other; a stray end counts as one."""
    parser = _Depth()
    parser.feed(text)
    parser.close()
    return parser.deepest + parser.strays


class _Depth(HTMLParser):
    """Follow the elements that are open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.deepest = self.strays = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        while self.open and self._ends(self.open[-1], tag):
            self.open.pop()
        if tag not in EMPTY_ELEMENTS:
            self.open.append(tag)
            self.deepest = max(self.deepest, len(self.open))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open[-1] != tag and self.open[-1] in LEFT_OPEN:
            self.open.pop()
        if self.open[-1:] == [tag]:
            self.open.pop()
        else:
            self.strays += 1

    @staticmethod
    def _ends(before: str, tag: str) -> bool:
        """Tell whether the start of `tag` ends an open element of its own kind."""
        if before in CELLS:
            return CELLS[before] <= CELLS.get(tag, -1)
        return before in LEFT_OPEN and before == tag
