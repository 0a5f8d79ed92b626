"""What tests of the sandbox need: bubblewrap, which CI must have."""

import os
import shutil

import pytest

needs_sandbox = pytest.mark.skipif(
    not shutil.which("bwrap") and not os.environ.get("CI"),
    reason="no bubblewrap here (Debian: apt install bubblewrap)",
)
