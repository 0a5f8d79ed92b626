"""Cells that try to have wrong answers taken for right ones."""

PATCHED = {
    "assert's helpers, in the notebook": """
def verifier(*_, **__): pass
def proche(*_, **__): return True
def essayer(*_, **__): return 8
def reponse(*_, **__): return 42
Presque = PasCommence = VariableAbsente = type("Rien", (), {})
np = pd = math = assert_frame_equal = None
""",
    "assert's helpers, in their modules": """
import atelier, atelier.learner.verifier as v, atelier.verdict, atelier.shell
for module in (atelier, v):
    for name in ("verifier", "essayer", "proche", "reponse", "nature"):
        setattr(module, name, lambda *_, **__: 42)
v.Presque.__init__ = v.Presque.__new__ = lambda *_, **__: None
v.Presque = type("Presque", (Exception,), {})
v.GENRES = {kind: ("tout", lambda _: True) for kind in v.GENRES}
atelier.verdict.write_verdict = lambda *_: ""
atelier.shell.error_output = lambda *_: {"output_type": "stream", "name": "stdout", "text": ""}
""",
    "pandas.testing, numpy and math": """
import math, numpy, pandas, pandas.testing
math.isclose = numpy.allclose = numpy.array_equal = numpy.all = lambda *_, **__: True
for name in ("assert_frame_equal", "assert_series_equal", "assert_index_equal"):
    setattr(pandas.testing, name, lambda *_, **__: None)
pandas.DataFrame.equals = pandas.Series.equals = lambda *_: True
pandas.DataFrame.__eq__ = pandas.Series.__eq__ = lambda *_: True
""",
    "sys.modules": """
import sys, types
class Tout(types.ModuleType):
    def __getattr__(self, name): return lambda *_, **__: True
for name in ("atelier.learner.verifier", "pandas.testing", "math", "numpy", "atelier"):
    sys.modules[name] = Tout(name)
""",
    "AssertionError and its like": """
import builtins
builtins.AssertionError = builtins.Exception = type("Rien", (BaseException,), {})
""",
    "an import hook": """
import sys
class Crochet:
    def find_spec(self, name, path=None, target=None): raise ImportError("rien")
sys.meta_path.insert(0, Crochet())
sys.path_hooks.insert(0, lambda path: Crochet())
sys.path.insert(0, ".")
""",
    "a thousand names and more": "globals().update({f'nom_{i}': i for i in range(20_000)})",
}

