#!/usr/bin/env python3
"""Set up the course in `.venv`, then run a verb of `atelier`. Standard library only.

The syntax stays within what Python 3.6 parses, so that a Python that is too old can say so.
Exit status: the verb's own; 2 when the installation could not be done; 130 after Ctrl-C.
"""

import contextlib
import hashlib
import os
import re
import runpy
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STATE = ROOT / ".atelier"
LOG = STATE / "installation.log"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
OLDEST, NEWEST = (3, 11), (3, 14)
LONGEST_ROOT = 90  # the longest installed path has 166 characters; Windows stops at 260

HELP = """\
Usage : python3 demarrer.py [VERBE] [OPTIONS]     (sous Windows : py demarrer.py …)

Sans verbe, installe ce qui manque puis ouvre le cours dans JupyterLab.
Le premier démarrage télécharge environ 100 Mo ; les suivants ne téléchargent rien.

  python3 demarrer.py                      ouvrir le cours
  python3 demarrer.py --sans-navigateur    afficher l'adresse du cours, sans ouvrir le navigateur
  python3 demarrer.py portail              ouvrir le portail d'entraînement
  python3 demarrer.py tests                lancer tous les tests (options de pytest acceptées)
  python3 demarrer.py VERBE --help         l'aide d'un verbe

Verbes : {verbs}.
Un dossier « wheelhouse » posé à côté de ce fichier remplace le téléchargement."""

RETRY = ", puis relancez la même commande : elle reprendra où il faut."
INTERNET = "connectez-vous à Internet, ou posez le dossier wheelhouse à côté de demarrer.py"
FAILURES = {  # the first pattern found in the installer's last words names the failure
    r"No space left|Errno 28\b|os error 28\b|WinError 112|os error 112|(?i:quota exceeded)": "Le "
    "disque est plein : libérez au moins 1 Go",
    r"(?i)do not match the hashes|hash mismatch": "Un paquet reçu n'est pas celui attendu (abîmé "
    "ou remplacé en chemin) : changez de connexion, ou recopiez le dossier wheelhouse",
    r"ensurepip|No module named '?venv": "Il manque à ce Python de quoi créer un environnement : "
    "tapez « sudo apt install python3-venv » (Debian, Ubuntu)",
    r"(?i)certificate_verify_failed|invalid peer certificate": "La connexion n'est pas reconnue "
    "comme sûre : vérifiez la date et l'heure de l'ordinateur, ou changez de réseau",
    r"(?i)file name too long|WinError 206|os error 206": "Le chemin du dossier est trop long : "
    "déplacez le dossier, par exemple dans C:\\cours",
    r"(?i)name resolution|getaddrinfo|dns error|failed to lookup|name or service not known"
    r"|unreachable|connection refused|proxy|tunnel": "Pas de connexion : " + INTERNET,
    r"(?i)IncompleteRead|connection (broken|reset|closed|aborted)|time[d -]*out|unexpected eof"
    r"|end of file|error decoding response|incomplete.download|closed connection"
    r"|error sending request|NewConnectionError|RemoteDisconnected": "Le téléchargement a été "
    "coupé : attendez que la connexion revienne",
    r"(?i)no matching distribution|no solution found": "Un paquet est introuvable : si un dossier "
    "wheelhouse est là, recopiez-le en entier, ou retirez-le (Internet servira alors)",
    r"(?i)permission denied|access is denied|read-only file|WinError 5\b|os error (5|13|30)\b": "Le "
    "dossier du cours ne peut pas être modifié : fermez JupyterLab s'il est ouvert, ou copiez le "
    "dossier dans vos Documents",
}
UNKNOWN = "L'installation a échoué : vérifiez la connexion et la place sur le disque"


class SetupError(Exception):
    """The course cannot be set up; the message is a French sentence with the way out."""


def explain(words):
    """Turn an installer's or the system's `words` into one French sentence with the way out."""
    known = (said for trace, said in FAILURES.items() if re.search(trace, words))
    return next(known, UNKNOWN) + RETRY


def check_machine():
    """Refuse a Python or a folder that can never work, before anything is written."""
    mine = tuple(sys.version_info[:2])
    if not OLDEST <= mine <= NEWEST:
        age = "ancien" if mine < OLDEST else "récent"
        problem = "celui-ci ({}.{}) est trop {}".format(mine[0], mine[1], age)
    elif sys.maxsize < 2**32:
        problem = "celui-ci est en version 32 bits"
    elif WINDOWS and len(str(ROOT)) > LONGEST_ROOT:
        message = "Le chemin du dossier a {} caractères, le cours en accepte {} : {}{}"
        move = "déplacez le dossier, par exemple dans C:\\cours"
        raise SetupError(message.format(len(str(ROOT)), LONGEST_ROOT, move, RETRY))
    else:
        return
    way_out = "installez Python 3.13 (64 bits) depuis le site officiel, python.org"
    message = "Le cours demande Python 3.11 à 3.14 en 64 bits et {} : {}{}"
    raise SetupError(message.format(problem, way_out, RETRY))


