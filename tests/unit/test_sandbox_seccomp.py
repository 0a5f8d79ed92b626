"""The filter of system calls, run here as the kernel runs it."""

import errno
import socket

import pytest

from atelier.sandbox.seccomp import AUDIT, CLONE, CLONE3, REFUSED, SOCKET, program

LOAD, EQUAL, ANY_BIT, AT_LEAST, RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
ALLOW, KILL = 0x7FFF0000, 0x80000000
JUMPS = {
    EQUAL: lambda value, with_: value == with_,
    ANY_BIT: lambda value, with_: value & with_ != 0,
    AT_LEAST: lambda value, with_: value >= with_,
}
MACHINES = sorted(AUDIT)


def decide(machine, number, *, argument=0, architecture=None):
    """Return what the filter answers to a system call."""
    architecture = AUDIT[machine] if architecture is None else architecture
    data = {0: number, 4: architecture, 16: argument & 0xFFFFFFFF}
    lines, at, value = program(machine), 0, 0
    while True:
        code, if_true, if_false, operand = lines[at]
        at += 1
        if code == RETURN:
            return operand
        if code == LOAD:
            value = data[operand]
        else:
            at += if_true if JUMPS[code](value, operand) else if_false


def refusal(number):
    return 0x00050000 | number


def column(machine):
    return list(AUDIT).index(machine)


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("name", REFUSED)
def test_what_no_notebook_needs_is_refused(machine, name):
    assert decide(machine, REFUSED[name][column(machine)]) == refusal(errno.EPERM)


@pytest.mark.parametrize(
    ("machine", "number"),
    [("x86_64", n) for n in (0, 1, 9, 57, 58, 59, 60, 61, 62, 202, 231, 257)]
    + [("aarch64", n) for n in (56, 57, 63, 64, 93, 94, 98, 129, 214, 221, 222, 226)],
)
def test_what_every_program_does_is_allowed(machine, number):
    assert decide(machine, number) == ALLOW


@pytest.mark.parametrize("machine", MACHINES)
def test_a_new_process_is_allowed_but_no_new_namespace(machine):
    number = CLONE[column(machine)]
    assert decide(machine, number, argument=0x11) == ALLOW
    threads = 0x3D0F00  # what the C library asks for
    assert decide(machine, number, argument=threads) == ALLOW
    for flag in (
        0x00020000,
        0x02000000,
        0x04000000,
        0x08000000,
        0x10000000,
        0x20000000,
        0x40000000,
    ):
        assert decide(machine, number, argument=flag | 0x11) == refusal(errno.EPERM)


@pytest.mark.parametrize("machine", MACHINES)
def test_the_call_whose_flags_cannot_be_read_is_unknown(machine):
    assert decide(machine, CLONE3[column(machine)]) == refusal(errno.ENOSYS)


@pytest.mark.parametrize("machine", MACHINES)
def test_sockets_are_of_the_internet_only(machine):
    number = SOCKET[column(machine)]
    families = {family: decide(machine, number, argument=family) for family in range(64)}
    allowed = {family for family, answer in families.items() if answer == ALLOW}
    assert allowed == {int(socket.AF_INET), int(socket.AF_INET6)}
    assert set(families.values()) == {ALLOW, refusal(errno.EACCES)}


@pytest.mark.parametrize("machine", MACHINES)
def test_another_architecture_ends_the_process(machine):
    assert decide(machine, 20, architecture=0x40000003) == KILL


def test_numbers_of_32_bit_programs_are_unknown():
    assert decide("x86_64", 0x40000000 | 101) == refusal(errno.ENOSYS)


@pytest.mark.parametrize("machine", MACHINES)
def test_a_jump_is_short_enough_for_the_kernel(machine):
    lines = program(machine)
    assert len(lines) <= 4096
    for at, (code, if_true, if_false, _) in enumerate(lines):
        assert 0 <= max(if_true, if_false) <= 255
        assert code == RETURN or at + 1 + max(if_true, if_false) < len(lines)
