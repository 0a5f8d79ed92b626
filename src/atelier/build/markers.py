"""Derived passages of a page that people write: `<!-- debut:NAME -->` … `<!-- fin:NAME -->`."""

from pathlib import Path

from atelier.course import CourseError, Problem


def replace_between(page: str, name: str, body: str, path: Path) -> str:
    """Return `page` with what stands between the markers of `name` replaced by `body`.

    Raises `CourseError` naming `path` where a marker is missing, double or out of order.
    """
    begin, end = f"<!-- debut:{name} -->", f"<!-- fin:{name} -->"
    if page.count(begin) != 1 or page.count(end) != 1 or page.index(begin) > page.index(end):
        what = f"les repères « {begin} » et « {end} » ne s’y trouvent pas une fois chacun, dans l’ordre"
        raise CourseError([Problem(path.as_posix(), what, "remettez-les autour du passage dérivé")])
    before, after = page.split(begin)[0], page.split(end)[1]
    return f"{before}{begin}\n{body.strip()}\n{end}{after}"
