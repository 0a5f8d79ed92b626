"""One IPython shell that runs cells as a kernel would, in this process, and returns their outputs.

No ZeroMQ, no history on disk: a shell can be forked with everything that it has imported.
"""

import ast
import base64
import contextlib
import inspect
import io
import json
import re
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

Outputs = list[dict[str, Any]]

MAX_TEXT = 200_000
"""Characters of printed text that one cell keeps; the rest is lost."""

MAX_OUTPUTS = 200
"""Outputs that one cell keeps."""

MAX_DISPLAYED = 4_000_000
"""Characters of one displayed object, in one of its forms; a longer form is lost."""

INLINE = "module://matplotlib_inline.backend_inline"
"""The backend of figures that end up in a notebook."""

CUT = "\n… (sortie coupée)\n"


class Shell:
    """A shell whose cells leave outputs as nbformat stores them: streams, displays, errors."""

    def __init__(self, *, inline: bool = False):
        """Start a shell; with `inline`, figures become displayed images as in JupyterLab."""
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "nocolor"
        config.InteractiveShell.xmode = "Plain"  # the usual one reads whole libraries anew
        _Collecting.clear_instance()
        self._shell = _Collecting.instance(config=config)  # the one that `display` looks for
        self._collected = self._shell.collected
        self._own = {*self.names, *_HISTORY}
        if inline:
            self._show_figures()

    @property
    def names(self) -> dict[str, Any]:
        """The namespace in which cells run."""
        return self._shell.user_ns

    def bound(self) -> dict[str, Any]:
        """Return the names that cells have bound, without the shell's own."""
        return {
            name: value
            for name, value in list(self.names.items())
            if type(name) is str and name not in self._own and not _HISTORIC.fullmatch(name)
        }

    def start_afresh(self, names: Mapping[str, Any]) -> None:
        """Forget what cells have bound; begin again with `names`, the shell's own left out."""
        for name in self.bound():
            del self.names[name]
        self.names.update({n: value for n, value in names.items() if n not in self._own})

    def reset(self) -> None:
        """Forget all that was run, its numbers too."""
        self._shell.reset(new_session=True)
        self._shell.execution_count = 1

    def run(self, source: str) -> Outputs:
        """Run one cell; return its outputs, in their order."""
        with self._collecting() as outputs:
            result = self._shell.run_cell(source, store_history=True)
        error = result.error_before_exec or result.error_in_exec
        if error is not None and not any(o["output_type"] == "error" for o in outputs):
            outputs.append(error_output(error))  # a handler of the cell's own kept it quiet
        return outputs

    def collect(self, call: Callable[[], Any]) -> tuple[Any, Outputs]:
        """Return what `call` returns, and what it printed or displayed."""
        with self._collecting() as outputs:
            value = call()
            self._shell.events.trigger("post_execute")  # figures, shown as at the end of a cell
        return value, outputs

    @contextlib.contextmanager
    def _collecting(self) -> Iterator[Outputs]:
        before = sys.stdout, sys.stderr
        outputs = self._collected.begin()
        sys.stdout = _Stream("stdout", self._collected)
        sys.stderr = _Stream("stderr", self._collected)
        try:
            yield outputs
        finally:
            sys.stdout, sys.stderr = before

    def _show_figures(self) -> None:
        import matplotlib
        from matplotlib_inline.backend_inline import configure_inline_support

        matplotlib.use(INLINE)
        matplotlib.interactive(True)
        configure_inline_support(self._shell, INLINE)


_HISTORY = ("_", "__", "___", "_i", "_ii", "_iii", "_exit_code")
_HISTORIC = re.compile(r"_i?\d+")
"""Names under which a shell keeps what was run, and what it gave."""


def error_output(error: BaseException, lines: list[str] | None = None) -> dict[str, Any]:
    """Return an error as nbformat stores it. `lines` are what the reader sees of it."""
    name = type.__dict__["__name__"].__get__(_known_class(type(error)))
    text = text_of(error)
    shown = [str(line)[:MAX_TEXT] for line in lines or (f"{name}: {text}",)]
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": shown}


def _known_class(kind: type) -> type:
    """Return the class of Python or of a library by which an error of class `kind` is called."""
    line = type.__dict__["__mro__"].__get__(kind)
    return next((k for k in line if vars(k).get("__module__") != "__main__"), Exception)


def text_of(error: BaseException) -> str:
    """Return what an error says; its own code may fail in saying so."""
    if type(error) in (SyntaxError, IndentationError, TabError):
        return f"{error.msg} (ligne {error.lineno})"  # without the cell's made-up file name
    try:
        return str(error)[:MAX_TEXT]
    except Exception:
        return ""