def known_verbs():
    """Return (verb → group, groups from the lightest to the heaviest, (verb, option) → group)."""
    try:
        facts = runpy.run_path(str(ROOT / "src" / "atelier" / "verbs.py"))
        groups = facts["GROUPS"]
        verbs = {**facts["VERBS"], "tests": groups[-1]}
        options = facts["OPTIONS"]
        complete = all(lock(group).is_file() for group in groups)
    except (OSError, SyntaxError, ValueError, KeyError):
        complete = False
    if not complete:
        raise SetupError("Le dossier du cours est incomplet : téléchargez-le à nouveau.")
    return verbs, groups, options


def lock(group):
    """Return the path of `group`'s list of packages (pinned, with their digests)."""
    return ROOT / "requirements" / (group + ".txt")


def stamp(group):
    """Return the path of the file that says which lock of `group` is installed."""
    return VENV / ("atelier-" + group)


def digest(group):
    """Return what `group`'s stamp must hold: it changes with the lock and the interpreter."""
    if WINDOWS:  # .venv holds a launcher of the Python that pyvenv.cfg names
        config = (VENV / "pyvenv.cfg").read_text(encoding="utf-8")
        interpreter = Path(re.search(r"(?m)^home\s*=\s*(.+?)\s*$", config).group(1))
    else:
        interpreter = PYTHON
    interpreter = os.fsencode(str(interpreter.resolve(strict=True)))
    return hashlib.sha256(lock(group).read_bytes() + interpreter).hexdigest()


def valid(group):
    """Tell whether `group` is installed whole, as its lock says, with a Python that still runs."""
    try:
        return PYTHON.exists() and stamp(group).read_text() == digest(group)
    except (OSError, ValueError, AttributeError):  # a power cut leaves empty or odd files
        return False


def requirements(group, base):
    """Return the entries of `group`'s lock that `base`'s lock (None: nothing) does not hold."""

    def entries(name):
        text = lock(name).read_text(encoding="utf-8")
        return [entry for entry in re.split(r"\n(?=\S)", text.strip()) if entry[0] != "#"]

    held = set(entries(base)) if base else set()
    return [entry for entry in entries(group) if entry not in held]


@contextlib.contextmanager
def alone():
    """Hold the installation for one process; the system frees it when the process dies.

    Yields the open file: an installer that inherits it holds it too, should we be killed.
    """
    STATE.mkdir(exist_ok=True)
    with open(str(STATE / "verrou"), "a") as handle:
        if not held(handle):
            print("Une autre installation est en cours dans ce dossier : patientez…")
            while not held(handle):
                time.sleep(0.3)
        yield handle


def held(handle):
    """Try to lock `handle`; a disk that knows no locks counts as locked."""
    try:
        if WINDOWS:
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True
    return True


class Progress:
    """Say in French how far an installer is, from the lines that it prints.

    On a terminal one line is rewritten; elsewhere (a log) each tenth of the way is written.
    pip names every package; uv only the large ones, then each of its phases.
    """

    total, done, written = 1, 0, 0

    def feed(self, line):
        """Take one `line` of the installer."""
        package = re.match(
            r"(Collecting|Ignoring|Processing) (.*[/\\])?(\w[\w.-]*?)(==|-\d|:)", line
        )
        size = re.match(r"\s*Downloading ([A-Za-z0-9_]+)\S* \(([\d.]+) ?([kKMG])i?B\)", line)
        if package:
            self.done += 1
            self.show(package.group(3))
        elif size:
            name, amount, unit = size.groups()
            self.show("{} ({} {}o)".format(name, amount.replace(".", ","), unit.replace("K", "k")))
        elif re.match(r"Prepared|Installing collected|Installed", line):
            self.done = self.total
            self.show("copie des paquets, derniers préparatifs…")

    def show(self, text):
        """Write how much is done, and `text`."""
        percent = 100 * min(self.done, self.total) // self.total
        if sys.stdout.isatty():
            print("\r" + "  {:3d} %  {}".format(percent, text)[:78].ljust(78), end="", flush=True)
        elif percent >= self.written + 10:
            self.written = percent
            print("  {:3d} %  {}".format(percent, text), flush=True)


def run_step(command, handle, progress):
    """Run one installer `command`, its output in the log; raise SetupError if it fails."""
    environment = dict(os.environ, PYTHONUTF8="1", NO_COLOR="1", UV_COMPILE_BYTECODE_TIMEOUT="600")
    environment.setdefault("UV_HTTP_TIMEOUT", "120")
    inherit = {} if WINDOWS else {"pass_fds": (handle.fileno(),)}
    words = []
    with open(str(LOG), "a", encoding="utf-8") as log:
        log.write("$ {}\n".format(" ".join(command)))
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env=environment,
            **inherit,
        )
        with process:
            for line in process.stdout:
                log.write(line)
                words.append(line)
                progress.feed(line)
    if process.returncode:
        details = " (Détails : {})".format(LOG.relative_to(ROOT))
        raise SetupError(explain("".join(words[-60:])) + details)


