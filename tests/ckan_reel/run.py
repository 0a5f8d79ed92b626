"""Hold the training portal against a real CKAN: `.venv/bin/python tests/ckan_reel/run.py`.

Installs CKAN from PyPI the first time (some 200 MB; needs a network, and PostgreSQL: on Debian
`apt-get install postgresql`), starts it with an empty base and our stand-in for Solr, sends it the
recorded cases and compares: first with what was recorded, then the training portal with what this
CKAN answers now. Ends with 0 (identical), 1 (differences) or 2 (could not run).

    --folder FOLDER     where the environment is kept (default: a cache folder)
    --version VERSION   which CKAN (default: 2.11.5)
    --record FILE       also write there what CKAN answers; one RECORDING only
    --serve             only start it, print address and token file, and stop at Ctrl-C
    --alone             do not try the training portal
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from portal.accepted import read_accepted
from portal.recorded import CASES, Recording
from portal.replay import compare, record, replay
from portal.serving import training_portal

from ckan_reel.ckan import VERSION, cache_folder, real_ckan


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks; return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("recordings", nargs="*", type=Path, metavar="RECORDING")
    parser.add_argument("--folder", type=Path, default=cache_folder())
    parser.add_argument("--version", default=VERSION)
    parser.add_argument("--record", type=Path, metavar="FILE")
    parser.add_argument("--serve", action="store_true")
    parser.add_argument("--alone", action="store_true")
    asked = parser.parse_args(arguments)
    if asked.serve:
        return _serve(asked)
    paths = asked.recordings or sorted(CASES.glob("*.jsonl"))
    if asked.record and len(paths) != 1:
        parser.error("--record goes with one RECORDING")
    return 0 if all([_compare(path, asked) for path in paths]) else 1


def _compare(path: Path, asked: argparse.Namespace) -> bool:
    """Send one recording to a fresh CKAN, then what it answered to a fresh training portal."""
    recording = Recording.read(path)
    started = time.monotonic()
    with real_ckan(asked.folder, asked.version) as ckan:
        ready = time.monotonic()
        now = record(recording, ckan, ckan.name)
        sent = time.monotonic()
    print(f"## {path.name}: {ckan.name}")
    print(f"started in {ready - started:.0f} s, answered in {sent - ready:.0f} s")
    if asked.record:
        now.write(asked.record)
    clean = True
    if all(case.answer for case in recording.cases):
        outcome = compare(recording, now)
        print("### against what was recorded\n" + outcome.report())
        clean = outcome.clean
    if not asked.alone:
        with training_portal() as portal:
            outcome = replay(now, portal, read_accepted())
        print(f"### {portal.name} against it\n" + outcome.report())
        clean = clean and outcome.clean
    return clean


def _serve(asked: argparse.Namespace) -> int:
    with real_ckan(asked.folder, asked.version) as ckan, tempfile.TemporaryDirectory() as name:
        token = Path(name) / "token"
        token.write_text(ckan.token, encoding="utf-8")
        print(f"{ckan.name}: {ckan.address}, administrator's token in {token}", flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (OSError, RuntimeError, ValueError) as trouble:
        print(f"Could not run: {trouble}", file=sys.stderr)
        sys.exit(2)
