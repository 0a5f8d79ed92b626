"""How the processes of a sandbox give up what they must not have, one kind after the other.

`python -m atelier.sandbox.confinement` tries it, and fails where the system refuses: quicker than
a server that first has to warm up.
"""

import contextlib
import json
import os
import signal
import sys
from pathlib import Path

from atelier.sandbox.ending import end_descendants
from atelier.sandbox.limits import limit_answers, limit_memory
from atelier.sandbox.setting import ALONE, APART, Setting
from atelier.sandbox.unit import Limits

LINUX = sys.platform == "linux"
if LINUX:
    from atelier.sandbox import namespaces


def read_setting(text: str) -> Setting:
    """Return the setting that the outside wrote as JSON."""
    facts = json.loads(text)
    return Setting(**{**facts, "limits": Limits(**facts["limits"])})


def confine_guard(grader: int) -> None:
    """Begin: the process that ends what a server without a sandbox leaves. The `grader` started it."""
    signal.signal(signal.SIGTERM, _leave)
    if LINUX:
        namespaces.adopt_orphans()
        namespaces.hide_memory()
        namespaces.end_with_parent(signal.SIGTERM)
        _be_child_of(grader)


def confine_server(setting: Setting, guard: int | None = None) -> None:
    """Begin: the process from which all others are forked. `guard`: what started it, if any did."""
    # It is this program that interrupts cells, even where the grader's shell ignores Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if setting.sandboxed:
        namespaces.become_nobody()
    elif LINUX:
        _end_cleanly_with_parent()
        _be_child_of(guard)
    if LINUX and setting.isolation != APART:  # else answers do not see this process
        namespaces.hide_memory()


def separate(setting: Setting) -> None:
    """Put this process apart, where answers can be put apart: it is of one notebook from now on."""
    if setting.isolation == APART:
        namespaces.separate(setting.scratch, setting.limits.disk_mb)
    elif LINUX:
        namespaces.adopt_orphans()


def fork_answering(setting: Setting) -> int:
    """Fork the process that will run answers, as `os.fork` does."""
    return namespaces.fork_first() if setting.isolation == APART else os.fork()


def open_local_network(setting: Setting) -> None:
    """Let the processes of this notebook reach each other at 127.0.0.1: where it has a network of
    its own, or its sandbox has (bubblewrap opens it), nothing else is reached."""
    if setting.isolation == APART:
        namespaces.open_loopback()


def confine_answers(setting: Setting) -> None:
    """Take from the answering process what submitted code must not have."""
    if setting.isolation == APART:
        _go_first()
        namespaces.hide_processes()
    elif LINUX:
        namespaces.show_memory()
        namespaces.end_with_parent(signal.SIGKILL)
        _go_first()
    _drop_privileges(setting)
    limit_answers(setting.limits)


def confine_examination(setting: Setting) -> None:
    """Hold the process that runs tests, on values of anybody's making."""
    if LINUX and setting.isolation != APART:
        _end_cleanly_with_parent()
    if setting.isolation != ALONE:
        _drop_privileges(setting)
        limit_memory(setting.limits)


def _end_cleanly_with_parent() -> None:
    signal.signal(signal.SIGTERM, _leave)
    namespaces.end_with_parent(signal.SIGTERM)


def _be_child_of(parent: int | None) -> None:
    """End where `parent` has ended too early for this process to be told."""
    if parent is not None and os.getppid() != parent:
        sys.exit("ended")


def _leave(*_: object) -> None:
    """End, cleaning up on the way: the end of each thread of the parent may send the signal anew,
    and a second one would end the cleaning. What this process has started ends at once, since a
    test may be running that lets no error pass."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    end_descendants()
    sys.exit("ended")


def _go_first() -> None:
    """Have the kernel choose this process before the trainer's own, where memory runs out."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def _drop_privileges(setting: Setting) -> None:
    # Without a sandbox it is a precaution; an unknown machine may do without.
    with contextlib.nullcontext() if setting.sandboxed else contextlib.suppress(OSError):
        namespaces.drop_privileges()


def main(arguments: list[str]) -> int:
    """Try all of it; return the exit status."""
    setting = read_setting(arguments[0])
    confine_server(setting)
    separate(setting)
    open_local_network(setting)
    child = fork_answering(setting)
    if child == 0:
        confine_answers(setting)
        return 0
    confine_examination(setting)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