def make_venv(uv, handle, progress):
    """Make an empty `.venv`; what stood there is moved away first, then deleted."""
    doomed = ROOT / ".venv.tmp"
    shutil.rmtree(str(doomed), ignore_errors=True)
    if os.path.lexists(str(VENV)):
        VENV.rename(doomed)
        shutil.rmtree(str(doomed), ignore_errors=True)
    if uv:
        command = [uv, "venv", "--quiet", "--no-project", "--python", sys.executable, str(VENV)]
    else:
        command = [sys.executable, "-m", "venv", str(VENV)]
    run_step(command, handle, progress)


def install(group, base, handle):
    """Install `group` into `.venv`, on top of `base` if that is whole, and stamp it."""
    uv = shutil.which("uv")
    wanted = requirements(group, base)
    progress = Progress()
    progress.total = len(wanted)
    LOG.write_text("", encoding="utf-8")
    print("Installation ({}, {} paquets)…".format(group, len(wanted)), flush=True)
    if not base:
        make_venv(uv, handle, progress)
    listed = STATE / "paquets.txt"
    listed.write_text("\n".join(wanted) + "\n", encoding="utf-8")
    if uv:
        command = [uv, "pip", "install", "--python", str(PYTHON), "--compile-bytecode"]
        command += ["--reinstall"] if base else []  # an attempt cut short may have left pieces
    else:
        command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
        command += ["--no-color", "--progress-bar", "off", "--timeout", "60", "--ignore-installed"]
    command += ["--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", str(listed)]
    wheelhouse = ROOT / "wheelhouse"
    if wheelhouse.is_dir():
        command += ["--no-index", "--find-links", str(wheelhouse)]
    run_step(command, handle, progress)
    link_package()
    getattr(os, "sync", lambda: None)()  # a power cut must not leave the stamp without the files
    stamp(group).write_text(digest(group))
    print("\nInstallation terminée." if sys.stdout.isatty() else "Installation terminée.")


def link_package():
    """Make `src` importable in `.venv` by a relative path, which survives a move or an accent."""
    places = [VENV / "Lib"] if WINDOWS else sorted(VENV.glob("lib/python3*"))
    site = places[0] / "site-packages"
    (site / "atelier.pth").write_text(os.path.relpath(str(ROOT / "src"), str(site)) + "\n")


def ensure(group, groups):
    """Install `group` unless it, or a heavier group that holds it, is already there."""
    if any(valid(name) for name in groups[groups.index(group) :]):
        return
    try:
        with alone() as handle:
            present = [name for name in groups if stamp(name).exists()]
            whole = [name for name in present if valid(name)]
            if any(groups.index(name) >= groups.index(group) for name in whole):
                return
            install(group, whole[-1] if whole and whole == present else None, handle)
    except OSError as error:
        raise SetupError(explain("{!r} {}".format(error, error))) from error


def plan(arguments, verbs, groups, options):
    """Return (verb, its arguments, group needed) for the command line's `arguments`."""
    if not arguments or arguments[0].startswith("-"):
        arguments = ["ouvrir", *arguments]
    verb, rest = arguments[0], arguments[1:]
    if verb not in verbs:
        message = "Le verbe « {} » n'existe pas : choisissez parmi {}."
        raise SetupError(message.format(verb, ", ".join(verbs)))
    wanted = [
        verbs[verb],
        *(options[pair] for pair in options if pair[0] == verb and pair[1] in rest),
    ]
    group = max(wanted, key=groups.index)
    if verb != "tests" and {"-h", "--help", "--aide"} & set(rest):
        group = groups[0]
    elif verb == "ouvrir" and any(word.startswith(("--promotion", "--tout")) for word in rest):
        group = max(group, verbs.get("corriger", groups[1]), key=groups.index)
    return verb, rest, group


def hand_over(verb, arguments):
    """Run `verb` in `.venv` with its `arguments` and return its exit status."""
    command = [str(PYTHON), "-m", "atelier", verb, *arguments]
    if verb == "tests":
        os.chdir(str(ROOT))
        command = [str(PYTHON), "-m", "pytest"] + (arguments or ["-n", "auto"])
    if not WINDOWS:
        sys.stdout.flush()
        os.execv(command[0], command)
    process = subprocess.Popen(command)
    while True:  # Ctrl-C is for the verb to answer
        with contextlib.suppress(KeyboardInterrupt):
            return process.wait()


def main(arguments):
    """Set up what the verb in `arguments` needs, run it, return the exit status."""
    try:
        check_machine()
        sys.stdout.reconfigure(errors="replace")
        sys.stderr.reconfigure(errors="replace")
        verbs, groups, options = known_verbs()
        if arguments[:1] in (["-h"], ["--help"], ["--aide"]):
            print(HELP.format(verbs=", ".join(verbs)))
            return 0
        verb, rest, group = plan(arguments, verbs, groups, options)
        ensure(group, groups)
    except SetupError as error:
        print("\n{}".format(error), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        again = "Interrompu : relancez la même commande, l'installation reprendra."
        print("\n" + again, file=sys.stderr)
        return 130
    return hand_over(verb, rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
