"""The kinds of answer that a check may ask for: annotations of its parameters.

In `def taux(habitants: Entier, taux_medecins: Nombre, PAYS: Pays)`, a type checker reads `int`,
`float` and `str`; at run time each annotation carries its `Kind`.
"""

import numbers
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, Union, get_args, get_origin

from atelier.learner.readings import is_chart, is_figure, is_map

if TYPE_CHECKING:  # pandas is loaded by the notebooks that need it, not by this module
    import pandas as pd


@dataclass(frozen=True)
class Kind:
    """A kind of answer. `article`: its name in French, with its article.

    `maker`: how a notebook calls the function of the course that alone makes such a value.
    """

    article: str
    accepts: Callable[[Any], bool]
    maker: str = ""


def _is_number(value: Any) -> bool:
    return isinstance(value, numbers.Real) and not _is_truth(value)


def _is_integer(value: Any) -> bool:
    return isinstance(value, numbers.Integral) and not _is_truth(value)


def _is_truth(value: Any) -> bool:
    return type(value).__name__ in ("bool", "bool_")


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_pandas(name: str) -> Callable[[Any], bool]:
    return lambda value: any(
        kind.__name__ == name and kind.__module__.startswith("pandas")
        for kind in type(value).__mro__
    )


def _is_mapping(value: Any) -> bool:
    return isinstance(value, Mapping)


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


TRUTH = Kind("True ou False", _is_truth)
INTEGER = Kind("un nombre entier", _is_integer)
NUMBER = Kind("un nombre", _is_number)
TEXT = Kind("un texte", _is_text)
TABLE = Kind("un tableau (DataFrame)", _is_pandas("DataFrame"))
COLUMN = Kind("une colonne (Series)", _is_pandas("Series"))
MAPPING = Kind("un dictionnaire", _is_mapping)
LIST = Kind("une liste", _is_list)
FUNCTION = Kind("une fonction", callable)
CHART = Kind("un dessin relu", is_chart, "lire_graphique(ax)")
FIGURE = Kind("une figure relue", is_figure, "lire_figure(fig)")
MAP = Kind("une carte relue", is_map, "lire_carte(ax)")
COUNTRY = Kind("un code de pays", _is_text)
"""The participant's `PAYS`: the course itself looks whether there is such a country."""

KINDS = (
    TRUTH,
    INTEGER,
    NUMBER,
    TEXT,
    TABLE,
    COLUMN,
    CHART,
    FIGURE,
    MAP,
    MAPPING,
    LIST,
    FUNCTION,
)
"""Every kind that a value shows by itself, the narrow ones before the wide ones."""

VraiFaux: TypeAlias = Annotated[bool, TRUTH]
Entier: TypeAlias = Annotated[int, INTEGER]
Nombre: TypeAlias = Annotated[float, NUMBER]
Texte: TypeAlias = Annotated[str, TEXT]
Table: TypeAlias = Annotated["pd.DataFrame", TABLE]
Colonne: TypeAlias = Annotated["pd.Series", COLUMN]
Dictionnaire: TypeAlias = Annotated[dict[Any, Any], MAPPING]
Liste: TypeAlias = Annotated[Sequence[Any], LIST]
Fonction: TypeAlias = Annotated[Callable[..., Any], FUNCTION]
Dessin: TypeAlias = Annotated[dict[str, Any], CHART]
Planche: TypeAlias = Annotated[dict[str, Any], FIGURE]
Carte: TypeAlias = Annotated[dict[str, Any], MAP]
Pays: TypeAlias = Annotated[str, COUNTRY]


def kind_of(annotation: Any) -> Kind:
    """Return the kind that an annotation names: `Nombre`, or one of several, `Nombre | Texte`.

    Raises `TypeError` for an annotation that names none.
    """
    union = get_origin(annotation) in (Union, UnionType)
    members = get_args(annotation) if union else (annotation,)
    kinds = tuple(kind for m in members for kind in getattr(m, "__metadata__", (None,)))
    if not all(isinstance(kind, Kind) for kind in kinds):
        raise TypeError(f"{annotation!r} is no kind of answer")
    if len(kinds) == 1:
        return kinds[0]
    article = " ou ".join(kind.article for kind in kinds)
    return Kind(article, lambda value: any(kind.accepts(value) for kind in kinds))


def nature(valeur: Any) -> str:
    """Return in French, with its article, what kind of thing `valeur` is."""
    for kind in KINDS:
        if kind.accepts(valeur):
            return kind.article
    return "rien (None)" if valeur is None else f"un objet « {type(valeur).__name__} »"


def is_immense(value: Any) -> bool:
    """Tell whether `value` is a number with which nothing can be computed: no float is so large."""
    if not _is_number(value):
        return False
    try:
        float(value)
    except OverflowError:
        return True
    return False


def is_unfinished(value: Any) -> bool:
    """Tell whether three dots are left in a value, one level deep."""
    if value is Ellipsis:
        return True
    if isinstance(value, Mapping):
        return any(part is Ellipsis for pair in value.items() for part in pair)
    if COLUMN.accepts(value):
        return value.dtype == object and any(part is Ellipsis for part in value)
    return _is_list(value) and any(part is Ellipsis for part in value)


def misconception_of(kind: Kind, value: Any) -> str | None:
    """Return the misconception that a `value` of another kind than `kind` shows, if it shows one."""
    if isinstance(value, str) and kind in (INTEGER, NUMBER):
        return "texte-et-nombre"
    if value is None:
        return "afficher-est-ranger"
    return "nommer-est-appeler" if callable(value) and kind != FUNCTION else None


def advice_on(name: str, kind: Kind, value: Any) -> str:
    """Return how the variable `name` becomes one of `kind`, from what its `value` shows; or nothing."""
    numeric = kind in (INTEGER, NUMBER)
    if kind.maker:
        return f" La dernière ligne de votre cellule : {name} = {kind.maker}."
    if value is None:
        return (
            " print(…) affiche, mais ne rend rien à ranger. Rangez le calcul lui-même, sans print."
        )
    if callable(value) and kind != FUNCTION:
        return f" Il manque peut-être les parenthèses qui appellent la fonction : {name} = …()."
    if isinstance(value, str) and numeric:
        return (
            " Des guillemets, ou une mise en forme, en font du texte : retirez-les. "
            "La décimale s’écrit avec un point."
        )
    if isinstance(value, tuple) and numeric:
        return (
            " Une virgule sépare deux valeurs. Pour une décimale, écrivez un point : 12.3 ; "
            "d’un couple, prenez un seul nombre : taille[0]."
        )
    if kind == TRUTH:
        return " Écrivez True ou False, sans guillemets, ou une question avec ==."
    if numeric and COLUMN.accepts(value):
        return (
            " D’une colonne qui n’a qu’une ligne, .iloc[0] prend la valeur."
            if len(value) == 1
            else " Elle contient plusieurs valeurs : n’en gardez qu’une."
        )
    if kind == LIST and isinstance(value, str):
        return ' Une liste s’écrit entre crochets : ["…"].'
    if kind == TEXT and _is_number(value):
        return " Un texte s’écrit entre guillemets."
    if kind == COLUMN:
        return " Faites-en une colonne : pd.Series(…)."
    if kind == INTEGER and _is_number(value):
        return " Un comptage n’a pas de virgule : entourez-le de int(…)."
    return ""
