"""Hand in a module: one small file to send to the trainer, by whatever way there is.

The verb `rendre MODULE` and, at the end of a notebook, `rendre()`. Nothing is sent: the file
waits in `remises/`. A refusal packs nothing; a warning still packs.
"""

import datetime
import difflib
import io
import json
import os
import secrets
import time
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from atelier.course import CourseError, find_root
from atelier.errors import UserError, refusal
from atelier.exercise import source_of
from atelier.invocation import command
from atelier.learner.quiz.handed import mark_handed_in, unfinished
from atelier.learner.secret import find_secret
from atelier.limits import MAX_PRODUCT
from atelier.person import Person, clean_name
from atelier.submission import (
    EXPECTED,
    Expected,
    NotANotebook,
    TooMuch,
    grade_ids,
    light_outputs,
    pack,
    parse_notebook,
    read_expected,
    state_of,
    write_whole,
)

FOLDER = "remises"
"""Where packed submissions wait, at the course's root."""

REMEMBERED = Path(".atelier", "participant.json")
STALE = 120
"""Seconds after which a notebook's last save may be older than what the screen shows."""

SAVING = 3
"""Seconds that a slow machine may take to write a notebook."""

MAX_SMALL = 200_000
"""Bytes above which a hand-in is called heavy."""


class Refus(UserError):
    """The hand-in can't be packed; the text says why and what to do. Nothing was packed."""


@dataclass(frozen=True)
class Remise:
    """A packed hand-in: the file, its size in bytes, and French warnings, one sentence each."""

    path: Path
    module: str
    name: str
    size: int
    warnings: tuple[str, ...]


def rendre(module: str | None = None, nom: str | None = None) -> None:
    """Pack `module` (by default the one of the current folder) and print in French what happened.

    `nom` is asked for once and remembered. While notebooks are graded this does nothing.
    """
    if os.environ.get("NBGRADER_EXECUTION"):
        return
    if not all(isinstance(given, str | None) for given in (module, nom)):
        print(
            "Le module et le nom s’écrivent entre guillemets, par exemple : "
            'rendre("03-nettoyer", nom="Prénom Nom"). Rien n’a encore été préparé.'
        )
        return
    try:
        remise = remettre(find_root(), module or Path.cwd().name, nom, live=True)
    except (Refus, CourseError) as refusal:
        print(refusal)
    else:
        print(raconter(remise))


def remettre(
    root: Path,
    module: str,
    name: str | None = None,
    *,
    live: bool = False,
    now: datetime.datetime | None = None,
) -> Remise:
    """Pack the notebooks of `module` into `root/remises/` and return what was made.

    `live`: called from an open notebook, which must have been saved just before. `now` carries
    its time zone (by default this machine's). Raises `Refus`.
    """
    now = now or datetime.datetime.now().astimezone()
    expected = find_module(root / "notebooks", module)
    person = _person(root, name, expected.module, live=live)
    folder = root / "notebooks" / expected.module
    notebooks, warnings = _notebooks(folder, expected)
    products = _products(folder, expected, warnings)
    warnings += unfinished(folder)
    if live:
        warnings += _stale([folder / name for name in notebooks], now)
    data = pack(expected, person, now, notebooks, products)
    if len(data) > MAX_SMALL:
        warnings.append(
            f"La remise pèse {_weight(len(data))}, plus que d’habitude : surtout "
            f"{_heaviest(data)}. Elle s’envoie quand même."
        )
    path = root / FOLDER / f"{expected.module}_{person.id}.zip"
    try:
        _remember(root, person)  # before: a hand-in without its token would seem another person’s
        write_whole(path, data)
    except OSError as error:
        raise Refus(
            f"Impossible d’écrire dans le dossier {FOLDER} ({refusal(error)}). "
            "Libérez un peu de place sur le disque, puis recommencez."
        ) from error
    try:
        mark_handed_in(folder)
    except OSError as error:
        warnings.append(
            f"La remise est prête, mais les explications ne s’ouvrent pas encore : le fichier de "
            f"vos réponses ne peut pas être écrit ({refusal(error)}). Libérez un peu de place sur "
            "le disque, puis recommencez."
        )
    return Remise(path, expected.module, person.name, len(data), tuple(warnings))


