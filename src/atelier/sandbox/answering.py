"""The process that runs a participant's cells. Nothing that it says is believed: it gives data.

It answers, one after the other, the requests that the examining process sends:
`("start", folder)` · `("run", source)` → outputs · `("names",)` → the names that cells have bound ·
`("values", names)` → name → value · `("outlines", names)` → the same, large values in outline ·
`("call", handle, arguments, named)` → a value or an error, and what was printed.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from atelier.limits import MAX_NAMES
from atelier.sandbox.wire import (
    WireError,
    decode,
    dumps,
    encode,
    encode_error,
    loads,
    sketch,
)
from atelier.shell import Shell

Trees = dict[str, Any]


class Answering:
    """A participant's shell, and the functions of theirs that were handed out."""

    def __init__(self, shell: Shell, confine: Callable[[], None]):
        """Run cells in `shell`, after `confine` has taken every right that they must not have."""
        self._shell, self._confine = shell, confine
        self._functions: list[Callable] = []
        self._process = os.getpid()

    def serve(self, connection: Connection) -> None:
        """Answer requests until the other side hangs up."""
        while True:
            try:
                reply = self._answer(loads(connection.recv_bytes()))
                if os.getpid() != self._process:  # a cell has forked: only the first one answers
                    os._exit(0)
                connection.send_bytes(_pack(reply))
            except KeyboardInterrupt:
                # It came between two cells: the other side has stopped waiting, or soon will.
                continue
            except (EOFError, OSError):
                return

    def _answer(self, request: tuple) -> Any:
        kind, *about = request
        match kind:
            case "start":
                return self._start(*about)
            case "run":
                return self._shell.run(*about)
            case "names":
                return self._names()
            case "values":
                return self._values(*about)
            case "outlines":
                return self._outlines(*about)
        return self._call(*about)

    def _start(self, folder: str) -> None:
        self._confine()
        os.chdir(folder)
        sys.path.insert(0, "")  # as in a kernel: a notebook imports the modules beside it

    def _names(self) -> list[str]:
        """Return the names that cells have bound; functions handed out before are forgotten."""
        self._functions.clear()
        return list(self._shell.bound())[-MAX_NAMES:]

    def _values(self, names: Iterable[str]) -> Trees:
        """Return the values of names, without those that are too large."""
        values: Trees = {}
        for name, value in self._those(names):
            with suppress(WireError):
                values[name] = encode(value, self._keep)
        return values

    def _outlines(self, names: Iterable[str]) -> Trees:
        """Return the values of names, of large ones an empty value of their kind."""
        return {name: sketch(value, self._keep) for name, value in self._those(names)}

    def _those(self, names: Iterable[str]) -> Iterator[tuple[str, Any]]:
        bound = self._shell.bound()
        return ((name, bound[name]) for name in names if name in bound)

    def _call(self, handle: int, arguments: Mapping[int | str, Any]) -> tuple[str, Any, str, Trees]:
        """Call a function that was handed out, with arguments by position or by name.

        Returns "value" or "error", which, what was printed, and the arguments that it changed.
        """
        function = self._functions[handle]
        home = self._functions.__getitem__
        given = {key: decode(tree, _no_call, home) for key, tree in arguments.items()}
        listed = [value for key, value in given.items() if type(key) is int]
        named = {key: value for key, value in given.items() if type(key) is str}

        def call() -> tuple[str, Any]:
            try:
                return "value", encode(function(*listed, **named), self._keep)
            except BaseException as error:
                return "error", encode_error(error)

        (kind, result), outputs = self._shell.collect(call)
        printed = "".join(o["text"] for o in outputs if o.get("name") == "stdout")
        changed: Trees = {}
        for key, before in arguments.items():
            if type(before) is tuple:  # a scalar can't change
                with suppress(WireError):
                    after = encode(given[key], self._keep)
                    changed |= {key: after} if after != before else {}
        return kind, result, printed, changed

    def _keep(self, function: Callable) -> int:
        self._functions.append(function)
        return len(self._functions) - 1


def _pack(reply: Any) -> bytes:
    """Return a reply as bytes; None stands for one that cannot cross."""
    try:
        return dumps(reply)
    except WireError:
        return dumps(None)


def _no_call(*_: Any) -> Any:
    raise TypeError("a test hands no function of its own to an answer")
