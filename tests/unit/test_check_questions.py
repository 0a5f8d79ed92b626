"""`atelier valider` names what is not in order in a question bank, and how to repair it."""

import re

import pytest
from tiny_course import make_course

from atelier.check.structure import check_structure
from atelier.course import CourseError, load_course

PLACE = "solutions/90-essai/questions.toml"

CHOICE = """
[[questions]]
id = "{form}-analyser-1"
forme = "{FORM}"
paire = "analyser-1"
competence = "analyser"
genre = "choix"
texte = "Combien ?"

[[questions.options]]
texte = "Un {form}"
juste = true
explication = "Un est le bon compte."

[[questions.options]]
texte = "Deux"
meprise = "total-de-tous"
explication = "Deux, c’est le total de tous."

[[questions.options]]
texte = "Trois"
meprise = "texte-et-nombre"
explication = "Trois est écrit comme un texte."
"""
CODE = """
[[questions]]
id = "{form}-analyser-2"
forme = "{FORM}"
paire = "analyser-2"
competence = "analyser"
genre = "code"
texte = "La somme."
depart = ""
solution = "sum(valeurs)"
explication = "La somme additionne les valeurs."

[[questions.essais]]
valeurs = "[1, 2]"

[[questions.essais]]
valeurs = "[4]"

[[questions.pieges]]
code = "len(valeurs)"
meprise = "total-de-tous"
"""
BANK = "".join(
    text.format(form=form.lower(), FORM=form) for text in (CHOICE, CODE) for form in ("A", "B")
)


@pytest.fixture
def root(tmp_path):
    return make_course(tmp_path / "cours")


def said(root, bank=BANK, facts=""):
    (root / PLACE).write_text(bank, encoding="utf-8")
    module = root / "solutions/90-essai/module.toml"
    module.write_text(facts + module.read_text(encoding="utf-8"), encoding="utf-8")
    try:
        return [str(problem) for problem in check_structure(load_course(root))]
    except CourseError as error:
        return [str(problem) for problem in error.problems]


def test_a_bank_in_order_has_no_problems(root):
    assert [] == said(root)


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ('"a-analyser-1"', '"a-analyser-9"', "le nom ne dit pas la forme et la paire"),
        ('"a-analyser-1"', '"b-analyser-1"', "« b-analyser-1 » employé 2 fois"),
        ('genre = "choix"', 'genre = "dessin"', "« genre » vaut 'dessin'"),
        ('texte = "Combien ?"', "texte = 3", "« texte » est un nombre entier"),
        ('texte = "Combien ?"', 'textes = "Combien ?"', "clé inconnue « textes »"),
        ("juste = true\n", "", "0 option(s) juste(s)"),
        ('meprise = "total-de-tous"', 'meprise = "inventee"', "« inventee » n’est pas dans"),
        ('meprise = "total-de-tous"', "juste = true", "2 option(s) juste(s)"),
        ("juste = true", 'meprise = "texte-et-nombre"', "0 option(s) juste(s)"),
        ('"Un est le bon compte."', '"Un."', "l’explication est trop courte"),
        ('texte = "Deux"', 'texte = " Trois "', "deux textes sont égaux"),
        ('competence = "analyser"', 'competence = "voler"', "n’est pas celle de la paire"),
        ('paire = "analyser-1"', 'paire = "analyser-7"', "ce nom de paire ne convient pas"),
        ('forme = "A"', 'forme = "C"', "« forme » vaut 'C'"),
        ('solution = "sum(valeurs)"', 'solution = "sum(valeur)"', "NameError"),
        ('solution = "sum(valeurs)"', 'solution = "len(valeurs)"', "est compté juste"),
        ('valeurs = "[4]"', 'nombres = "[4]"', "n’ont pas les mêmes noms"),
        (
            '"len(valeurs)"\nmeprise = "total-de-tous"',
            '"sum(valeurs)"\nmeprise = "total-de-tous"',
            "est compté juste",
        ),
        ("[[questions]]", "[questions]", "ce fichier ne se lit pas"),
        (CODE.format(form="b", FORM="B"), "", "paire analyser-2 : 1 question(s)"),
        (CHOICE.format(form="b", FORM="B"), "", "paire analyser-1 : 1 question(s)"),
    ],
)
def test_what_is_not_in_order_is_named(root, before, after, wanted):
    assert before in BANK
    assert re.search(re.escape(wanted), "\n".join(said(root, BANK.replace(before, after, 1))))


def test_both_members_of_a_pair_aim_at_the_same_misconceptions(root):
    bank = BANK.replace('meprise = "texte-et-nombre"', 'meprise = "fonction-sans-return"', 1)
    assert any("paire analyser-1 : les méprises" in text for text in said(root, bank))


def test_a_misconception_that_only_the_bank_shows_counts_as_shown_by_its_module(root):
    bank = BANK.replace("texte-et-nombre", "seulement-ici")
    with (root / "course.toml").open("a", encoding="utf-8") as file:
        file.write('[meprises.seulement-ici]\nnom = "x"\nsortie = "y"\nmodules = ["90-essai"]\n')
    assert [] == said(root, bank)


ASKED = '[questionnaire]\nforme = "A"\n'


def asking(root, facts):
    module = root / "solutions/90-essai/module.toml"
    text = module.read_text(encoding="utf-8").replace('produits = ["journal.csv"]', facts)
    module.write_text(text.replace("[[carnets]]", f"{ASKED}\n[[carnets]]"), encoding="utf-8")
    return said(root)


def test_a_questionnaire_must_be_handed_in_and_graded(root):
    problems = "\n".join(asking(root, 'produits = ["journal.csv"]'))
    assert "reponses_a.json ne serait pas corrigé" in problems
    assert "aucun carnet ne relit les réponses" in problems


def test_what_is_read_again_must_be_produced(root):
    problems = "\n".join(asking(root, 'produits = []\nrelus = ["reponses_a.json"]'))
    assert "« relus » nomme reponses_a.json, que « produits » ne nomme pas" in problems


def test_a_questionnaire_without_a_bank_is_named(root):
    module = root / "solutions/90-essai/module.toml"
    text = module.read_text(encoding="utf-8").replace("[[carnets]]", f"{ASKED}\n[[carnets]]")
    module.write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match=r"solutions/90-essai/questions.toml n’existe pas"):
        load_course(root)
