"""What an exercise expects of a chart, and what a defect is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple


class Defaut(NamedTuple):
    """One thing that is wrong: a code for authors, a sentence and a misconception for learners."""

    code: str
    message: str
    meprise: str | None

    def about(self, title: str, number: int) -> "Defaut":
        """Return the same defect, said of one chart of a figure."""
        where = f"Graphique « {title} » : " if title else f"Graphique n° {number + 1} : "
        return self._replace(message=where + self.message[:1].lower() + self.message[1:])


@dataclass(frozen=True)
class Attentes:
    """What is expected. `None`, `()` or False leave a point aside.

    `forme`: the forms accepted. `valeurs`: {label: value}, {series: {label: value}}, a list of
    (x, y) pairs, or a list of any of those (one a series); for a figure of several charts,
    {title of the chart: …}. `tolerance`: share of the greatest value. `en_plus`: more labels or
    series than expected are accepted. `ordre`: "croissant", "décroissant", "rangé" (either) or
    the list of labels, in reading order. `parts_max`: slices of a pie. `couleurs_max`: colours
    of one series that no legend explains. `nombre`: charts of a figure. `mots`: the title holds
    one of them. `unite` and `source`: True, or the ways to write it of which one is enough.
    `annee`: True, or the years of which one must be written. `texte_min`: CSS pixels of the
    smallest text, shown 320 wide. `contraste`: WCAG ratio of texts.
    """

    forme: tuple[str, ...] = ()
    valeurs: Any = None
    tolerance: float = 0.005
    en_plus: bool = False
    ordre: Any = None
    base_zero: bool = True
    axe_renverse: bool = False
    axes_doubles: bool = False
    parts_max: int | None = 6
    couleurs_max: int | None = None
    memes_echelles: bool = True
    nombre: int | None = None
    titre_constat: bool | None = True
    mots: tuple[str, ...] = ()
    unite: Any = True
    source: Any = True
    annee: Any = False
    legende: bool = True
    lisible: bool = True
    texte_min: float = 3.5
    contraste: float = 3.0
    daltoniens: bool = True

    @classmethod
    def of(cls, **wanted: Any) -> "Attentes":
        """Return expectations; a text stands for a list of one. Unknown names: `TypeError`."""
        for name in ("forme", "mots"):
            if isinstance(wanted.get(name), str):
                wanted[name] = (wanted[name],)
        for name in ("unite", "source", "annee"):
            if isinstance(wanted.get(name), str | int) and not isinstance(wanted.get(name), bool):
                wanted[name] = (str(wanted[name]),)
        if "valeurs" in wanted:
            wanted["valeurs"] = plain_values(wanted["valeurs"])
        return cls(**wanted)

    def for_panels(self, charts: Sequence[Mapping[str, Any]]) -> list["Attentes"]:
        """Return what is expected of each chart of a figure, by its title or else by its rank."""
        from atelier.learner.graphiques.spelling import key, short

        if not isinstance(self.valeurs, Mapping):
            rest = list(self.valeurs or ()) + [None] * len(charts)
            return [replace(self, valeurs=values) for values, _ in zip(rest, charts, strict=False)]
        named = {key(name): values for name, values in self.valeurs.items()}
        titles = [
            key(c["titre"]) if key(c["titre"]) in named else short(c["titre"]) for c in charts
        ]
        free = [name for name in named if name not in titles]
        names = [title if title in named else free.pop(0) if free else "" for title in titles]
        return [replace(self, valeurs=named.get(name)) for name in names]


def plain_values(values: Any) -> Any:
    """Return what was expected with pandas objects turned into dictionaries."""
    if hasattr(values, "to_dict"):
        return {name: plain_values(part) for name, part in values.to_dict().items()}
    if isinstance(values, Mapping):
        return {name: plain_values(part) for name, part in values.items()}
    if isinstance(values, list):
        return [plain_values(part) for part in values]
    return values
