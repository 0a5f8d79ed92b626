"""Cells that look for the tests, for other people's work, or for a way out."""

FIND = """
import os, sys, gc, re
MOT = re.compile("t[a]marin")  # a pattern that does not find itself
def montrer(texte):
    if MOT.search(texte):
        print("TROU" + "VE")
"""

READING = {
    "history": (FIND, "montrer(repr(In) + repr(_ih) + repr(_i) + repr(Out))\n%history -g"),
    "frames": (
        FIND,
        """
cadre = sys._getframe()
while cadre:
    montrer(repr(cadre.f_locals)[:10**7])
    cadre = cadre.f_back
""",
    ),
    "the garbage collector": (
        FIND,
        """
for chose in gc.get_objects():
    if type(chose) in (list, tuple, dict, set):
        try: montrer(repr(chose)[:100_000])
        except BaseException: pass
""",
    ),
    "its own memory": (
        FIND,
        """
import re
for ligne in open("/proc/self/maps") if os.path.exists("/proc/self/maps") else []:
    debut, fin, droits = re.match(r"(\\w+)-(\\w+) (\\S+)", ligne).groups()
    if droits.startswith("rw"):
        with open("/proc/self/mem", "rb", 0) as memoire:
            memoire.seek(int(debut, 16))
            try: contenu = memoire.read(int(fin, 16) - int(debut, 16))
            except OSError: continue
            if re.search(b"t[a]marin", contenu): print("TROU" + "VE")
""",
    ),
    "files": (
        FIND,
        """
for racine, _, noms in os.walk("/"):
    if racine.startswith(("/usr", "/proc/sys")) or "python" in racine.lower() or "/paquet" in racine:
        continue
    for nom in noms:
        chemin = os.path.join(racine, nom)
        try:
            if os.path.isfile(chemin) and os.path.getsize(chemin) < 10**6:
                montrer(open(chemin, errors="replace").read())
        except OSError: pass
""",
    ),
    "the other processes": (
        FIND,
        """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for numero in [os.getppid(), *range(1, 60)]:
    if numero == os.getpid() or numero < 1: continue
    for nom in ("environ", "mem", "maps", "fd/0", "fd/1", "fd/4", "cwd/x", "root/x"):
        try: montrer(open(f"/proc/{numero}/{nom}", errors="replace").read(10**6)); print("LU", nom)
        except OSError: pass
    if libc.ptrace(16, numero, 0, 0) == 0: print("TROU" + "VE ptrace", numero)
    tampon = ctypes.create_string_buffer(64)
    trou = (ctypes.c_void_p * 2)(ctypes.addressof(tampon), 64)
    if libc.process_vm_readv(numero, trou, 1, trou, 1, 0) > 0: print("TROU" + "VE readv", numero)
""",
    ),
    "what the test asks for": (
        FIND,
        """
import pandas as _pd
import atelier.sandbox.answering as a
def _espion(ancien):
    def _repondre(self, demande):
        if MOT.search(repr(demande)): open("vu.txt", "a").write("vu")
        return ancien(self, demande)
    return _repondre
a.Answering._answer = _espion(a.Answering._answer)
for _nom in ("tama" + "rin", "Ghana", "secret"):
    globals()[_nom] = _pd.DataFrame({"x": range(10_000)})
""",
    ),
}
"""The second cell runs before tests, and once more after them."""