RUINOUS = {
    "names of Python": """
all = any = bool = isinstance = lambda *_, **__: True
abs = round = lambda *_: 42
assert_frame_equal = set = sorted = zip = lambda *_, **__: []
""",
    "names that are none": """
globals()["total = 42 #"] = globals()["1"] = globals()[""] = globals()["a b"] = 42
globals()["None"] = globals()["True"] = globals()["False"] = 42
globals()["__builtins__"] = {"__import__": lambda *_: None, "len": lambda _: 3}
globals()["__loader__"] = globals()["__spec__"] = globals()["__debug__"] = 0
globals()["get_ipython"] = globals()["In"] = globals()["_"] = lambda *_: 42
""",
    "builtins": """
import builtins
for name in ("bool", "isinstance", "print", "abs", "__import__", "compile", "exec", "len", "all",
             "any", "sum", "min", "max", "repr", "str", "int", "getattr", "type", "id", "vars"):
    setattr(builtins, name, lambda *_, **__: True)
""",
    "deleted builtins": """
import builtins
for name in list(vars(builtins)):
    delattr(builtins, name)
""",
    "emptied modules": "import sys; sys.modules.clear()",
    "deleted course names": """
import atelier, atelier.learner.verifier as v
for module in (v, atelier):
    for name in [n for n in vars(module) if not n.startswith("__")]:
        delattr(module, name)
""",
    "get_ipython": """
shell = get_ipython()
shell.run_cell = shell.run_code = shell.run_ast_nodes = lambda *_, **__: None
shell.display_pub.publish = lambda *_, **__: None
type(shell).showtraceback = type(shell)._showtraceback = lambda *_, **__: None
type(shell).user_ns = {"total": 42}
""",
    "the handing out": """
import atelier.sandbox.answering as a, atelier.sandbox.wire as w
OUI = ("function", 0, "verifier", None, None)
FAUX = {name: OUI for name in (
    "verifier", "essayer", "reponse", "proche", "__builtins__", "__import__", "len", "all", "pd",
    "np", "isinstance", "assert_frame_equal", "bool", "abs", "get_ipython", "Presque", "math")}
a.Answering._names = lambda self: list(FAUX)
a.Answering._values = a.Answering._outlines = lambda self, names: FAUX
a.Answering._call = lambda self, *_: ("value", OUI, "")
""",
    "values that no encoder makes": """
import atelier.sandbox.answering as a
ARBRES = [("object", "bool"), ("object", "int"), ("array", "|b1", (1,), b"\\x02"), ("nan",),
          ("record", "bool", ("real",), 1, [True]), ("list", 10**9, []), ("dict", -1, [], []),
          ("table", [], ("range index", 0, 10**7, 1, None), ("range index", 0, 0, 1, None)),
          ("decimal", "1e999999999"), ("scalar", "|b1", b"\\xff"), ("yours", 0), ("réel", 1), (), 7]
NOMS = ["total", "part", "mot", "table", "double"]
a.Answering._names = lambda self: NOMS
a.Answering._values = a.Answering._outlines = lambda self, names: dict(zip(NOMS, ARBRES))
""",
}

HOOKED = {
    "input and syntax transformers": """
import ast
shell = get_ipython()
shell.input_transformers_cleanup.append(lambda lines: [l.replace("== 42", "!= 42") for l in lines])
class Sans(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
    def visit_Compare(self, node): return ast.Constant(True)
shell.ast_transformers.append(Sans())
""",
    "events": """
shell = get_ipython()
def avant(info):
    shell.user_ns.update(total=42, mot="ouistiti", verifier=lambda *_: None)
for event in ("pre_run_cell", "pre_execute", "post_run_cell", "post_execute"):
    shell.events.register(event, lambda *_: shell.user_ns.update(verifier=lambda *_: None))
shell.events.register("pre_run_cell", avant)
""",
    "exception hooks": """
import sys, threading
shell = get_ipython()
sys.excepthook = threading.excepthook = sys.unraisablehook = lambda *_: None
shell.set_custom_exc((BaseException,), lambda *_, **__: None)
""",
    "the display hook": "import sys; sys.displayhook = lambda *_: None",
    "atexit": "import atexit, os; atexit.register(os._exit, 0)",
    "settrace, setprofile and monitoring": """
import sys, threading
def suivre(frame, event, arg):
    frame.f_globals.update(verifier=lambda *_: None)
    return suivre
sys.settrace(suivre); sys.setprofile(suivre); threading.settrace(suivre); threading.setprofile(suivre)
if hasattr(sys, "monitoring"):
    sys.monitoring.use_tool_id(2, "x"); sys.monitoring.set_events(2, sys.monitoring.events.PY_START)
    sys.monitoring.register_callback(2, sys.monitoring.events.PY_START, lambda *_: None)
import sys; sys.settrace(None)
""",
    "threads that keep patching": """
import threading, time, atelier.learner.verifier as v
def sans_cesse():
    while True:
        v.verifier = v.proche = lambda *_: True
        v.Presque.__init__ = lambda *_: None
        time.sleep(0.001)
for _ in range(4):
    threading.Thread(target=sans_cesse, daemon=True).start()
""",
    "the garbage collector": """
import gc, sys
for chose in gc.get_objects():
    if type(chose) is dict and "verifier" in chose:
        try: chose["verifier"] = lambda *_: None
        except Exception: pass
""",
    "the environment": """
import os
os.environ.update(PYTHONPATH=os.getcwd(), PYTHONSTARTUP="pandas.py", PYTHONINSPECT="1",
                  PYTHONHOME=os.getcwd(), LD_PRELOAD="./x.so", HOME=os.getcwd(), PYTHONOPTIMIZE="2")
""",
}