def raconter(remise: Remise) -> str:
    """Return in French what was packed, what is missing, and what to do with the file."""
    lines = [
        f"✔ Votre travail est prêt, {remise.name} : {FOLDER}/{remise.path.name} "
        f"({_weight(remise.size)}).",
        *(f"⚠ {warning}" for warning in remise.warnings),
        "Envoyez ce fichier à votre formateur ou formatrice, et à personne d’autre (messagerie, "
        "courriel ou clé USB).",
    ]
    if remise.warnings:
        lines.append("Vous pouvez compléter et recommencer : la dernière remise compte.")
    return "\n".join(lines)


def find_module(released: Path, module: str) -> Expected:
    """Return what a hand-in of `module` holds; a beginning such as `03` is enough.

    Raises `Refus`, naming the nearest module, where there is none.
    """
    known = sorted(path.parent.name for path in released.glob(f"*/{EXPECTED}"))
    found = [name for name in known if name == module]
    found = found or [name for name in known if module and name.startswith(module)]
    if len(found) != 1:
        near = difflib.get_close_matches(module, known, n=1, cutoff=0.4)
        advice = f"Vouliez-vous « {near[0]} » ?" if near else f"Choisissez : {', '.join(known)}."
        raise Refus(
            f"Aucun module du cours ne s’appelle « {module} ». {advice} "
            'Dans un carnet, précisez-le ainsi : rendre("03-nettoyer").'
        )
    try:
        return read_expected(released / found[0])
    except (OSError, ValueError) as error:
        raise Refus(
            f"Le fichier notebooks/{found[0]}/{EXPECTED} est abîmé. "
            "Recopiez-le depuis le cours d’origine, puis recommencez."
        ) from error


def _person(root: Path, name: str | None, module: str, *, live: bool) -> Person:
    """Return who hands in: `name`, or whom this course's folder remembers. Raises `Refus`."""
    known = _remembered(root)
    name = clean_name(name or known.get("nom", ""))
    if name:
        return Person(name, known.get("jeton") or secrets.token_hex(8))
    how = (
        'écrivez rendre(nom="Prénom Nom") dans une cellule, puis exécutez-la.'
        if live
        else f'tapez « {command("rendre", module)} --nom "Prénom Nom" ».'
    )
    raise Refus(
        f"Presque prêt ! Dites d’abord qui vous êtes, une seule fois : {how} "
        "Rien n’a encore été préparé."
    )


