"""What data/LISEZMOI.md says of each file, written from data/datapackage.json."""

import csv
import json
from collections.abc import Iterable
from pathlib import Path

NARROW_SPACE = "\u202f"  # what French puts between thousands
HEAD = ("Fichier", "Contenu", "Période", "Lignes", "Source", "Licence")


def render_data_table(package: dict, root: Path) -> str:
    """Return the French Markdown table of the data files, then one section for each file.

    `package` is the content of datapackage.json. Files are read below `root`/data, only to
    count their rows.
    """
    resources = package["resources"]
    rows = (_row(resource, root / "data" / resource["path"]) for resource in resources)
    return "\n\n".join([_table(HEAD, rows), *map(_section, resources)])


def _row(resource: dict, path: Path) -> tuple[str, ...]:
    return (
        f"[{resource['path']}]({resource['path']})",
        resource["title"],
        resource["periode"],
        f"{_count(path):,}".replace(",", NARROW_SPACE),
        _links(source for source in resource["sources"] if "version" not in source),
        f"{_links(resource['licenses'])} ({resource['niveau_licence']})",
    )


def _count(path: Path) -> int:
    """Return the number of rows of a CSV file (without its head), or of a map's features."""
    with path.open(encoding="utf-8", newline="") as file:
        if path.suffix == ".geojson":
            return len(json.load(file)["features"])
        return sum(1 for _ in csv.reader(file)) - 1


def _section(resource: dict) -> str:
    # A source with a version is the copy that was read; the others are the producers.
    copies = (source for source in resource["sources"] if "version" in source)
    parts = [
        f"### {resource['path']}",
        resource["description"],
        _columns(resource),
        "**Défauts constatés**",
        _bullets(resource["defauts"]),
        "**Ce que nous avons changé**",
        _bullets(resource["modifications"]),
        f"**Licence** ({resource['niveau_licence']}). {resource['preuve_licence']}",
        f"{_links(copies)}.",
    ]
    return "\n\n".join(parts)


def _columns(resource: dict) -> str:
    # A map has no table schema: its properties are described beside it.
    fields = resource["schema"]["fields"] if "schema" in resource else resource["proprietes"]
    rows = ((f"`{field['name']}`", field["title"], field["description"]) for field in fields)
    table = _table(("Colonne", "Titre", "Ce qu’elle contient"), rows)
    return f"<details><summary>Les {len(fields)} colonnes</summary>\n\n{table}\n\n</details>"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines
    )


def _links(items: Iterable[dict]) -> str:
    return ", ".join(f"[{item['title']}]({item['path']})" for item in items)


def _bullets(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)
