"""The command `atelier`: parses, calls, prints. Everything else is imported when it is needed."""

import contextlib
import errno
import importlib
import json
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from atelier.arguments import COMMANDS, Misused, make_parser
from atelier.course import CourseError
from atelier.errors import COULD_NOT, INTERRUPTED, OK, UserError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; return its exit status.

    With `--json`, what goes wrong is an object too, on standard output: `{"erreur": "…"}`.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    as_json = "--json" in arguments

    def complain(text: object) -> None:
        if as_json:
            print(json.dumps({"erreur": str(text).strip()}, ensure_ascii=False))
        else:
            print(text, file=sys.stderr)

    for name in ("SIGTERM", "SIGHUP"):  # a closed terminal interrupts as Ctrl-C does
        with contextlib.suppress(AttributeError, ValueError):  # Windows; not the main thread
            signal.signal(getattr(signal, name), signal.default_int_handler)
    try:
        return _run(arguments)
    except (UserError, Misused) as error:
        complain(error)
    except CourseError as error:
        complain("\n".join(map(str, error.problems)))
    except KeyboardInterrupt:
        complain("\nInterrompu. Rien n’est perdu : relancez la même commande.")
        return INTERRUPTED
    except BrokenPipeError:  # `atelier bilan | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except OSError as error:
        complain(explain(error))
    except Exception:
        complain(
            "L’atelier s’est arrêté sur une erreur qu’il ne connaît pas. Rien n’est effacé. "
            f"Le détail est dans {keep_traceback()} : joignez-le à votre message aux mainteneurs."
        )
    return COULD_NOT


def _run(arguments: Sequence[str]) -> int:
    given = vars(make_parser().parse_args(arguments))
    command = COMMANDS[given.pop("verb")]
    module, _, name = command.run.partition(".")
    run: Callable[..., int] = getattr(importlib.import_module(f"atelier.{module}"), name)
    return run(**given)


def explain(error: OSError) -> str:
    """Return in French what the system refuses, and the way out."""
    place = f" : {error.filename}" if error.filename else ""
    if isinstance(error, FileNotFoundError):
        return f"Il manque un fichier{place}. Vérifiez son nom, ou téléchargez le cours à nouveau."
    if isinstance(error, PermissionError):
        return (
            f"Le système interdit d’écrire ou de lire{place}. Fermez le programme qui l’emploie, "
            "ou choisissez un autre dossier, puis relancez la même commande."
        )
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"Le disque est plein{place}. Libérez de la place, puis relancez la même commande."
    return f"Le disque ne répond pas{place} (erreur {error.errno}). Relancez la même commande."


def keep_traceback() -> Path:
    """Write the traceback under way into a file of the user's temporary folder; return its path."""
    path = Path(tempfile.gettempdir(), "atelier-erreur.log")
    path.write_text(traceback.format_exc(), encoding="utf-8")
    return path
