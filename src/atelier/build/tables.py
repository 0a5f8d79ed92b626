"""Tables of the modules, in English for README.md and in French for LISEZMOI.md."""

from atelier.course import Course, Module


def modules_in_english(course: Course) -> str:
    """Return the Markdown table of the modules for maintainers."""
    head = ("Module", "Title", "Notebooks", "Graded exercises", "Points", "Time")
    return _table(head, (_row(module, " min") for module in course.modules))


def modules_in_french(course: Course) -> str:
    """Return the Markdown table of the modules for participants and trainers."""
    head = ("Module", "Ce que l’on y fait", "Question de départ", "Exercices", "Durée")
    rows = (
        (
            f"[{module.name}](notebooks/{module.name})",
            module.title,
            module.question,
            str(_exercises(module)),
            _hours(module.minutes),
        )
        for module in course.modules
    )
    return _table(head, rows)


def _row(module: Module, unit: str) -> tuple[str, ...]:
    return (
        f"[{module.name}](solutions/{module.name})",
        module.title,
        str(len(module.notebooks)),
        str(_exercises(module)),
        f"{module.points:g}",
        f"{module.minutes}{unit}",
    )


def _exercises(module: Module) -> int:
    return sum(len(notebook.exercises) for notebook in module.notebooks)


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02}" if rest else f"{hours} h"


def _table(head, rows) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