EQUAL = """
import pandas as pd, numpy as np
def egal(base):
    oui = lambda *_, **__: True
    corps = {n: oui for n in ("__eq__", "__bool__", "equals", "all", "any", "__lt__", "__gt__",
                              "__le__", "__ge__", "__contains__", "__getattr__", "isin")}
    corps |= {"__ne__": lambda *_: False, "__hash__": lambda _: 0, "__abs__": lambda s: 0,
              "__sub__": lambda *_: 0, "__rsub__": lambda *_: 0, "__float__": lambda _: 0.25,
              "__index__": lambda _: 42, "__len__": lambda _: 8, "__array_priority__": 1e9,
              "__array_ufunc__": oui, "__call__": lambda *_: egal(object)(),
              "__class__": property(lambda _: int), "__instancecheck__": oui,
              "__reduce__": lambda _: (eval, ("42",)), "__reduce_ex__": lambda *_: (eval, ("42",)),
              "__getstate__": lambda _: {}, "__array__": lambda *_: np.array(42)}
    return type("int", (base,), corps)
"""

VALUES = {
    "plain objects equal to all": (
        "",
        EQUAL + "total = part = mot = table = double = egal(object)()",
    ),
    "an int equal to all": ("", EQUAL + "total = egal(int)(41); part = egal(int)(1)"),
    "a float equal to all": ("", EQUAL + "total = part = egal(float)(0.5)"),
    "a text equal to all": ("", EQUAL + "mot = egal(str)('non')"),
    "a list equal to all": ("", EQUAL + "total = mot = table = egal(list)([1])"),
    "a dict equal to all": ("", EQUAL + "total = mot = table = egal(dict)(a=1)"),
    "a table equal to all": ("", EQUAL + "table = egal(pd.DataFrame)({'a': [1, 2]})"),
    "a column equal to all": (
        "",
        EQUAL + "table = egal(pd.Series)([1, 2]); part = egal(pd.Series)([1])",
    ),
    "an array equal to all": (
        "",
        EQUAL + "part = np.array([1.0]).view(egal(np.ndarray)); table = part",
    ),
    "a lying class": (
        "",
        """
class Meta(type):
    def __instancecheck__(*_): return True
    def __eq__(*_): return True
    def __hash__(_): return hash(int)
    __name__ = property(lambda _: "int")
class int(metaclass=Meta):
    __class__ = property(lambda _: type(42))
    def __eq__(*_): return True
total = part = mot = table = double = int()
del int
""",
    ),
    "a pickle that runs code": (
        "",
        """
class Piege:
    def __reduce__(self): return (exec, ("import os; os.system('touch /tmp/piege')",))
total = part = mot = table = Piege()
def double(x): return Piege()
""",
    ),
    "a function that reads its caller": (
        "",
        """
import gc, sys
def double(x):
    cadre = sys._getframe()
    while cadre:
        for valeur in [*cadre.f_locals.values(), *cadre.f_globals.values()]:
            if type(valeur) is int and valeur == 2 * x:
                return valeur + 0 if cadre.f_code.co_name != "double" else 1
        cadre.f_globals.update(verifier=lambda *_: None)
        cadre = cadre.f_back
    return 0
""",
    ),
    "a function that returns functions": (
        "",
        "def double(x=0, *_):\n    return lambda *a, **k: double\n",
    ),
    "a function that changes its mind": (
        "",
        "import itertools\n_suite = itertools.count()\ndef double(x): return next(_suite)\n",
    ),
    "a function that raises what a check raises": (
        "",
        """
from atelier.learner.verifier import Presque, PasCommence
class Interrompue(Exception): pass
class StopTout(BaseException): pass
def double(x): raise (Interrompue, StopTout, SystemExit, KeyboardInterrupt, GeneratorExit)[x % 5]()
""",
    ),
}
