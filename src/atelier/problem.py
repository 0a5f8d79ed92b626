"""What is not in order in the course, as every check and every verb says it."""

from collections.abc import Iterable
from typing import NamedTuple


class Problem(NamedTuple):
    """Something that is not in order: where, what, and how to repair it. All three in French."""

    where: str
    what: str
    repair: str

    def __str__(self) -> str:
        return f"{self.where} : {self.what} → {self.repair}"


class CourseError(Exception):
    """The course cannot be read. `problems` says why, one line each."""

    def __init__(self, problems: Iterable[Problem]):
        """Keep the problems."""
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))
