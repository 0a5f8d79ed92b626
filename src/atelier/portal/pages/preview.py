"""The first rows of a table, whatever its separator and its encoding."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

ENOUGH = 65_536
"""Bytes that are read: the first rows, never the whole file."""

ROWS, COLUMNS, WIDTH = 8, 12, 60
TABLES = {"csv", "tsv", "txt"}
SEPARATORS = {",": "la virgule", ";": "le point-virgule", "\t": "la tabulation", "|": "la barre |"}


@dataclass(frozen=True)
class Preview:
    """The beginning of a table: its header, some rows, and how it has been read.

    `advice`: what to tell pandas, where its own guess would not do. `more`: something is left out.
    """

    header: list[str]
    rows: list[list[str]]
    separator: str
    encoding: str
    advice: str
    more: bool


def preview(path: Path, wanted: str) -> Preview | None:
    """Return the beginning of the table in the file `path`, or None where it is not one.

    `wanted` is the format that its page announces. Raises OSError where the file is gone.
    """
    if wanted.lower().lstrip(".") not in TABLES:
        return None
    with path.open("rb") as file:
        beginning = file.read(ENOUGH + 1)
    if b"\0" in beginning or not beginning.strip():
        return None
    whole = len(beginning) <= ENOUGH
    text, encoding = _decode(beginning if whole else beginning.rpartition(b"\n")[0] or beginning)
    lines = text.splitlines(keepends=True)
    separator = _separator(lines)
    records = _records(lines, separator)
    if not records:
        return None
    return Preview(
        header=[_short(name) for name in records[0][:COLUMNS]],
        rows=[[_short(value) for value in record[:COLUMNS]] for record in records[1 : ROWS + 1]],
        separator=SEPARATORS[separator],
        encoding=encoding,
        advice=_advice(separator, encoding),
        more=len(records) > ROWS + 1 or len(records[0]) > COLUMNS or not whole,
    )


def _decode(data: bytes) -> tuple[str, str]:
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "Windows-1252"


def _separator(lines: list[str]) -> str:
    """Return the separator that cuts the first lines into the most columns, all alike."""
    sample = lines[:20]

    def merit(separator: str) -> tuple[int, int]:
        widths = [len(record) for record in _records(sample, separator)]
        alike = sum(width == widths[0] for width in widths) if widths else 0
        return (alike if widths and widths[0] > 1 else 0, widths[0] if widths else 0)

    return max(SEPARATORS, key=merit)


def _records(lines: list[str], separator: str) -> list[list[str]]:
    """Return the first records; a stray quotation mark does not stop the reading."""
    reader = csv.reader(io.StringIO("".join(lines), newline=""), delimiter=separator)
    found: list[list[str]] = []
    try:
        for record in reader:
            if record:
                found.append(record)
            if len(found) > ROWS + 1:
                break
    except csv.Error:
        pass  # a field without end: what came before is shown
    return found


def _short(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= WIDTH else line[: WIDTH - 1] + "…"


def _advice(separator: str, encoding: str) -> str:
    options = []
    if separator != ",":
        options.append(f"sep={separator!r}".replace("'", '"'))
    if encoding != "UTF-8":
        options.append('encoding="cp1252"')
    return ", ".join(options)
