"""Read what participants send, without trusting any of it.

Pure: bytes in, a `Parcel` out, or `Rejected` with a French reason. Nothing is written, nothing
is run, and only expected names come out of an archive.
"""

import datetime
import io
import json
import re
import stat
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from atelier.course import Course, Module, Notebook
from atelier.slug import slug
from atelier.submission import (
    MANIFEST,
    NotANotebook,
    Person,
    clean_name,
    digest,
    grade_ids,
    parse_notebook,
)

MAX_FILE = 20_000_000
MAX_MEMBER = 5_000_000
MAX_MEMBERS = 50
"""Limits of a received file: bytes, bytes of one unpacked member, number of members."""

PASSED_OVER = (".ipynb_checkpoints", "__MACOSX")
"""Folders that Jupyter and macOS leave; old checkpoints in them look like hand-ins."""

Content = dict[str, Any] | bytes


class Rejected(Exception):
    """A received file that cannot be used."""


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
    ending = PurePosixPath(name).suffix.lower()
    if ending == ".ipynb":
        return _bare(course, {name: data}, name, saved, person)
    if ending != ".zip":
        raise Rejected("ni une remise (.zip), ni un carnet (.ipynb)")
    members = read_archive(data)
    if MANIFEST in members:
        return _packed(course, members)
    return _bare(course, members, name, saved, person)


def passed_over(parts: Iterable[str]) -> bool:
    """Tell whether a path with these parts is hidden, a system's or an editor's, nobody's work."""
    return any(part.startswith((".", "~$")) or part in PASSED_OVER for part in parts)


def read_archive(data: bytes) -> dict[str, bytes]:
    """Return the members of a zip, by their names, without what is passed over.

    Raises `Rejected` for an unsafe or broken archive.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            for entry in entries:
                _check_entry(entry)
            entries = [entry for entry in entries if not passed_over(_parts(entry))]
            if len(entries) > MAX_MEMBERS:
                raise Rejected(f"archive suspecte : {len(entries)} fichiers")
            if len({entry.filename for entry in entries}) < len(entries):
                raise Rejected("archive suspecte : deux fichiers portent le même nom")
            return _unpack(archive, entries)
    except (zipfile.BadZipFile, EOFError, ValueError, OSError, NotImplementedError) as error:
        raise Rejected("archive incomplète ou abîmée : demandez un nouvel envoi") from error
    except RuntimeError as error:  # zipfile's word for a password
        raise Rejected("archive protégée par un mot de passe") from error


def participant_of(name: str, course: Course) -> Person | None:
    """Return the participant that a file's name tells: `MODULE_NOM`, `CARNET - Nom (1)` …

    Accents, spaces and hyphens don't matter. None where nothing but a module or notebook is named.
    """
    stem = clean_name(PurePosixPath(name).stem)
    stem = re.sub(r"(?i)[\s_-]*(\(\d+\)|copy\d*|copie\d*)\s*$", "", stem)
    words = slug(stem)
    heads = {module.name for module in course.modules} | {n.name for n in course.notebooks}
    for head in sorted(map(slug, heads), key=len, reverse=True):
        if words == head:
            return None
        if words.startswith(f"{head}-"):
            rest = re.split(r"[\s_-]+", stem)
            kept = rest[-(words.count("-") - head.count("-")) :]
            return Person(" ".join(word if word[:1].isupper() else word.title() for word in kept))
    return None


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
    notebooks = {key: data for key, data in members.items() if key.lower().endswith(".ipynb")}
    if not notebooks:
        raise Rejected("aucun carnet dans cette archive")
    files: dict[str, Content] = {}
    modules: dict[str, Module] = {}
    for key, data in notebooks.items():
        notebook = _notebook(PurePosixPath(key).name, data)
        module, target = recognise(course, notebook)
        modules[module.name] = module
        _add(files, target, notebook)
    if len(modules) > 1:
        raise Rejected(f"plusieurs modules dans une archive ({', '.join(sorted(modules))})")
    guessed = person is None
    person = person or participant_of(name, course)
    if person is None:
        raise Rejected(
            'on ne sait pas de qui vient ce fichier : ajoutez --participant "Prénom Nom"'
        )
    (module,) = modules.values()
    for key, data in members.items():
        if PurePosixPath(key).name in module.products:
            _add(files, PurePosixPath(key).name, data)
    return Parcel(person, module, saved, files, guessed=guessed)


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
        notebook = _notebook(name, members[name])
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


def _notebook(name: str, data: bytes) -> dict[str, Any]:
    if len(data) > MAX_MEMBER:
        raise Rejected(f"{name} est trop lourd ({len(data) // 1_000_000} Mo)")
    try:
        return parse_notebook(data)
    except NotANotebook as error:
        raise Rejected(f"{name} est incomplet ou n’est pas un carnet") from error


def _parts(entry: zipfile.ZipInfo) -> tuple[str, ...]:
    return PurePosixPath(entry.filename.replace("\\", "/")).parts


def _check_entry(entry: zipfile.ZipInfo) -> None:
    parts = _parts(entry)
    if parts[:1] == ("/",) or ".." in parts or ":" in entry.filename:
        raise Rejected("archive suspecte : un chemin en sort")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Rejected("archive suspecte : elle contient un lien")
    if entry.file_size > MAX_MEMBER:
        raise Rejected(f"archive suspecte : un fichier de {entry.file_size // 1_000_000} Mo")


def _unpack(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    members: dict[str, bytes] = {}
    total = 0
    for entry in entries:
        with archive.open(entry) as stream:
            data = stream.read(MAX_MEMBER + 1)
        total += len(data)
        if len(data) > MAX_MEMBER or total > MAX_FILE:
            raise Rejected("archive suspecte : trop grosse une fois ouverte")
        members[entry.filename] = data
    return members
