"""Every limit on what a participant sends, and on what it may do while it is graded.

One place, so that they can be compared: each is several times what the course's longest notebook
needs (84 cells, 57,000 characters, 3,200 values, 90 kB, 10 s of processor time). What reads a
submission outside of a sandbox does work in proportion to its size, up to these. Standard library
only: participants' own `rendre` holds to the first part, so that they hear of it first.
"""

from dataclasses import dataclass

# What is handed in.

MAX_CELLS = 500
"""Cells of a notebook."""

MAX_CELL = 100_000
"""Characters of one cell's source."""

MAX_SOURCE = 500_000
"""Characters of the sources of a notebook's cells, all together."""

MAX_VALUES = 400_000
"""Values in a notebook's JSON (by its commas and brackets): each takes about 200 bytes once read."""

MAX_DEPTH = 100
"""Levels of lists and mappings in a notebook; a few thousand would exhaust Python's stack."""

MAX_OUTPUT = 4_000
"""Characters of a cell's outputs that travel; grading runs every cell again."""

MAX_PRODUCT = 2_000_000
"""Bytes of a file that a participant makes and hands in."""

MAX_NAME = 80
"""Characters of a person's name."""

MAX_RAW_NAME = 1_000
"""Characters of a name of anything that are looked at: to fold accents takes the square of them."""

MAX_TREE = 10_000
"""Characters of an answer that is parsed, to find its three dots; a longer one is only searched."""

# What is received: files and archives.

MAX_FILE = 20_000_000
MAX_MEMBER = 5_000_000
MAX_MEMBERS = 50
"""Limits of a hand-in: bytes, bytes of one unpacked member, number of members."""

MAX_MANIFEST = 100_000
"""Bytes of a manifest or of a time stamp."""

MAX_BUNDLE = 100_000_000
MAX_BUNDLE_MEMBERS = 2_000
MAX_BUNDLE_UNPACKED = 500_000_000
"""Limits of an archive that holds many people's hand-ins, as learning platforms make them."""

MAX_DIRECTORY = 2_000_000
"""Bytes of an archive's list of members: a million of them would fill the memory."""

MAX_LISTED = 50_000
"""Entries of an archive's list, and of the lists of the archives in it, whatever its end claims."""

MAX_RATIO = 200
"""How many times smaller a member may be packed, from a megabyte on. Notebooks stay below 50."""

# What a notebook may use while it runs.


@dataclass(frozen=True)
class Limits:
    """What one notebook may use.

    Seconds of processor time: `cell_seconds` for a cell or a test, `unit_seconds` for all of them.
    Seconds by the clock, in which sleep counts: `cell_wall`; `unit_wall` for the whole notebook,
    however often it has to be begun again. Megabytes: `memory_mb` of all processes of the
    answers together, and of the tests; `disk_mb` of what is written, in the notebook's folder and
    in that of temporary files; `message_mb` of what answers hand to one test. `output_kb`:
    thousands of characters of what one cell shows, figures included, `unit_output_kb` of what all
    show. `processes` (threads count) and `open_files` of each of them are numbers.
    """

    cell_seconds: float = 10
    unit_seconds: float = 90
    cell_wall: float = 30
    unit_wall: float = 120
    memory_mb: int = 1000
    disk_mb: int = 64
    message_mb: int = 32
    output_kb: int = 1000
    unit_output_kb: int = 5000
    processes: int = 32
    open_files: int = 128


USUAL = Limits()
"""What a notebook of the course may use: several times its budget."""

# What comes back of a run.

MAX_OUTPUTS = 200
"""Outputs that one cell keeps, errors aside."""

MAX_FORMS = 20
"""Forms of one displayed object (text, picture, …); IPython gives up to five."""

MAX_ERRORS = 5
"""Errors that one cell keeps; IPython gives one."""

OVERHEAD = 100
"""Characters that an output, a form or a line of an error counts for beside its text: its names,
quotation marks and brackets in a file."""

MAX_LINE = 20_000
"""Characters of each text of an error, and of a result's plain text."""

MAX_ENAME, MAX_SAID = 200, 5_000
"""Characters of an error's name, and of what it says; kept even where nothing else is."""

MAX_LINES = 100
"""Texts of an error's traceback."""

MAX_NAMES = 5_000
"""Names of a notebook that tests can see, the last ones: a star import brings up to a thousand."""
