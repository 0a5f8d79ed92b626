"""The verbs of `atelier` and what each takes, in French: a table, and the parser made of it."""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from atelier.invocation import LAUNCHER

FRENCH = {
    "usage: ": "usage : ",
    "positional arguments": "arguments",
    "options": "options",
    "show this help message and exit": "montrer cette aide",
    "the following arguments are required: %s": "il manque : %s",
    "unrecognized arguments: %s": "arguments inconnus : %s",
    "expected one argument": "une valeur est attendue",
    "expected at least one argument": "au moins une valeur est attendue",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s : %(message)s",
    "invalid %(type)s value: %(value)r": "valeur impossible : %(value)r",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "« %(value)s » n’existe pas ; choisissez parmi : %(choices)s"
    ),
}
"""What argparse says, in French."""


@dataclass(frozen=True)
class Argument:
    """One argument of a verb, as argparse takes it."""

    names: tuple[str, ...]
    options: dict


@dataclass(frozen=True)
class Command:
    """A verb: what it does in one line, an example, its arguments.

    `run`: the module of this package and the function that do it.
    """

    help: str
    example: str
    run: str
    arguments: tuple[Argument, ...] = ()


def argument(*names: str, **options) -> Argument:
    """Return one argument of a verb."""
    return Argument(names, options)


def port(text: str) -> int:
    """Return a port number that a person may use. Raises `ArgumentTypeError` for another text."""
    if not (text.isascii() and text.isdigit() and 1024 <= int(text[:9]) <= 65535):
        raise argparse.ArgumentTypeError(f"« {text} » : choisissez un nombre de 1024 à 65535")
    return int(text)


def hands(text: str) -> int:
    """Return how many notebooks to run at a time. Raises `ValueError` for an absurd number."""
    number = int(text)
    if not 1 <= number <= 64:
        raise ValueError(number)
    return number


MODULE = argument("module", metavar="MODULE", help="nom d’un module, par exemple 03-nettoyer")
MODULES = argument(
    "modules", metavar="MODULE", nargs="*", help="modules concernés (tous, si aucun n’est nommé)"
)
COHORT = argument(
    "--promotion",
    metavar="DOSSIER",
    type=Path,
    help="dossier de la promotion (promotions/exemple si rien n’est dit)",
)
GRADEBOOK = argument(
    "--gradebook",
    metavar="URL",
    default="",
    help="cahier de notes sur un serveur, par exemple "
    "postgresql+psycopg2://NOM:MOTDEPASSE@SERVEUR/BASE",
)
JSON = argument(
    "--json",
    dest="as_json",
    action="store_true",
    help="écrire le résumé pour une machine, en JSON",
)

