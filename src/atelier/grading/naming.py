"""Whose a file is, by its name and by the folders it lies in. Pure: nothing is opened here.

Besides what participants write themselves, this knows the folders of nbgrader and of Moodle.
"""

import contextlib
import datetime
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from atelier.course import Course
from atelier.person import Person, clean_name
from atelier.slug import slug
from atelier.submission import MANIFEST

TIMESTAMP = "timestamp.txt"
"""What nbgrader leaves beside a submission: when it came."""

_EXCHANGE = re.compile(r"(?P<who>[^+]+)\+(?P<what>[^+]+)\+(?P<when>[^+]+)(\+.*)?")
_MOODLE = re.compile(r"(?P<who>.+?)_(?P<number>\d+)_assignsubmission_(file|onlinetext)(_.*)?")

_COPY = re.compile(r"(?i)^(copie de|copy of)\s+")
_LAST = re.compile(
    r"(?i)[\s_.-]*(\(\d+\)|(copy|copie|version)\s*\d*|v\d+|finale?|finie?|corrig[ée]e?|"
    r"d[ée]finiti(f|ve)|solution)\s*$"
)
"""Words that people put after a name to tell one version from another."""

_NO_NAME = re.compile(
    "ateliers?|carnets?|classe|collecte|corrections?|cours|devoirs?|documents?|donnees|dossiers?|"
    "equipe|exercices?|fichiers?|formation|groupe|jour|lundi|mardi|mercredi|jeudi|vendredi|samedi|"
    "dimanche|mes|modules?|mon|nouveau|nouvelle|pieces?|promotion|recus|remises?|semaine|session|"
    "telechargements?|travail|travaux"
)
"""First word of a folder that is no person's."""


@dataclass(frozen=True)
class Told:
    """What the folders around a file say of it.

    `moment`: when it was handed in. `number`: the learning platform's own, which tells namesakes
    apart. `sure`: false where it is but the name of a folder that reads like a person's.
    `platform`: it is the layout of a learning platform, which knew who sent the file.
    """

    person: Person
    moment: datetime.datetime | None = None
    number: str = ""
    sure: bool = True
    platform: bool = False


def participant_of(name: str, course: Course) -> Person | None:
    """Return the participant that a file's name tells: `MODULE_NOM`, `Prénom Nom - CARNET (1)` …

    Accents, spaces and hyphens don't matter. None where nothing but a module or notebook is named.
    """
    stem, words = _stem(name)
    pieces = re.split(r"[\s_-]+", stem)
    for head in sorted(_heads(name, course), key=len, reverse=True):
        if words == head:
            return None
        if words.startswith(f"{head}-"):
            kept = next((pieces[n:] for n in _cuts(pieces) if _words(pieces[:n]) == head), [])
            called = " ".join(word if word[:1].isupper() else word.title() for word in kept)
            return Person(called) if re.search(r"[^\W\d_]", called) else None
        if words.endswith(f"-{head}"):
            kept = next((pieces[:n] for n in _cuts(pieces) if _words(pieces[n:]) == head), [])
            return Person(" ".join(kept)) if reads_like_a_name(" ".join(kept)) else None
    return None


def reads_like_a_name(text: str) -> bool:
    """Tell whether `text` may be a first and a last name: two to five words with capitals."""
    words = re.split(r"[\s_]+", text.strip())
    letters = all(re.fullmatch(r"[^\W\d_][^\W\d_’'.-]*([’'.-][^\W\d_]*)*", word) for word in words)
    capitals = all(word[:1].isupper() for word in words)
    return 2 <= len(words) <= 5 and letters and capitals and not _NO_NAME.fullmatch(slug(words[0]))


def product_of(name: str, course: Course) -> str | None:
    """Return which file that a module asks for `name` is: `journal.csv`, `journal_Awa (1).csv`."""
    name = unicodedata.normalize("NFC", name)
    products = sorted({p for m in course.modules for p in m.products}, key=len, reverse=True)
    if name in products:
        return name
    _, words = _stem(name)
    same = (p for p in products if PurePosixPath(p).suffix == PurePosixPath(name).suffix.lower())
    heads = ((product, slug(PurePosixPath(product).stem)) for product in same)
    return next((p for p, head in heads if words == head or words.startswith(f"{head}-")), None)


def told_by(
    course: Course, folders: Sequence[str], name: str, beside: Callable[[str], bytes | None]
) -> Told | None:
    """Return what the `folders` around the file `name` tell, outermost first.

    `beside` reads a small file that lies beside it, or returns None where there is none.
    """
    modules = {module.name for module in course.modules}
    if told := _by_manifest(beside(MANIFEST), name):
        return told
    for folder in (name, *reversed(folders)):
        found = _EXCHANGE.fullmatch(folder)
        if found and found["what"] in modules:
            moment = _moment(beside(TIMESTAMP)) or _moment(found["when"].encode("utf-8", "replace"))
            return _told(found["who"], moment)
        if found := _MOODLE.fullmatch(folder):
            return _told(found["who"], number=found["number"])
    if len(folders) >= 2 and folders[-1] in modules:
        stamp = beside(TIMESTAMP)
        if stamp is not None or "submitted" in folders[-3:-2]:
            return _told(folders[-2], _moment(stamp))
    return None


def told_by_plain_name(folders: Iterable[str]) -> Told | None:
    """Return whom the innermost folder that reads like a person's name is about."""
    named = [folder for folder in folders if reads_like_a_name(folder)]
    return _told(named[-1], sure=False) if named else None


def _told(who: str, moment=None, number: str = "", sure: bool = True) -> Told | None:
    name = clean_name(who.replace("_", " ") if " " in who else who)
    return Told(Person(name), moment, number, sure, platform=sure) if name else None


def _by_manifest(data: bytes | None, name: str) -> Told | None:
    """Return what the manifest of a hand-in that somebody unpacked says of its file `name`."""
    with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError, RecursionError):
        facts = json.loads(data or b"")
        if name not in facts["fichiers"]:
            return None
        about, moment = facts["participant"], datetime.datetime.fromisoformat(facts["date"])
        person = Person(clean_name(about["nom"]), clean_name(str(about.get("jeton", ""))))
        return Told(person, moment if moment.tzinfo else None) if person.name else None
    return None


def _moment(stamp: bytes | None) -> datetime.datetime | None:
    """Return the moment that nbgrader wrote; None where it used another form or time zone."""
    text = (stamp or b"").decode("utf-8", "replace").strip()
    with contextlib.suppress(ValueError):
        moment = datetime.datetime.fromisoformat(re.sub(r"\s*UTC$", "+00:00", text))
        return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    return None


def _cuts(pieces: Sequence[str]) -> range:
    return range(1, len(pieces))


def _words(pieces: Sequence[str]) -> str:
    return slug(" ".join(pieces))


def _stem(name: str) -> tuple[str, str]:
    """Return a file's name without ending, version and `Copie de`, and its words."""
    stem = _COPY.sub("", clean_name(PurePosixPath(name).stem))
    while shorter := _LAST.sub("", stem):
        if shorter == stem:
            break
        stem = shorter
    return stem, slug(stem)


def _heads(name: str, course: Course) -> set[str]:
    """Return the names that a file of this ending may bear, besides a person's, as words."""
    ending = PurePosixPath(name).suffix.lower()
    if ending in (".ipynb", ".zip"):
        heads = {module.name for module in course.modules} | {n.name for n in course.notebooks}
    else:
        products = [PurePosixPath(p) for module in course.modules for p in module.products]
        heads = {product.stem for product in products if product.suffix == ending}
    return {slug(head) for head in heads}
