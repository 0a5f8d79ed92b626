"""What formgrader and plain `nbgrader` commands read when they start in this folder.

The cohort's folder comes from the environment: ATELIER_PROMOTION=promotions/NAME (by default
promotions/exemple). Every fact stands in `atelier.grading.config`.
"""

from atelier.grading.config import config_from_environment

c = get_config()  # noqa: F821 - traitlets gives it
c.merge(config_from_environment())
