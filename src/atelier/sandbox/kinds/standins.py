"""What stands for what cannot cross the wall: functions, errors, and objects of other classes.

Functions take the `Encoder` or the `Decoder` of `wire` first.
"""

import builtins
import inspect
import re
import types
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from atelier.sandbox.kinds.plain import exact
from atelier.sandbox.known import known_name
from atelier.sandbox.primitives import WireError, is_scalar

MAX_TEXT = 2_000
"""Characters of an error's text or of a function's documentation that cross."""

MAX_NAME = 60

MAX_LINE_OF_CLASSES = 20
"""Classes behind an error's that are told."""


class Proxy:
    """A function of the other side: called, it is called there. Its signature can be inspected."""

    def __init__(self, call: Callable[[int, tuple, dict[str, Any]], Any], handle: int):
        """Stand for function `handle`; `call` calls it."""
        self._call, self.handle = call, handle

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Return what the function of the other side returns, or raise what it raises."""
        return self._call(self.handle, arguments, named)

    def __copy__(self) -> "Proxy":
        return self

    def __deepcopy__(self, _: Any) -> "Proxy":
        return self

    def __repr__(self) -> str:
        return f"<fonction {getattr(self, '__name__', 'sans nom')}>"


class Raised:
    """What every error of the other side is, beside the built-in error that it was."""

    text = ""

    def __str__(self) -> str:
        return self.text

    def _render_traceback_(self, *_: object) -> list[str]:
        """Return what IPython shows: not the lines of the test that called."""
        return [f"{type(self).__name__}: {self}"]


def class_name(kind: type) -> str:
    """Return the name of a class; asked of `type`, as a metaclass could tell another one."""
    return _cut(str.__str__(type.__dict__["__name__"].__get__(kind)))


def encode_object(value: Any) -> tuple:
    """Return the tree of a value of which only the class name crosses."""
    return ("object", class_name(type(value)))


def encode_function(encoder: Any, function: Callable) -> tuple:
    """Return the tree of anything that can be called, by its handle."""
    if type(function) is Proxy:
        return ("yours", function.handle)
    name, words = (_attribute(function, name) for name in ("__name__", "__doc__"))
    return ("function", encoder.handle(function), name, words, _encode_parameters(function))


def encode_error(error: BaseException) -> tuple:
    """Return the tree of an error: its class name, those of the classes behind, text, arguments."""
    line = type.__dict__["__mro__"].__get__(type(error))
    behind = [class_name(kind) for kind in line[:MAX_LINE_OF_CLASSES]]
    try:
        text = _cut(str.__str__(str(error)))
    except Exception:  # a `__str__` that stops on an error itself
        text = ""
    arguments = BaseException.args.__get__(error)[:5]
    parts = [_cut(part) for part in arguments if is_scalar(part)]
    return ("error", class_name(type(error)), behind, text, parts)


def decode_error(tree: Any) -> Exception:
    """Return an error to raise for the one that was told. Raises `WireError` for any other tree.

    It is called by the nearest class whose name is known: others are a participant's words. It is a
    `Raised`, and of the nearest built-in class that is an ordinary `Exception`: what stops
    an interpreter on the other side (`SystemExit`) does not stop this one.
    """
    try:
        tag, name, line, text, arguments = exact(tree, tuple)
        if tag != "error" or not all(map(is_scalar, exact(arguments, list))):
            raise WireError("not an error")
        base = next((kind for kind in map(_ordinary_error, line) if kind), Exception)
        called = known_name([exact(name, str), *line])
        kind = type(called, (Raised, base), {"__module__": "reponse"})
        error = kind.__new__(kind)
        error.args, error.text = tuple(arguments), _cut(exact(text, str))
    except WireError:
        raise
    except Exception as failure:  # the tree is not as `encode_error` makes it
        raise WireError(f"not an error: {failure!r:.200}") from None
    return error


def _ordinary_error(name: Any) -> type | None:
    """Return the built-in error class of that name, if an error can be made of it."""
    kind = getattr(builtins, exact(name, str), None)
    if not isinstance(kind, type) or not issubclass(kind, Exception):
        return None
    return None if issubclass(kind, ExceptionGroup) else kind


def _attribute(function: Callable, name: str) -> str | None:
    with suppress(Exception):
        text = getattr(function, name)
        return _cut(text) if type(text) is str else None


def _cut(value: Any) -> Any:
    return value[:MAX_TEXT] if type(value) in (str, bytes) else value


def _clean(name: Any) -> str:
    """Return a name fit for a message: letters, digits and a few signs."""
    name = re.sub(r"[^\w.<>-]", "", exact(name, str))[:MAX_NAME]
    # a truth value is known by the name of its class: nothing else may bear it
    return "objet" if name in ("", "bool", "bool_") else name


def _encode_parameters(function: Callable) -> list | None:
    """Return (name, kind, default in a tuple) of each parameter; None where they are unknown."""
    if type(function) not in (types.FunctionType, types.MethodType):
        return None
    try:
        parameters = inspect.signature(function, follow_wrapped=False).parameters.values()
        return [(exact(p.name, str), int(p.kind), _default(p.default)) for p in parameters]
    except Exception:  # a signature that someone forged
        return None


def _default(value: Any) -> tuple:
    if value is inspect.Parameter.empty:
        return ()
    return (_cut(value) if is_scalar(value) else "…",)


def _decode_parameters(tree: list) -> inspect.Signature:
    return inspect.Signature(
        [
            inspect.Parameter(
                name,
                kind,
                default=default[0] if default else inspect.Parameter.empty,
            )
            for name, kind, default in tree
        ]
    )


def _decode_object(_: Any, name: str) -> Any:
    return type(_clean(name), (), {"__module__": "reponse", "__slots__": ()})()


def _decode_function(
    decoder: Any, handle: int, name: str | None, words: str | None, parameters: list | None
) -> Proxy:
    proxy = Proxy(decoder.call, exact(handle, int))
    if name is not None:
        proxy.__name__ = proxy.__qualname__ = _clean(name)
    proxy.__doc__ = None if words is None else _cut(exact(words, str))
    if parameters is not None:
        proxy.__signature__ = _decode_parameters(parameters)
    return proxy


def _decode_own(decoder: Any, handle: int) -> Callable:
    if decoder.own is None:
        raise WireError("no function was handed out here")
    return decoder.own(exact(handle, int))


DECODERS = {"object": _decode_object, "function": _decode_function, "yours": _decode_own}
"""Tag of a tree → function of a decoder and the rest of the tree, that returns the value."""
