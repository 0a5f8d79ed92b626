"""Judge a map that was read back: what would mislead its reader, most serious first.

Plain data only: `controler_carte` runs where tests run, `lire_carte` where the map was drawn.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from atelier.learner.cartes.attentes import (
    Attentes,
    Defaut,
    Zones,
    contiguous,
    follows,
    is_known,
    look_of,
)
from atelier.learner.cartes.ecrits import check_legend, check_texts
from atelier.learner.cartes.geometrie import true_aspect
from atelier.learner.cartes.semis import check_points
from atelier.learner.verifier import Presque


def controler_carte(lu: Mapping[str, Any], **attentes: Any) -> None:
    """Raise `Presque` with the first thing that is wrong with the map `lu` (see `Attentes`)."""
    for found in _defects(lu, _wanted(attentes)):
        raise Presque(found.message, found.meprise)


def defauts_carte(lu: Mapping[str, Any], **attentes: Any) -> list[Defaut]:
    """Return all that is wrong with the map `lu`, as (code, message, misconception)."""
    return list(_defects(lu, _wanted(attentes)))


def _wanted(attentes: Mapping[str, Any]) -> Attentes:
    known = {one.name for one in fields(Attentes)}
    if unknown := sorted(set(attentes) - known):
        raise TypeError(f"unknown expectations: {unknown}; known: {sorted(known)}")
    return Attentes(**attentes)


def _defects(lu: Mapping[str, Any], wanted: Attentes) -> Iterator[Defaut]:
    if not {"zones", "points", "legende", "aspect"} <= set(lu):
        message = "Ce n’est pas une carte relue. La dernière ligne de votre cellule : carte = lire_carte(ax)."
        yield Defaut("pas-une-carte", message, None)
        return
    if wanted.contours is not None:
        zones = Zones(lu["zones"], wanted)
        judged = wanted.valeurs is not None and wanted.colonne
        if judged and (fatal := list(_check_zones(zones))):
            yield from fatal
            return
        if judged:
            yield from _check_values(zones, lu)
    if wanted.points is not None:
        yield from (Defaut(*found) for found in check_points(lu, wanted.points))
    for check in (check_legend, _check_highlight, _check_aspect, check_texts):
        yield from check(lu, wanted)


def _check_zones(zones: Zones) -> Iterator[Defaut]:
    if len(zones.turned) > len(zones.filled):
        yield Defaut(
            "latitude-longitude",
            "La carte est couchée : les latitudes sont sur l’axe horizontal. "
            "La longitude d’abord (d’ouest en est), la latitude ensuite.",
            "latitude-toujours-premiere",
        )
        return
    absent = [code for code in zones.codes if code not in zones.filled]
    if len(absent) == len(zones.codes):
        message = "Aucune zone des contours du cours n’est coloriée sur cette carte. Dessinez la table croisée."
        yield Defaut("aucune-zone", message, None)
    elif absent and set(absent) <= set(zones.unknown) and zones.known:
        yield Defaut(
            "zones-effacees",
            f"Des zones sans donnée ont disparu de la carte ({_list(absent)}) : le lecteur y voit la "
            "mer, ou un pays voisin. Dessinez-les, hachurées.",
            "manquant-efface",
        )
    elif absent:
        yield Defaut(
            "zones-absentes",
            f"Des zones ne sont pas dessinées : {_list(absent)}. "
            'Gardez tous les contours, avec how="left", et une couche pour chaque classe.',
            "jointure-sans-perte" if zones.known else None,
        )


def _check_values(zones: Zones, lu: Mapping[str, Any]) -> Iterator[Defaut]:
    looks = zones.looks()
    mixed = [code for code in zones.unknown if _passes_for_known(zones.filled[code], looks)]
    if mixed:
        yield Defaut(
            "manquant-colorie",
            f"Des zones sans donnée ({_list(mixed)}) ont la couleur d’une classe : le lecteur les croit "
            "mesurées. Donnez-leur une couche à part, hachurée.",
            "manquant-est-faible",
        )
    if len(looks) == 1:
        message = "Toutes les zones ont la même couleur : la carte ne compare rien. Une couche pour chaque classe."
        yield Defaut("une-couleur", message, None)
        return
    yield from _check_column(zones, looks)
    fewest, most = zones.wanted.classes
    if not lu["barre"] and len(looks) < fewest:
        yield Defaut(
            "trop-peu-de-classes",
            f"Deux couleurs seulement : la carte dit « plus » ou « moins ». Faites de {fewest} à {most} classes.",
            None,
        )
    if not lu["barre"] and len(looks) > most:
        yield Defaut(
            "trop-de-classes",
            f"{len(looks)} couleurs : l’œil n’en retrouve pas autant dans une légende. "
            f"Faites de {fewest} à {most} classes.",
            "couleurs-plus-clair",
        )


def _passes_for_known(zone: Mapping[str, Any], looks: Mapping[tuple[str, str], Any]) -> bool:
    """Tell whether a zone without a value looks like one that has: by its colour, or by a number."""
    return not zone["hachures"] and (look_of(zone) in looks or zone["valeur"] is not None)


def _check_column(zones: Zones, looks: Mapping[tuple[str, str], list[Any]]) -> Iterator[Defaut]:
    """The colours, from light to dark, must follow the values that are expected."""
    if follows(looks, zones.known):
        return
    wanted = zones.wanted
    if wanted.totaux is not None and _fits(looks, wanted.totaux, zones):
        yield Defaut(
            "total",
            "La carte colorie le total, pas le taux : elle montre surtout où les gens sont nombreux. "
            "Divisez par la population avant de colorier.",
            "carte-de-totaux",
        )
        return
    for name, values in wanted.autres.items():
        if _fits(looks, values, zones):
            yield Defaut("autre-colonne", f"La carte colorie {name}. Relisez l’énoncé.", None)
            return
    if _shows_values(looks, zones):
        yield Defaut(
            "couleurs-en-desordre",
            "Les classes sont justes, mais leurs couleurs ne vont pas du clair au foncé : l’œil ne "
            "sait pas laquelle est la plus forte. Prenez des teintes d’une même couleur, dans l’ordre.",
            "couleurs-sans-ordre",
        )
        return
    if painted := _painted_over(looks, zones):
        yield Defaut(
            "zone-recouverte",
            f"Une zone ({painted}) a perdu la couleur de sa classe : une couche posée dessus la recouvre. "
            'Pour entourer sans remplir, ajoutez couleur="none".',
            None,
        )
        return
    yield Defaut(
        "valeurs",
        "Les couleurs ne suivent pas les valeurs attendues : une zone plus forte a la couleur d’une zone "
        "plus faible. Vérifiez la colonne coloriée, l’année, les classes, et leurs teintes, du clair au foncé.",
        None,
    )


def _fits(looks: Mapping, values: Mapping[Any, float], zones: Zones) -> bool:
    """Tell whether the map shows these other values, which the expected ones do not explain."""
    there = {code: float(values[code]) for code in zones.known if is_known(values.get(code))}
    if len(there) < len(zones.known):
        return False
    return follows(looks, there) or (
        contiguous(looks, there) and not contiguous(looks, zones.known)
    )


def _painted_over(looks: Mapping[tuple[str, str], list[Any]], zones: Zones) -> Any:
    """Return the one zone without whose colour all others would be right, if there is one."""
    for look, codes in looks.items():
        others = {one: rest for one, rest in looks.items() if one != look}
        if len(codes) == 1 and len(others) > 1 and any(len(rest) > 1 for rest in others.values()):
            known = {code: value for code, value in zones.known.items() if code != codes[0]}
            if follows(others, known):
                return codes[0]
    return None


def _shows_values(looks: Mapping, zones: Zones) -> bool:
    """Tell whether classes are those of the expected values, whatever their colours."""
    if any(len(codes) > 1 for codes in looks.values()):
        return contiguous(looks, zones.known)
    numbers = {code: zones.filled[code]["valeur"] for code in zones.known}
    ranked = sorted(zones.known, key=zones.known.get)
    return None not in numbers.values() and ranked == sorted(ranked, key=numbers.get)


def _check_highlight(lu: Mapping[str, Any], wanted: Attentes) -> Iterator[Defaut]:
    if not wanted.en_evidence or wanted.contours is None:
        return
    zones = Zones([], wanted)
    widths = sorted(zone["epaisseur"] for zone in lu["zones"])
    usual = widths[len(widths) // 2] if widths else 0
    outlined = {
        zones.code_at(*zone["point"])
        for zone in lu["zones"]
        if zone["bord"] and zone["epaisseur"] >= usual + 0.4
    }
    west, south, east, north = next(
        box for code, box, _ in zones.places if code == wanted.en_evidence
    )
    pointed = any(
        west - 1 <= x <= east + 1 and south - 1 <= y <= north + 1
        for cloud in lu["points"]
        if cloud["nombre"] <= 3
        for x, y in zip(cloud["longitudes"], cloud["latitudes"], strict=True)
    )
    named = wanted.nom_en_evidence and any(wanted.nom_en_evidence in text for text in lu["textes"])
    if len(outlined) > 3 or not (wanted.en_evidence in outlined or pointed or named):
        yield Defaut(
            "pays-introuvable",
            "On ne trouve pas votre pays sur la carte. Entourez-le d’un trait épais, en dernière couche "
            '(couleur="none", bord="black", epaisseur=1.5), ou posez-y un point.',
            None,
        )


def _check_aspect(lu: Mapping[str, Any], wanted: Attentes) -> Iterator[Defaut]:
    limits, aspect = lu.get("limites"), lu["aspect"]
    if not wanted.aspect or not limits or aspect is None:
        return
    ratio = aspect / true_aspect((limits[2] + limits[3]) / 2)
    if not 0.9 < ratio < 1.12:
        yield Defaut(
            "carte-etiree",
            "La carte est étirée : les pays sont trop "
            + ("hauts" if ratio > 1 else "larges")
            + '. Gardez les proportions que donne dessiner_zones(…), ou écrivez ax.set_aspect("equal").',
            "carte-etiree",
        )


def _list(codes: list[Any]) -> str:
    shown = ", ".join(str(code) for code in codes[:3])
    return shown + (f" et {len(codes) - 3} autres" if len(codes) > 3 else "")
