"""Judge the charts of `tests/figures`: `.venv/bin/python benchmarks/charts.py [NAME …]`.

Prints the confusion table: right charts refused and wrong charts accepted, each by name with what
the inspection says of it. With names, those figures only, with all that is said of them.
"""

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

import matplotlib  # noqa: E402

matplotlib.use("agg")

import matplotlib.pyplot as plt  # noqa: E402
from figures import FIGURES, Figure  # noqa: E402

from atelier import defauts, lire_figure, lire_graphique  # noqa: E402


def judged(figure: Figure) -> list[tuple[str, str]]:
    """Return what is said of a figure, first things first: (code, message) pairs."""
    plt.close("all")
    drawn = figure.draw()
    read = (lire_figure if figure.panels else lire_graphique)(drawn)
    found = defauts(read, **figure.expected)
    plt.close("all")
    return [(one.code, one.message) for one in found]


def main(names: list[str]) -> int:
    """Print the table; return 1 where a right chart is refused or a wrong one accepted."""
    figures = [figure for figure in FIGURES if not names or figure.name in names]
    start = time.perf_counter()
    said = {figure.name: judged(figure) for figure in figures}
    spent = time.perf_counter() - start
    refused = [f for f in figures if not f.codes and said[f.name]]
    accepted = [f for f in figures if f.codes and not said[f.name]]
    otherwise = [
        f for f in figures if f.codes and said[f.name] and said[f.name][0][0] not in f.codes
    ]
    rights = sum(not f.codes for f in figures)
    wrongs = len(figures) - rights
    print("| drawn | accepted | refused | refused, another defect told first |")
    print("| --- | --- | --- | --- |")
    print(f"| {rights} right | {rights - len(refused)} | {len(refused)} | |")
    print(f"| {wrongs} wrong | {len(accepted)} | {wrongs - len(accepted)} | {len(otherwise)} |")
    print(f"\n{1000 * spent / len(figures):.0f} ms a chart, drawing included.")
    for figure in figures if names else [*refused, *accepted, *otherwise]:
        print(f"\n{figure.name} (expected: {', '.join(sorted(figure.codes)) or 'right'})")
        for code, message in said[figure.name] or [("accepted", "")]:
            print(f"  {code}: {message}")
    return 1 if refused or accepted else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
