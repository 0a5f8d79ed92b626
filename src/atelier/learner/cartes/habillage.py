"""What stands around a map: legend, colour bar, title, source line."""

from typing import Any

from atelier.learner.graphiques.reach import is_colour_bar
from atelier.learner.graphiques.texts import find_source, visible_texts


def colour_of(rgba: Any) -> str | None:
    """Return the colour that is seen on white, "#rrggbb"; None where nothing is."""
    from matplotlib.colors import to_hex, to_rgba

    red, green, blue, alpha = (float(part) for part in to_rgba(rgba))
    if alpha == 0:
        return None
    return to_hex([alpha * part + 1 - alpha for part in (red, green, blue)])


def read_legend(ax: Any) -> dict[str, Any]:
    """Return `legende`, the entries of all legends of the map, and `titre_legende`."""
    from matplotlib.legend import Legend

    legends = [child for child in ax.get_children() if isinstance(child, Legend)]
    legends += ax.get_figure().legends
    entries, titles = [], []
    for legend in legends:
        if not legend.get_visible():
            continue
        titles.append(legend.get_title().get_text().strip())
        pairs = zip(legend.legend_handles, legend.get_texts(), strict=False)
        entries += [{"texte": text.get_text().strip(), **_mark(handle)} for handle, text in pairs]
    return {"legende": entries, "titre_legende": " ".join(filter(None, titles))}


def _mark(handle: Any) -> dict[str, Any]:
    colour = None
    if hasattr(handle, "get_markerfacecolor"):
        bare = handle.get_marker() in ("None", None, "", " ")
        colour = handle.get_color() if bare else handle.get_markerfacecolor()
    elif hasattr(handle, "get_facecolor"):
        colour = handle.get_facecolor()
        if getattr(colour, "ndim", 1) == 2:  # a collection
            colour = colour[0] if len(colour) else None
    hatch = handle.get_hatch() if hasattr(handle, "get_hatch") else None
    shown = None if colour is None or str(colour) == "none" else colour_of(colour)
    return {"couleur": shown, "hachures": hatch or ""}


def read_bar(ax: Any) -> dict[str, Any] | None:
    """Return `titre` and `limites` of the colour bar beside the map, if there is one."""
    for other in ax.get_figure().axes:
        bar = getattr(other, "_colorbar", None)
        if is_colour_bar(other) and bar is not None:
            titles = (other.get_ylabel(), other.get_xlabel(), other.get_title())
            limits = [float(limit) for limit in (bar.vmin, bar.vmax) if limit is not None]
            return {
                "titre": " ".join(text.strip() for text in titles if text.strip()),
                "limites": limits,
            }
    return None


def read_texts(ax: Any) -> dict[str, Any]:
    """Return `titre`, `textes` (all others) and `source` (the one that begins so)."""
    figure = ax.get_figure()
    titles = [
        figure.get_suptitle(),
        *(ax.get_title(loc=side) for side in ("left", "center", "right")),
    ]
    titles = [text.strip() for text in titles if text.strip()]
    texts = titles[1:] + visible_texts([*ax.texts, *figure.texts])
    if ax.axison:  # else what the axes say is not drawn
        texts += [text.strip() for text in (ax.get_xlabel(), ax.get_ylabel()) if text.strip()]
    if figure.get_suptitle().strip():
        texts = [text for text in texts if text != titles[0]]
    return {
        "titre": titles[0] if titles else "",
        "textes": texts,
        "source": find_source(texts),
    }
