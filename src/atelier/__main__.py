"""`python -m atelier VERB`."""

import sys

from atelier.cli import main

sys.exit(main())
