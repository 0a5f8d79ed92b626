"""What a server without a sandbox is started by, and outlived by: `python -m atelier.sandbox.guard`.

It runs nothing of anybody's. It adopts whatever loses its parent, and when the server ends, or the
grader, or the grader says so (SIGTERM), it ends all that is left and removes the folder. So any one
of the grader, the guard, the server and the processes of a notebook can be killed at any moment,
and the others end the rest.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time

from atelier.sandbox import confinement
from atelier.sandbox.cgroup import ControlGroup
from atelier.sandbox.ending import descendants_of_mine, end
from atelier.sandbox.processes import Process

POLL = 0.2
"""Seconds between two looks at the grader, where the system does not tell of its end."""


def main(arguments: list[str]) -> None:
    """Guard a server: `arguments` are its setting and the id of the process that starts this."""
    setting, grader = confinement.read_setting(arguments[0]), int(arguments[1])
    confinement.confine_guard(grader)
    group = ControlGroup(os.getpid()) if confinement.LINUX else None
    grouped = group is not None and group.make()
    try:
        server = subprocess.Popen(
            [sys.executable, "-P", "-m", "atelier.sandbox.server", arguments[0], str(os.getpid())],
            preexec_fn=group.enter if grouped else None,
        )
        _wait(server.pid, grader)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        _end_all(group if grouped else None)
        shutil.rmtree(setting.root, ignore_errors=True)


def _wait(server: int, grader: int) -> None:
    """Wait until the server or the grader ends; hear of the end of what was adopted."""
    while os.getppid() == grader:
        ended, _ = os.waitpid(-1, 0 if confinement.LINUX else os.WNOHANG)
        if ended == server:
            return
        if not ended:
            time.sleep(POLL)


def _end_all(group: ControlGroup | None) -> None:
    if group:
        group.kill()

    def family() -> list[Process]:
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:  # so that they leave the group, and the list
                pass
        mine = descendants_of_mine()
        known = {process.id for process in mine}
        others = group.members() if group else []
        return [*mine, *(process for process in others if process.id not in known)]

    end(family)
    if group:
        group.remove()


if __name__ == "__main__":
    main(sys.argv[1:])