COMMANDS = {
    "ouvrir": Command(
        "ouvrir le cours dans JupyterLab, en français",
        "ouvrir --sans-navigateur",
        "commands.open_course",
        (
            argument(
                "--sans-navigateur", action="store_true", help="donner l’adresse, sans l’ouvrir"
            ),
            argument("--port", type=port, metavar="N", help="numéro de port, de 1024 à 65535"),
            argument(
                "--promotion",
                metavar="DOSSIER",
                type=Path,
                help="pour les formateurs : ouvrir aussi le carnet de notes de cette promotion",
            ),
            GRADEBOOK,
            argument(
                "--tout",
                action="store_true",
                help="pour les auteurs : montrer aussi solutions/ et les autres dossiers",
            ),
        ),
    ),
    "rendre": Command(
        "préparer un module à remettre : un seul petit fichier",
        'rendre 03-nettoyer --nom "Prénom Nom"',
        "commands.hand_in",
        (
            MODULE,
            argument("--nom", metavar="NOM", help="votre prénom et votre nom (la première fois)"),
        ),
    ),
    "portail": Command(
        "ouvrir le portail d’entraînement : chercher et publier comme sur openAFRICA, hors ligne",
        "portail --port 5010",
        "commands.open_portal",
        (
            argument("--port", type=port, metavar="N", help="numéro de port, de 1024 à 65535"),
            argument(
                "--profil",
                choices=("coeur", "hdx"),
                default="coeur",
                metavar="PROFIL",
                help="coeur (openAFRICA), ou hdx, qui demande aussi ce que demande HDX",
            ),
            argument(
                "--donnees",
                metavar="DOSSIER",
                type=Path,
                help="où garder ce que l’on publie (.atelier/portail si rien n’est dit)",
            ),
            argument(
                "--vide",
                action="store_true",
                help="sans catalogue de départ ni participant : pour essayer un outil",
            ),
            argument(
                "--jeton-admin",
                metavar="FICHIER",
                type=Path,
                help="écrire dans ce fichier la clé d’une personne qui administre le portail",
            ),
            argument(
                "--installer",
                action="store_true",
                help="installer ce qu’il faut pour publier depuis un carnet, sans rien ouvrir",
            ),
        ),
    ),
    "construire": Command(
        "refaire tout ce qui dérive des sources (solutions/ → notebooks/, tableaux, listes)",
        "construire --controle",
        "commands.build",
        (
            argument(
                "--controle", action="store_true", help="ne rien écrire ; dire ce qui diffère"
            ),
            argument(
                "--executer",
                metavar="MODULE",
                nargs="+",
                help="exécuter d’abord les solutions de ces modules",
            ),
        ),
    ),
    "valider": Command(
        "vérifier toutes les règles du cours et exécuter tous les carnets",
        "valider 03-nettoyer --tous-les-pays",
        "commands.validate",
        (
            MODULES,
            argument("--rapide", action="store_true", help="la forme seulement, sans exécuter"),
            argument(
                "--tous-les-pays",
                action="store_true",
                help="essayer les exercices pour les 26 pays, et non pour l’échantillon",
            ),
        ),
    ),
    "nouveau": Command(
        "créer un module, ou ajouter un exercice à un module",
        "nouveau 04-analyser taux-pour-cent-mille",
        "commands.scaffold",
        (
            MODULE,
            argument("exercice", metavar="EXERCICE", nargs="?", help="nom du nouvel exercice"),
        ),
    ),
    "collecter": Command(
        "ranger les travaux reçus dans le dossier de la promotion",
        "collecter Téléchargements --promotion promotions/dakar-2027",
        "trainer.collect",
        (
            argument(
                "sources",
                metavar="DOSSIER",
                nargs="+",
                type=Path,
                help="dossiers ou fichiers reçus",
            ),
            COHORT,
            argument(
                "--participant",
                metavar="NOM",
                help="de qui viennent ces fichiers ; confirme ceux qui attendent",
            ),
            argument(
                "--plateforme",
                action="store_true",
                help="ce téléchargement de Moodle ou de nbgrader, je l’ai fait : "
                "les noms de ses dossiers sont sûrs",
            ),
            argument(
                "--ecarter",
                action="store_true",
                help="ces fichiers ne comptent pas, ou plus ; ce qu’ils remplaçaient compte",
            ),
            JSON,
        ),
    ),
    "corriger": Command(
        "corriger ce qui est nouveau ou a changé",
        "corriger 03-nettoyer --promotion promotions/dakar-2027",
        "trainer.grade",
        (
            MODULES,
            COHORT,
            GRADEBOOK,
            argument("--tout", action="store_true", help="corriger tout de nouveau"),
            argument(
                "--processus",
                metavar="N",
                type=hands,
                default=0,
                help="carnets corrigés en même temps (autant que de processeurs, si rien n’est dit)",
            ),
            argument(
                "--dask",
                metavar="ADRESSE",
                help="corriger sur une grappe Dask : tcp://MACHINE:8786",
            ),
            argument(
                "--sans-bac-a-sable",
                action="store_true",
                help="accepter, pour cette promotion, de corriger sans bac à sable s’il n’y en a pas",
            ),
            JSON,
        ),
    ),
    "retours": Command(
        "écrire pour chaque participant une page de retour, en français",
        "retours 03-nettoyer --promotion promotions/dakar-2027",
        "trainer.feedback",
        (MODULES, COHORT, GRADEBOOK, JSON),
    ),
    "bilan": Command(
        "montrer les notes, et les exercices que la plupart n’ont pas réussis",
        "bilan 03-nettoyer --promotion promotions/dakar-2027",
        "trainer.report",
        (MODULES, COHORT, GRADEBOOK, JSON),
    ),
    "exemple": Command(
        "fabriquer une promotion d’exemple de vingt participants fictifs",
        "exemple --promotion promotions/exemple",
        "trainer.example",
        (COHORT, JSON),
    ),
}


class Misused(Exception):
    """A command line that cannot be understood; the text says why, in French."""


class Parser(argparse.ArgumentParser):
    """A parser that raises `Misused` instead of ending the program."""

    def error(self, message: str) -> NoReturn:
        """Raise what argparse would print."""
        raise Misused(f"{self.format_usage()}{self.prog} : {message}")


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of all verbs, speaking French."""
    argparse._ = lambda text: FRENCH.get(text, text)  # argparse's own hook for translations
    parser = Parser(
        prog=LAUNCHER,
        allow_abbrev=False,
        description="L’atelier du cours « OpenData Médias 2 ».",
        epilog=f"Aide d’un verbe : {LAUNCHER} VERBE --help",
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERBE", required=True, title="verbes")
    for name, command in COMMANDS.items():
        verb = verbs.add_parser(
            name,
            help=command.help,
            description=command.help[0].upper() + command.help[1:] + ".",
            epilog=f"Exemple : {LAUNCHER} {command.example}",
            allow_abbrev=False,
        )
        for part in command.arguments:
            verb.add_argument(*part.names, **part.options)
    return parser
