"""Messages cross a pipe whole, or not at all."""

import os
import threading

import pytest

from atelier.sandbox.framing import receive, send


@pytest.fixture
def ends():
    reading, writing = os.pipe()
    with open(reading, "rb", 0) as reader, open(writing, "wb", 0) as writer:  # noqa: PTH123
        yield reader, writer


@pytest.mark.parametrize("message", [b"", b"a", b"abc" * 1_000_000])
def test_messages_come_as_they_went(ends, message):
    reader, writer = ends
    thread = threading.Thread(target=lambda: [send(writer, message), send(writer, b"fin")])
    thread.start()
    assert (receive(reader, 1 << 22), receive(reader, 10)) == (message, b"fin")
    thread.join()


@pytest.mark.parametrize("bytes_", [b"", b"\0" * 7, b"\0" * 7 + b"\x05abc"])
def test_half_a_message_is_none(ends, bytes_):
    reader, writer = ends
    writer.write(bytes_)
    writer.close()
    with pytest.raises(EOFError):
        receive(reader, 100)


def test_a_message_that_is_too_long_is_not_read(ends):
    reader, writer = ends
    send(writer, b"a" * 101)
    with pytest.raises(OSError, match="101 bytes"):
        receive(reader, 100)


def test_nobody_reads_any_more(ends):
    reader, writer = ends
    reader.close()
    with pytest.raises(OSError, match=r".*"):
        send(writer, b"a")