LOOKING = {
    "home, gradebook, solutions, other submissions": """
import os, glob
trouves = []
for racine, dossiers, noms in os.walk("/"):
    if racine.startswith(("/usr", "/proc")) or "python" in racine.lower(): continue
    trouves += [os.path.join(racine, n) for n in noms if n.endswith((".db", ".ipynb", ".key", ".pem"))]
    trouves += [os.path.join(racine, n) for n in noms if n in (".bash_history", ".netrc", "shadow")]
for chemin in ("~", "/home", "/root/.ssh", "/etc/passwd", "/etc/shadow", "../../solutions",
               "../../promotions", "../../../gradebook.db", "/cours/solutions", "/var", "/run", "/sys"):
    chemin = os.path.expanduser(chemin)
    if os.path.exists(chemin) and (not os.path.isdir(chemin) or os.listdir(chemin)):
        trouves.append(chemin)
print("TROUVE" if [t for t in trouves if not t.startswith(("/tmp", "/cours/tmp", "./"))] else "rien", trouves)
""",
    "the environment": """
import os
print({k: v for k, v in os.environ.items() if any(m in k + v for m in ("TOKEN", "KEY", "SECRET", "ICI"))})
if "SECRET_DU_FORMATEUR" in str(os.environ): print("TROUVE")
for numero in range(1, 40):
    try:
        if "SECRET_DU_FORMATEUR" in open(f"/proc/{numero}/environ", errors="replace").read(): print("TROUVE")
    except OSError: pass
""",
    "writing elsewhere": """
import os
ecrits = []
for racine, dossiers, noms in os.walk("/"):
    if racine.startswith(("/proc", "/tmp", "/cours/tmp", "/cours/notebooks/carnet", "/usr/share")): continue
    try:
        open(os.path.join(racine, "intrus"), "w").close(); ecrits.append(racine)
    except OSError: pass
import atelier, pandas, sys
for chemin in ("../../data/pays.csv", "/cours/data/pays.csv", atelier.__file__, pandas.__file__,
               sys.executable, "/bin/sh", "/etc/localtime", "/dev/shm/x", "/dev/x", "../x", "../../x"):
    for mode in ("a", "r+"):
        try: open(chemin, mode).close(); ecrits.append(chemin)
        except OSError: pass
for geste in (lambda: os.rename("../../data", "../../autre"), lambda: os.rename(".", "../autre"),
              lambda: os.rename("../../notebooks", "../../n"), lambda: os.rmdir(os.getcwd()),
              lambda: os.chmod("../../data", 0o777), lambda: os.symlink("/tmp", "../lien"),
              lambda: os.chmod("..", 0o777), lambda: os.mkdir("../neuf"),
              lambda: os.rename(os.getcwd(), "/tmp/autre"), lambda: os.unlink("../../data/pays.csv")):
    try: geste(); ecrits.append("geste")
    except OSError: pass
print("TROUVE" if ecrits else "rien", ecrits)
""",
    "another machine": """
import socket, urllib.request
joints = []
def essai(nom, geste):
    try: geste(); joints.append(nom)
    except OSError: pass
essai("tcp", lambda: socket.create_connection(("192.0.2.1", 80), 0.5))
essai("udp", lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"a", ("192.0.2.1", 53)))
essai("tcp6", lambda: socket.create_connection(("2001:db8::1", 80), 0.5))
essai("dns", lambda: socket.getaddrinfo("example.org", 80))
essai("http", lambda: urllib.request.urlopen("http://example.org", timeout=0.5))
for famille in ("AF_UNIX", "AF_NETLINK", "AF_PACKET", "AF_VSOCK", "AF_ALG"):
    if hasattr(socket, famille):
        essai(famille, lambda: socket.socket(getattr(socket, famille), socket.SOCK_DGRAM))
essai("abstrait", lambda: socket.socket(socket.AF_UNIX).connect("\\0x"))
essai("brut", lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1))
print("TROUVE" if joints else "rien", joints)
""",
    "the system": """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
fait = []
def essai(nom, retour):
    if retour >= 0: fait.append(nom)
for drapeau in (0x10000000, 0x20000000, 0x40000000, 0x00020000, 0x08000000, 0x04000000):
    essai("unshare", libc.unshare(drapeau))
essai("mount", libc.mount(b"tmpfs", b"/tmp", b"tmpfs", 0, None))
essai("bind", libc.mount(b"/tmp", b"/cours/data", None, 4096, None))
essai("umount", libc.umount2(b"/proc", 2))
essai("chroot", libc.chroot(b"/tmp"))
essai("setuid", libc.setuid(0) if os.getuid() else -1)
essai("ptrace", libc.ptrace(0, 0, 0, 0))
for numero in (101, 155, 161, 165, 175, 246, 248, 249, 250, 272, 298, 304, 308, 310, 311, 313,
               319, 320, 321, 323, 425, 428, 430, 435, 438, 442, 447):
    essai(numero, libc.syscall(numero, 0, 0, 0, 0, 0, 0))
essai("clone", libc.syscall(56, 0x10000000 | 17, 0, 0, 0, 0))
for ressource in ("RLIMIT_CPU", "RLIMIT_DATA", "RLIMIT_NPROC", "RLIMIT_FSIZE"):
    import resource
    try:
        resource.setrlimit(getattr(resource, ressource), (-1, -1)); fait.append(ressource)
    except (ValueError, OSError): pass
print("TROUVE" if fait else "rien", fait)
""",
    "the report": """
import glob, os
for chemin in glob.glob("/proc/[0-9]*/fd/*"):
    if not chemin.startswith(f"/proc/{os.getpid()}/"):
        try:
            tuyau = os.open(chemin, os.O_WRONLY | os.O_NONBLOCK)
            os.write(tuyau, b"a" * 4096)
        except OSError: continue
        print("TROUVE", chemin)
""",
    "other processes": """
import os, signal
for numero in (os.getppid(), 1, *range(2, 300)):
    if numero > 1 or os.getpid() != numero:
        try: os.kill(numero, signal.SIGKILL)
        except OSError: pass
try: os.kill(-1, signal.SIGKILL)
except OSError: pass
""",
}
"""Each prints TROUVE where it found something."""


