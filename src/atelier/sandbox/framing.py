"""Messages over the pipes of a process: their length, then their bytes.

(multiprocessing's connections do the same, but not over a pipe of Windows.)
"""

import struct
from typing import BinaryIO

_LENGTH = struct.Struct("!Q")


def send(pipe: BinaryIO, message: bytes) -> None:
    """Write a message to an unbuffered pipe. Raises `OSError` where nobody reads any more."""
    left = memoryview(_LENGTH.pack(len(message)) + message)
    while left:
        left = left[pipe.write(left) :]


def receive(pipe: BinaryIO, most: int) -> bytes:
    """Read a message of at most `most` bytes from an unbuffered pipe.

    Raises `EOFError` where no whole message comes any more, `OSError` where it is longer.
    """
    (length,) = _LENGTH.unpack(_read(pipe, _LENGTH.size))
    if length > most:
        raise OSError(f"a message of {length} bytes")
    return _read(pipe, length)


def _read(pipe: BinaryIO, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        part = pipe.read(min(length - len(parts), 1 << 20))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)
