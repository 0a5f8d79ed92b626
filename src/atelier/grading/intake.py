"""Read what participants send, without trusting any of it.

Pure: bytes in, a `Parcel` out, or `Rejected` with a French reason. Nothing is written, nothing
is run, and only expected names come out of an archive.
"""

import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from atelier.course import Course, Module, Notebook
from atelier.grading.archive import Rejected, read_archive
from atelier.grading.naming import participant_of, product_of
from atelier.limits import MAX_FILE, MAX_MANIFEST, MAX_MEMBER
from atelier.person import Person, clean_name
from atelier.submission import (
    MANIFEST,
    NotANotebook,
    TooMuch,
    digest,
    grade_ids,
    parse_notebook,
)

OTHER_ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")

NOBODY = Person("")

Content = dict[str, Any] | bytes


class Unknown(Rejected):
    """A file that would be used, if anybody knew whose it is."""

    def __init__(self, module: Module):
        """Keep the module that it belongs to."""
        super().__init__(
            'on ne sait pas de qui vient ce fichier : ajoutez --participant "Prénom Nom"'
        )
        self.module = module


@dataclass(frozen=True)
class Parcel:
    """What a received file holds: whose, which module, when it was made, its usable files.

    `files`: name in the module's folder → parsed notebook or bytes. `remarks` are French.
    `guessed`: the person's name comes from a file's name, where accents are often lost.
    """

    person: Person
    module: Module
    made: datetime.datetime
    files: Mapping[str, Content]
    remarks: tuple[str, ...] = ()
    guessed: bool = False


def open_parcel(
    course: Course,
    name: str,
    data: bytes,
    saved: datetime.datetime,
    person: Person | None = None,
) -> Parcel:
    """Return what the received file `name`, holding `data`, is.

    The participant comes from the manifest, else is `person`, else comes from the file's name.
    `saved`: when the file was last written, used where there is no manifest. Raises `Rejected`.
    """
    if len(data) > MAX_FILE:
        raise Rejected(f"trop lourd ({len(data) // 1_000_000} Mo)")
    name = plain_name(name)
    ending = PurePosixPath(name).suffix.lower()
    if ending == ".ipynb":
        return _bare(course, {name: data}, name, saved, person)
    if ending == ".zip":
        members = read_archive(data)
        if MANIFEST in members:
            return _packed(course, members)
        return _bare(course, members, name, saved, person)
    if product := product_of(name, course):
        return _product(course, product, data, name, saved, person)
    if ending in OTHER_ARCHIVES:
        raise Rejected(f"archive {ending} : demandez un .zip")
    raise Rejected("ni une remise (.zip), ni un carnet (.ipynb)")


def plain_name(name: str) -> str:
    """Return a file's name without the `.txt` or `.json` that mail and telephones append."""
    return re.sub(r"(?i)(\.ipynb)\.(txt|json)$", r"\1", name)


def recognise(course: Course, notebook: Mapping[str, Any]) -> tuple[Module, str]:
    """Return the module and file name that a parsed notebook's grade ids tell. Raises `Rejected`."""
    ids = set(grade_ids(notebook["cells"]))
    scores = {
        (module.name, candidate.path.name): len(ids & set(candidate.grade_ids))
        for module in course.modules
        for candidate in module.notebooks
    }
    best = max(scores, key=lambda key: scores[key], default=None)
    if best is None or not scores[best]:
        raise Rejected("aucun exercice du cours dans ce carnet : c’est un autre carnet")
    return course.module(best[0]), best[1]


def _bare(
    course: Course,
    members: Mapping[str, bytes],
    name: str,
    saved: datetime.datetime,
    person: Person | None,
) -> Parcel:
    files: dict[str, Content] = {}
    modules: dict[str, Module] = {}
    unusable: list[str] = []
    sender = person or participant_of(name, course)
    for key in (key for key in members if key.lower().endswith(".ipynb")):
        called = clean_name(PurePosixPath(key).name)
        try:
            notebook = _notebook(called, members[key], sender)
            module, target = recognise(course, notebook)
        except Rejected as error:
            unusable.append(str(error) if called in str(error) else f"{called} : {error}")
            continue
        modules[module.name] = module
        _add(files, target, notebook)
    if not modules:
        raise Rejected(unusable[0] if unusable else "aucun carnet dans cette archive")
    if len(modules) > 1:
        raise Rejected(
            f"plusieurs modules dans une archive ({', '.join(sorted(modules))}) : "
            "collectez-les séparément"
        )
    (module,) = modules.values()
    for key, data in members.items():
        if PurePosixPath(key).name in module.products:
            _add(files, PurePosixPath(key).name, data)
    remarks = tuple(f"laissé de côté, {reason}" for reason in unusable)
    return _of_somebody(course, Parcel(NOBODY, module, saved, files, remarks), name, person)