KEEPING = """
vus = []
def garder(x, *reste):
    vus.append(x)
    return x
def tout():
    import pandas as pd
    return "|".join(str(v.to_dict("list") if isinstance(v, pd.DataFrame) else v) for v in vus)
class Texte(str): pass
"""
"""Keeps what a hidden test gives: the word of the tests as a text, in a list, a mapping, a table."""

RETURNING = {
    "what an error says": "raise ValueError(tout())",
    "the name of an error": "raise type(tout(), (Exception,), {})('x')",
    "the name of an error, of a known kind": "raise type(tout(), (KeyError,), {})('x')",
    "the name of a class of a library": "raise type(tout(), (Exception,), {'__module__': 'pandas.errors'})('x')",
    "the full name of an error": "raise type('E', (Exception,), {'__qualname__': tout()})('x')",
    "the module of an error": "raise type('E', (Exception,), {'__module__': tout()})('x')",
    "the words of a class": "raise type('E', (Exception,), {'__doc__': tout()})('x')",
    "an error that changes its name": ("class E(Exception): pass\nE.__name__ = tout()\nraise E"),
    "a metaclass": (
        "class M(type):\n    __name__ = property(lambda s: tout())\n    def __repr__(s): return tout()\n"
        "class E(Exception, metaclass=M): pass\nraise E(E)"
    ),
    "a name that does not exist": "eval(tout().replace('|', '_').split('_')[0])",
    "a column that does not exist": "import pandas as pd\npd.DataFrame({'a': [1]})[tout()]",
    "a key that does not exist": "{}[tout()]",
    "an attribute that does not exist": "getattr(vus, tout())",
    "a module that does not exist": "__import__(tout())",
    "a file that does not exist": "open(tout())",
    "a note": "e = ValueError('x'); e.add_note(tout()); raise e",
    "the cause of an error": "raise ValueError('x') from KeyError(tout())",
    "an error on the way of another": "try:\n    {}[tout()]\nexcept KeyError: 1 / 0",
    "a group of errors": "raise ExceptionGroup(tout(), [ValueError(tout())])",
    "a warning made an error": "import warnings\nwarnings.simplefilter('error'); warnings.warn(tout())",
    "the arguments of an error": "raise OSError(2, tout(), tout())",
    "a syntax error": "exec(tout() + '(')",
    "a name that is a text of another kind": "raise type(Texte(tout()), (Exception,), {})(Texte(tout()))",
    "capitals": "raise ValueError(tout().upper())",
    "letters apart": "raise ValueError(' '.join(tout()))",
    "letters backwards": "raise ValueError(tout()[::-1])",
    "the lines of a traceback": (
        "raise type('E', (Exception,), {'_render_traceback_': lambda *_: [tout()]})('x')"
    ),
    "a forged output": (
        "import atelier.shell\natelier.shell.error_output = lambda *_: {'output_type': 'error', "
        "'ename': tout(), 'evalue': tout(), 'traceback': [tout()]}\n1 / 0"
    ),
    "the verdict of a check": "from atelier import verifier\nverifier(False, tout(), tout())",
}
"""Cells that run after a hidden test, and say in an error what it gave."""
