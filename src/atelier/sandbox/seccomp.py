"""A filter of system calls for submitted code: what no notebook needs and exploits begin with.

Linux on x86-64 and 64-bit Arm. See `man 2 seccomp`; the program is the kernel's classic BPF.
"""

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Iterable

AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
"""Machine → the kernel's name for its system calls."""

# Name → number on x86-64, on 64-bit Arm.
REFUSED = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "unshare": (272, 97),
    "setns": (308, 268),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "kcmp": (312, 272),
    # Memory that belongs to no process, so that no limit counts it.
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "personality": (135, 92),
    "syslog": (103, 116),
}
CLONE, CLONE3, SOCKET = (56, 220), (435, 435), (41, 198)

NEW_NAMESPACES = 0x7E020080
"""Flags of `clone` that make namespaces."""

INTERNET = (2, 10)
"""Families of sockets that may be made; they reach nothing, since there is no network."""

_LOAD, _EQUAL, _ANY_BIT, _AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_X32 = 0x40000000

Instruction = tuple[int, int, int, int]


def program(machine: str) -> list[Instruction]:
    """Return the filter for `machine` as (code, jump if true, jump if false, value)."""
    column = list(AUDIT).index(machine)
    lines: list[Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, AUDIT[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _ERROR | errno.ENOSYS),
        # The C library falls back to `clone`, whose flags can be read.
        *_if_equal(CLONE3[column], [(_RETURN, 0, 0, _ERROR | errno.ENOSYS)]),
    ]
    for numbers in REFUSED.values():
        lines += _if_equal(numbers[column], [(_RETURN, 0, 0, _ERROR | errno.EPERM)])
    lines += _if_equal(
        CLONE[column],
        [
            (_LOAD, 0, 0, _FIRST_ARGUMENT),
            (_ANY_BIT, 0, 1, NEW_NAMESPACES),
            (_RETURN, 0, 0, _ERROR | errno.EPERM),
            (_RETURN, 0, 0, _ALLOW),
        ],
    )
    families = [
        line for family in INTERNET for line in _if_equal(family, [(_RETURN, 0, 0, _ALLOW)])
    ]
    lines += _if_equal(
        SOCKET[column],
        [(_LOAD, 0, 0, _FIRST_ARGUMENT), *families, (_RETURN, 0, 0, _ERROR | errno.EACCES)],
    )
    return [*lines, (_RETURN, 0, 0, _ALLOW)]


def refuse_system_calls() -> None:
    """Filter this process and its children, for good. Raises `OSError` where this can't be had."""
    machine = platform.machine()
    if machine not in AUDIT:
        raise OSError(f"no filter of system calls for {machine}")
    lines = b"".join(struct.pack("HBBI", *line) for line in program(machine))
    code = ctypes.create_string_buffer(lines)
    header = struct.pack("HxxxxxxP", len(lines) // 8, ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(22, 2, ctypes.c_char_p(header), 0, 0):  # PR_SET_SECCOMP, filter
        number = ctypes.get_errno()
        raise OSError(number, f"seccomp: {os.strerror(number)}")


def _if_equal(value: int, then: Iterable[Instruction]) -> list[Instruction]:
    block = list(then)
    return [(_EQUAL, 0, len(block), value), *block]
