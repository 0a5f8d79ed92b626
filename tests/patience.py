"""How long a test waits for what must come: a test waits for a condition, never for a time.

Far more than it takes, so that only what never comes fails, also where other work goes on.
"""

import time

PATIENCE = 240
"""Seconds."""


def wait_until(condition, seconds=PATIENCE):
    """Wait until `condition` holds; fail where it does not come to hold."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)