def _is_python(source: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they come when the cell is run
            compile(source, "", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _joined(statements: list[ast.stmt], shown: str) -> Iterator[tuple[ast.mod, str]]:
    """Yield the trees to compile of a cell's statements, and how: the last one shows what it gives.

    Raises `ValueError` where others are to be `shown` than IPython does by default.
    """
    if shown not in ("last_expr", "none"):
        raise ValueError(shown)
    alone = shown == "last_expr" and bool(statements) and isinstance(statements[-1], ast.Expr)
    if before := statements[:-1] if alone else statements:
        yield ast.Module(before, []), "exec"
    if alone:
        yield ast.Interactive(statements[-1:]), "single"


def _forms(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the forms of a displayed object as nbformat stores them: texts, or plain JSON."""
    forms: dict[str, Any] = {}
    for kind, form in data.items():
        if isinstance(form, bytes):
            form = base64.b64encode(form).decode("ascii")
        with contextlib.suppress(TypeError, ValueError, RecursionError):  # of no form at all
            form = str.__str__(form) if isinstance(form, str) else json.loads(json.dumps(form))
            if not isinstance(form, str) or len(form) <= MAX_DISPLAYED:
                forms[str(kind)] = form
    return forms


class _Collected:
    """The outputs of the cell under way."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> Outputs:
        self._outputs: Outputs = []
        self._left = MAX_TEXT
        return self._outputs

    def add(self, output: dict[str, Any]) -> None:
        if len(self._outputs) < MAX_OUTPUTS:
            self._outputs.append(output)

    def write(self, stream: str, text: str) -> None:
        if not text or self._left <= 0:
            return
        kept = text[: self._left]
        self._left -= len(kept)
        kept += CUT if self._left <= 0 else ""
        last = self._outputs[-1] if self._outputs else {}
        if last.get("name") == stream:
            last["text"] += kept
        else:
            self.add({"output_type": "stream", "name": stream, "text": kept})


class _Stream(io.TextIOBase):
    """Standard output or error of the cell under way."""

    encoding = "utf-8"

    def __init__(self, name: str, collected: _Collected) -> None:
        self._name, self._collected = name, collected

    def write(self, text: str) -> int:
        self._collected.write(self._name, str.__str__(text))
        return len(text)

    def writable(self) -> bool:
        return True


class _Results(DisplayHook):
    """What the last line of a cell gives."""

    collected: Any = None

    def write_output_prompt(self) -> None:
        """Write no prompt: the output has its own place."""

    def write_format_data(self, format_dict: dict, md_dict: dict | None = None) -> None:
        """Keep the result in every form that it has."""
        self.collected.add(
            {
                "output_type": "execute_result",
                "data": _forms(format_dict),
                "metadata": md_dict or {},
            }
        )

    def finish_displayhook(self) -> None:
        """Write no line end."""


class _Displays(DisplayPublisher):
    """What `display` and figures give."""

    collected: Any = None

    def publish(self, data: dict, metadata: dict | None = None, **_: Any) -> None:
        """Keep what is displayed."""
        self.collected.add(
            {"output_type": "display_data", "data": _forms(data), "metadata": metadata or {}}
        )

    def clear_output(self, wait: bool = False) -> None:
        """Leave what is displayed: readers come later."""


class _Collecting(InteractiveShell):
    """IPython's shell, whose every output goes to `collected`.

    It spares what IPython does for people who type: most cells take less time than that.
    """

    displayhook_class = _Results
    display_pub_class = _Displays

    def __init__(self, **options: Any) -> None:
        self.collected = _Collected()
        super().__init__(**options)
        self.displayhook.collected = self.display_pub.collected = self.collected

    def transform_cell(self, raw_cell: str) -> str:
        """Return a cell as Python."""
        return raw_cell if _is_python(raw_cell) else super().transform_cell(raw_cell)

    def should_run_async(self, raw_cell: str, **about: Any) -> bool:
        """Tell whether a cell awaits something; to be sure it has to be compiled."""
        perhaps = "await" in raw_cell or "async" in raw_cell
        return perhaps and super().should_run_async(raw_cell, **about)

    async def run_ast_nodes(
        self,
        nodelist: list[ast.stmt],
        cell_name: str,
        interactivity: str = "last_expr",
        compiler: Any = compile,
        result: Any = None,
    ) -> bool:
        """Run the statements of a cell, compiled together; return whether one raised an error.

        IPython compiles each by itself. It does so here where they do not compile: those before the
        wrong one are run.
        """
        codes = None
        with contextlib.suppress(Exception):
            trees = _joined(nodelist, interactivity)
            with compiler.extra_flags(ast.PyCF_ALLOW_TOP_LEVEL_AWAIT):
                codes = [compiler(tree, cell_name, kind) for tree, kind in trees]
        if codes is None:
            about = interactivity, compiler, result
            return await super().run_ast_nodes(nodelist, cell_name, *about)
        for code in codes:
            awaits = bool(code.co_flags & inspect.CO_COROUTINE)
            if await self.run_code(code, result, async_=awaits):
                return True
        return False

    def _format_exception_for_storage(self, *_: Any, **__: Any) -> None:
        """Keep no error in a history that nobody reads."""

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        self.collected.add(error_output(evalue, stb))
