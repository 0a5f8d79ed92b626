"""What can go wrong through no fault of the code."""


class UserError(Exception):
    """A French sentence for the person at the keyboard: what is wrong, and the way out."""
