"""Linux: put one notebook apart from every other process and file, without any privilege left.

Runs inside bubblewrap, which has already left out the network, the home and the course. See
`man 7 namespaces`; Python 3.11 has no function of its own for these system calls.
"""

import ctypes
import fcntl
import os
import platform
import signal
import socket
import struct
from collections.abc import Iterable
from pathlib import Path

from atelier.sandbox.seccomp import AUDIT, CLONE, refuse_system_calls
from atelier.sandbox.setting import NOBODY

_NEW_USER, _NEW_PID, _NEW_MOUNTS, _NEW_IPC = 0x10000000, 0x20000000, 0x00020000, 0x08000000
_NEW_NETWORK, _SET_FLAGS, _UP = 0x40000000, 0x8914, 1
_TELL_ID, _CLEAR_ID, _GET_ID_ADDRESS = 0x01000000, 0x00200000, 40
_NOSUID, _NODEV, _RECURSIVE, _PRIVATE = 2, 4, 0x4000, 1 << 18
_SET_END_SIGNAL, _SET_DUMPABLE, _DROP_BOUND, _SET_ADOPTS, _NO_NEW_PRIVILEGES = 1, 4, 24, 36, 38
_CAPABILITIES = 64
_INODES = 10_000
"""Files and folders that may be made in an empty folder."""

_libc = ctypes.CDLL(None, use_errno=True)
_holding_python = ctypes.PyDLL(None, use_errno=True)
"""The C library, called without letting another thread of Python run meanwhile."""


def become_nobody() -> None:
    """Leave root for good: limits on processes do not hold for root."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        show_memory()  # or this process could not write its own maps


def show_memory() -> None:
    """Let other processes of the same user look at this one, as is usual."""
    _call("prctl", _SET_DUMPABLE, 1, 0, 0, 0)


def hide_memory() -> None:
    """Keep other processes of the same user from reading or tracing this one, or its children."""
    _call("prctl", _SET_DUMPABLE, 0, 0, 0, 0)


def end_with_parent(signal: int) -> None:
    """Have this process sent `signal` when the one that started it ends."""
    _call("prctl", _SET_END_SIGNAL, signal, 0, 0, 0)


def adopt_orphans() -> None:
    """Become the parent of all descendants whose own parent ends."""
    _call("prctl", _SET_ADOPTS, 1, 0, 0, 0)


def separate(scratch: Iterable[Path], size_mb: int) -> None:
    """Give this process its own users, files and network; `scratch` becomes empty.

    Nothing can be reached in that network: see `open_loopback`. Raises `OSError` where the system
    forbids it.
    """
    user, group = os.getuid(), os.getgid()
    _call("unshare", _NEW_USER | _NEW_MOUNTS | _NEW_IPC | _NEW_NETWORK)
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")
    _call("mount", None, b"/", None, _RECURSIVE | _PRIVATE, None)
    for folder in scratch:
        _empty(folder, size_mb)


def fork_first() -> int:
    """Fork as `os.fork` does; the child is the first process of a space of its own.

    When it ends, all of its descendants end. It sees and signals no other process. (A process that
    calls `unshare` for this, then `os.fork`, can start no thread any more.)
    """
    python, number = ctypes.pythonapi, CLONE[list(AUDIT).index(platform.machine())]
    address = ctypes.c_void_p()  # where the C library keeps a thread's id; its `fork` does this too
    _call("prctl", _GET_ID_ADDRESS, ctypes.byref(address), 0, 0, 0)
    flags = ctypes.c_ulong(_NEW_PID | _TELL_ID | _CLEAR_ID | signal.SIGCHLD)
    python.PyOS_BeforeFork()
    # Fourth or fifth, as the machine has it; the other one is of no effect.
    child = _holding_python.syscall(ctypes.c_long(number), flags, None, None, address, address)
    problem = ctypes.get_errno()
    if child == 0:
        python.PyOS_AfterFork_Child()
        return 0
    python.PyOS_AfterFork_Parent()
    if child < 0:
        raise OSError(problem, f"clone: {os.strerror(problem)}")
    return child


def open_loopback() -> None:
    """Let the processes of this one's network reach each other at 127.0.0.1, and nothing else."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sH22x", b"lo", _UP))


def hide_processes() -> None:
    """Cover `/proc`, which shows the processes outside: a view of one's own is refused here."""
    _call("unshare", _NEW_MOUNTS)
    _empty(Path("/proc"), 1)


def drop_privileges() -> None:
    """Give up every capability and every system call that a notebook has no use for."""
    for capability in range(_CAPABILITIES):
        _libc.prctl(_DROP_BOUND, capability, 0, 0, 0)  # fails past the last one
    header, none = struct.pack("Ii", 0x20080522, 0), bytes(24)
    _call("capset", header, none)
    _call("prctl", _NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    refuse_system_calls()


def _empty(folder: Path, size_mb: int) -> None:
    """Cover `folder` with an empty one, in memory, that nobody else sees."""
    options = f"size={size_mb}m,nr_inodes={_INODES},mode=777".encode("ascii")
    _call("mount", b"tmpfs", os.fsencode(folder), b"tmpfs", _NOSUID | _NODEV, options)


def _call(name: str, *arguments: object) -> None:
    """Call the C library; raise `OSError` where it fails."""
    if getattr(_libc, name)(*arguments):
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
