"""What formgrader and plain `nbgrader` commands read when they start in this folder.

The environment says where a cohort is: ATELIER_PROMOTION=promotions/NAME is its folder (by
default promotions/exemple), ATELIER_GRADEBOOK the address of its gradebook where a server keeps
that (postgresql+psycopg2://NAME:PASSWORD@SERVER/DATABASE). Every fact stands in
`atelier.grading.config`.
"""

from atelier.grading.config import config_from_environment

c = get_config()  # noqa: F821 - traitlets gives it
c.merge(config_from_environment())
