"""How a verb ends, and what can go wrong through no fault of the code."""

OK, PROBLEMS, COULD_NOT, INTERRUPTED = 0, 1, 2, 130
"""Exit statuses: all well, problems found, could not run, stopped by Ctrl-C."""


class UserError(Exception):
    """A French sentence for the person at the keyboard: what is wrong, and the way out."""