def _product(
    course: Course,
    product: str,
    data: bytes,
    name: str,
    saved: datetime.datetime,
    person: Person | None,
) -> Parcel:
    if len(data) > MAX_MEMBER:
        raise Rejected(f"trop lourd ({len(data) // 1_000_000} Mo)")
    modules = [module for module in course.modules if product in module.products]
    if len(modules) > 1:
        raise Rejected("plusieurs modules écrivent un fichier de ce nom : demandez la remise")
    parcel = Parcel(NOBODY, modules[0], saved, {product: data})
    return _of_somebody(course, parcel, name, person)


def _of_somebody(course: Course, parcel: Parcel, name: str, person: Person | None) -> Parcel:
    """Return `parcel` with its person: `person`, else whom the file's name tells."""
    found = person or participant_of(name, course)
    if found is None:
        raise Unknown(parcel.module)
    return replace(parcel, person=found, guessed=person is None)


def _add(files: dict[str, Content], name: str, content: Content) -> None:
    if name in files:
        raise Rejected(f"deux fichiers pour {name} dans une archive : demandez le bon, seul")
    files[name] = content


def _packed(course: Course, members: dict[str, bytes]) -> Parcel:
    person, module, made, digests, version = _manifest(course, members[MANIFEST])
    names: dict[str, Notebook] = {n.path.name: n for n in module.notebooks}
    files: dict[str, Content] = {}
    for name in (*names, *module.products):
        if name not in members:
            continue
        if name not in names:
            files[name] = members[name]
            continue
        notebook = _notebook(name, members[name], person)
        wanted = set(names[name].grade_ids)
        if wanted and not wanted & set(grade_ids(notebook["cells"])):
            raise Rejected(
                f"{name} ne contient aucun exercice de ce carnet : c’est un autre carnet"
            )
        files[name] = notebook
    if not any(name in files for name in names):
        raise Rejected("aucun carnet du module dans cette remise")
    changed = [name for name in files if digests.get(name) != digest(members[name])]
    remarks = [f"modifié après la remise : {', '.join(changed)}"] if changed else []
    if version != course.version:
        remarks.append(f"fait avec la version {version} du cours")
    return Parcel(person, module, made, files, tuple(remarks))


def _manifest(course: Course, data: bytes):
    if len(data) > MAX_MANIFEST:
        raise Rejected(f"manifeste démesuré ({len(data) // 1_000} Ko) : demandez un nouvel envoi")
    try:
        facts = json.loads(data.decode("utf-8"))
        about = facts["participant"]
        person = Person(clean_name(about["nom"]), clean_name(str(about.get("jeton", ""))))
        made = datetime.datetime.fromisoformat(facts["date"])
        digests = dict(facts["fichiers"])
        wanted, version = str(facts["module"]), clean_name(str(facts["version"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Rejected("manifeste illisible : demandez un nouvel envoi") from error
    module = next((m for m in course.modules if m.name == wanted), None)
    if module is None:
        raise Rejected(f"module inconnu : {clean_name(wanted)}")
    if made.tzinfo is None or not person.name:
        raise Rejected("manifeste illisible : demandez un nouvel envoi")
    return person, module, made, digests, version


def _notebook(name: str, data: bytes, sender: Person | None) -> dict[str, Any]:
    if len(data) > MAX_MEMBER:
        raise Rejected(f"{name} est trop lourd ({len(data) // 1_000_000} Mo)")
    try:
        return parse_notebook(data)
    except TooMuch as error:
        raise Rejected(
            f"{name} est démesuré : {error}. Demandez à {sender.name if sender else 'son auteur'} "
            "de n’y garder que ses réponses, puis de le rendre de nouveau"
        ) from error
    except NotANotebook as error:
        if not data.strip():
            raise Rejected(f"{name} est vide : demandez un nouvel envoi") from error
        if b'"worksheets"' in data:
            raise Rejected(
                f"{name} a une forme trop ancienne : demandez de l’enregistrer dans JupyterLab"
            ) from error
        raise Rejected(f"{name} est incomplet ou n’est pas un carnet") from error
