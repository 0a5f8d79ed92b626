"""The process that runs tests. No participant's code ever runs in it.

A test sees the participant's values as copies, their functions as proxies that call into the
answering process, and nothing else. Each test stands alone: what one leaves, the next does not see.
"""

import builtins
import contextlib
import keyword
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from multiprocessing.connection import Connection
from types import FrameType
from typing import Any

from atelier.sandbox.known import known_name
from atelier.sandbox.outputs import Scissors
from atelier.sandbox.reading import tables_read_once
from atelier.sandbox.told import Told
from atelier.sandbox.unit import Done, Outputs, Step, Unit, check_of, stopped
from atelier.sandbox.watch import Interrompue, Watch
from atelier.sandbox.wire import WireError, decode, decode_error, dumps, encode, loads, overwrite
from atelier.shell import Shell
from atelier.verdict import CHECK_FILE, CHECKS, MISSING, STOPPED

UNREADABLE = "elle a rendu une valeur que la correction ne peut pas lire"
TOO_BIG = "elle a produit un résultat beaucoup trop gros"


BEGIN, END = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
"""nbgrader's marks around what participants do not see."""


class Ended(Exception):
    """The answering process is gone; the text says why, in French."""


class Examination:
    """One notebook: cells run on the other side of `connection`, tests in `shell`."""

    def __init__(self, unit: Unit, connection: Connection, watch: Watch, shell: Shell):
        """Prepare to run the steps of `unit`."""
        self._unit, self._connection, self._watch, self._shell = unit, connection, watch, shell
        self._scissors = Scissors(unit.limits.output_kb * 1000, unit.limits.unit_output_kb * 1000)
        self._started = False
        self._check = ""
        self._hidden: set[int] = set()
        content = unit.files.get(f"{unit.notebook}.ipynb", b"")
        self._told = Told(content.decode("utf-8", "replace"))
        self._bound: list[str] = []
        self._ended = ""

    def run(self, folder: str) -> Iterator[Done]:
        """Run the steps, in the notebook's `folder`, until the answering process ends."""
        with tables_read_once():
            for index, step in enumerate(self._unit.steps):
                if cause := self._unit.skipped.get(index):
                    yield Done([stopped(cause)], cause)
                    continue
                yield self._step(step, folder)
                if self._ended:
                    return

    def _step(self, step: Step, folder: str) -> Done:
        cause, outputs = "", []
        try:
            with self._watch.step():
                if not self._started:
                    self._ask("start", folder)
                    self._started = True
                outputs = self._test(step) if step.test else self._run(step.source)
                cause = self._watch.interrupted
        except (Ended, Interrompue) as stop:
            cause = str(stop)
        if self._watch.ended:
            self._ended = cause = self._watch.ended
        if cause:
            kept = [output for output in outputs if output["output_type"] != "error"]
            outputs = [*kept, stopped(cause)]
        return Done(outputs, cause, bool(self._ended))

    def _run(self, source: str) -> Outputs:
        """Run a participant's cell."""
        outputs = self._scissors.cut(self._ask("run", source))
        for output in outputs:
            if output["output_type"] == "error":
                self._plainly_named(output)
                if self._told:  # it goes back to the participant
                    output["evalue"] = self._told.without(output["evalue"])
                    output["traceback"] = [f"{output['ename']}: {output['evalue']}"]
        return [output for output in outputs if output.get("ename") != STOPPED]  # only we say so

    def _test(self, step: Step) -> Outputs:
        """Run a test on the participant's values. A test that fails shows none of its code."""
        self._check = check_of(step.source)
        self._hidden = hidden_lines(self._check or step.source)
        bound = self._bound = self._names()
        # Asked for by name, but only names that are bound: of a test, nothing else is told.
        wanted = [name for name in bound if name in step.needs and not hasattr(builtins, name)]
        trees = self._trees("values", wanted)
        python = self._taken([name for name in bound if hasattr(builtins, name)])
        if missing := set(wanted) - trees.keys():
            raise Interrompue(f"« {min(missing)} » est une valeur trop grande pour être vérifiée")
        outputs = self._try(step.source, trees, python)
        if any(output.get("ename") in (MISSING, "NameError") for output in outputs):
            # Its message names what looks alike, for which it must see every name. This is rare.
            seen = trees.keys() | vars(builtins).keys()
            others = [name for name in bound if name not in seen and not name.startswith("_")]
            outputs = self._try(step.source, trees | self._trees("outlines", others), python)
        for output in outputs:
            if output["output_type"] == "error":
                said = self._told.without(output["evalue"], step.source)
                if output["ename"] not in CHECKS or said != output["evalue"]:
                    output["evalue"] = said
                    output["traceback"] = [f"{output['ename']}: {output['evalue']}"]
        return self._scissors.cut(outputs, test=True)

    def _try(self, source: str, trees: Mapping[str, Any], python: Mapping[str, Any]) -> Outputs:
        """Run a test on the values of names, and on names of `python` that a cell has taken."""
        found = dict(python)
        for name, tree in trees.items():
            with contextlib.suppress(WireError):
                found[name] = decode(tree, self._call)
        self._shell.start_afresh(found)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a warning shows a line of code, and costs the mark
            return self._shell.run(source)

    def _taken(self, names: Sequence[str]) -> dict[str, Any]:
        """Return those `names` of Python's that a participant gave to a value, with Python's meaning.

        A test that meets one says so, and still means Python's. A function in its place, such as
        those that `from numpy import *` brings, changes nothing for a test.
        """
        trees = self._trees("outlines", names)
        functions = [
            n for n, tree in trees.items() if type(tree) is tuple and tree[:1] == ("function",)
        ]
        return {name: vars(builtins)[name] for name in names if name not in functions}

    def _names(self) -> list[str]:
        """Return the names that the participant's cells have bound."""
        answer = self._ask("names")
        if type(answer) is not list:
            raise Interrompue(UNREADABLE)
        return [name for name in answer if type(name) is str and is_free(name)]

    def _trees(self, kind: str, names: Sequence[str]) -> dict[str, Any]:
        """Return the "values" of `names` as they came, or "outlines" of them."""
        if not names:
            return {}
        answer = self._ask(kind, names)
        if type(answer) is not dict:
            raise Interrompue(UNREADABLE)
        return {name: answer[name] for name in names if name in answer}

    def _call(self, handle: int, arguments: Sequence[Any], named: Mapping[str, Any]) -> Any:
        """Call a participant's function, for a test; what it changes in its arguments changes.

        What it says in a hidden part goes nowhere: it could repeat what it was given.
        """
        hidden = self._in_hidden_part()
        if hidden:
            self._told.add((arguments, dict(named)))
        given = dict(enumerate(arguments)) | dict(named)
        sent = {key: encode(value, _no_function) for key, value in given.items()}
        try:
            answer = self._ask("call", handle, sent)
        except Ended:
            raise Interrompue(self._ended) from None
        if self._watch.interrupted:
            raise Interrompue(self._watch.interrupted)
        with contextlib.suppress(WireError):
            match answer:
                case ("value", result, str(printed), dict(changed)):
                    sys.stdout.write("" if hidden else printed)
                    for key in given.keys() & changed.keys():
                        overwrite(given[key], decode(changed[key], self._call))
                    return decode(result, self._call)
                case ("error", result, str(printed), dict()):
                    sys.stdout.write("" if hidden else printed)
                    error = decode_error(result)
                    silent = hidden or self._told.repeated(str(error))
                    raise plain_error(error) if silent else error
        raise Interrompue(UNREADABLE)

    def _plainly_named(self, output: dict[str, Any]) -> None:
        """Give an error of the participant's a name that is no text of theirs."""
        if (name := known_name([output["ename"]])) != output["ename"]:
            output["ename"] = name
            output["traceback"] = [f"{name}: {output['evalue']}"]

    def _in_hidden_part(self) -> bool:
        """Tell whether a line of the hidden part of the test under way is being run."""
        frame = sys._getframe()
        while frame is not None:
            if frame.f_lineno in self._hidden and self._is_of_test(frame):
                return True
            frame = frame.f_back
        return False

    def _is_of_test(self, frame: FrameType) -> bool:
        if self._check:
            return frame.f_code.co_filename == CHECK_FILE
        return frame.f_globals is self._shell.names

    def _ask(self, *request: Any) -> Any:
        """Return the answer to a request. Raises `Ended` where there is none."""
        if self._ended:
            raise Ended(self._ended)
        try:
            with self._watch.answering():
                self._connection.send_bytes(dumps(request))
                reply = self._connection.recv_bytes(self._unit.limits.message_mb << 20)
            return loads(reply)
        except EOFError:
            self._ended = self._watch.verdict()
        except WireError:
            self._ended = UNREADABLE
        except OSError:  # longer than allowed, or hung up in the middle
            self._ended = self._watch.ended or TOO_BIG
        raise Ended(self._ended)


def hidden_lines(source: str) -> set[int]:
    """Return the numbers of the lines of a test that are in its hidden parts."""
    found, inside = set(), False
    for number, line in enumerate(source.splitlines(), 1):
        inside = (inside or BEGIN in line) and END not in line
        if inside:
            found.add(number)
    return found


def plain_error(error: Exception) -> Exception:
    """Return an error of the same built-in kind that says nothing."""
    kind = next(kind for kind in type(error).__mro__ if vars(builtins).get(kind.__name__) is kind)
    return kind.__new__(kind)  # some ask for arguments to be initialised


def is_free(name: str) -> bool:
    """Tell whether a participant may have bound a name: not one that Python itself keeps."""
    return name.isidentifier() and not name.startswith("__") and not keyword.iskeyword(name)


def _no_function(function: Any) -> int:
    raise TypeError("a test hands no function of its own to an answer")