def _remembered(root: Path) -> dict[str, str]:
    """Return the name and the token that an earlier hand-in left, as far as they can be read."""
    try:
        facts = json.loads((root / REMEMBERED).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    facts = facts if isinstance(facts, dict) else {}
    return {key: text for key in ("nom", "jeton") if isinstance(text := facts.get(key), str)}


def _notebooks(folder: Path, expected: Expected) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """Return the parsed notebooks by file name, and what is missing in them. Raises `Refus`."""
    notebooks: dict[str, dict[str, Any]] = {}
    warnings: list[str] = []
    for name in expected.notebooks:
        if not (folder / name).is_file():
            warnings.append(f"Le carnet {name} manque ; il n’est pas dans la remise.")
            continue
        notebook = _read(folder / name)
        ids = expected.cells.get(name, ())
        _check_identity(name, notebook, ids)
        _check_secrets(name, notebook)
        state = state_of(notebook["cells"], ids)
        if state.missing:
            warnings.append(f"{name} : cellules supprimées ({', '.join(state.missing)}).")
        if state.unanswered:
            warnings.append(
                f"{name} : il reste trois points (...) dans {', '.join(state.unanswered)}."
            )
        notebooks[name] = notebook
    if not notebooks:
        raise Refus(
            f"Le dossier notebooks/{expected.module} ne contient aucun carnet à rendre. "
            "Remettez-y votre carnet sous son nom d’origine : " + ", ".join(expected.notebooks)
        )
    return notebooks, warnings


def _read(path: Path) -> dict[str, Any]:
    """Return the parsed notebook; JupyterLab may be writing it right now. Raises `Refus`."""
    while True:
        try:
            return parse_notebook(path.read_bytes())
        except TooMuch as error:
            raise Refus(
                f"Le carnet {path.name} est trop gros pour être rendu : {error}. Effacez les "
                "cellules et les affichages que vous avez ajoutés sans en avoir besoin, enregistrez "
                "(Ctrl + S), puis recommencez. Rien n’a été perdu."
            ) from error
        except (OSError, NotANotebook) as error:
            if path.is_file() and abs(time.time() - path.stat().st_mtime) < SAVING:
                time.sleep(0.1)
                continue
            raise Refus(
                f"Le carnet {path.name} est incomplet ou abîmé : l’enregistrement a sans doute "
                "été coupé. Rouvrez-le dans JupyterLab, enregistrez (Ctrl + S), puis recommencez ; "
                "s’il ne s’ouvre plus, demandez à votre formateur ou formatrice. "
                "Rien n’a été perdu."
            ) from error


def _check_identity(name: str, notebook: Mapping[str, Any], expected: Iterable[str]) -> None:
    expected = set(expected)
    if expected and not expected & set(grade_ids(notebook["cells"])):
        raise Refus(
            f"Le fichier {name} ne contient aucun des exercices de ce carnet : c’est sans doute "
            "un autre carnet qui porte ce nom. Remettez le bon fichier à sa place, puis recommencez."
        )


def _check_secrets(name: str, notebook: Mapping[str, Any]) -> None:
    for number, cell in enumerate(notebook["cells"], 1):
        rest = [cell["metadata"], light_outputs(cell.get("outputs", ()))]
        # Without the backslashes that JSON puts before quotation marks.
        text = json.dumps(rest, ensure_ascii=False).replace('\\"', '"')
        if secret := find_secret(source_of(cell)) or find_secret(text):
            raise Refus(
                f"La cellule {number} de {name} semble contenir {secret}. Un secret ne se partage "
                "pas : retirez-le, effacez la sortie de la cellule, enregistrez, puis recommencez."
            )


def _products(folder: Path, expected: Expected, warnings: list[str]) -> dict[str, bytes]:
    products: dict[str, bytes] = {}
    for name in expected.products:
        path = folder / name
        if not path.is_file():
            warnings.append(f"Le fichier {name} manque : exécutez la cellule qui l’écrit.")
            continue
        if (size := path.stat().st_size) > MAX_PRODUCT:
            raise Refus(
                f"Le fichier {name} pèse {_weight(size)} ; la limite est de "
                f"{_weight(MAX_PRODUCT)}. Allégez-le, puis recommencez."
            )
        data = path.read_bytes()
        if secret := find_secret(data.decode("utf-8", "replace")):
            raise Refus(
                f"Le fichier {name} semble contenir {secret}. Retirez-le, puis recommencez."
            )
        products[name] = data
    return products


def _stale(paths: Iterable[Path], now: datetime.datetime) -> list[str]:
    latest = max(path.stat().st_mtime for path in paths)
    if now.timestamp() - latest <= STALE:
        return []
    minutes = round((now.timestamp() - latest) / 60)
    return [
        f"Le carnet a été enregistré il y a {minutes} minutes. Si vous avez travaillé depuis, "
        "enregistrez (Ctrl + S) puis recommencez."
    ]


def _remember(root: Path, person: Person) -> None:
    facts = {"nom": person.name, "jeton": person.token}
    text = json.dumps(facts, ensure_ascii=False) + "\n"
    write_whole(root / REMEMBERED, text.encode("utf-8"))


def _heaviest(data: bytes) -> str:
    """Return the name and weight of the file that takes most room in a packed hand-in."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        file = max(archive.infolist(), key=lambda member: member.compress_size)
    return f"{file.filename} ({_weight(file.compress_size)})"


def _weight(size: int) -> str:
    return f"{max(1, round(size / 1000))} Ko"
