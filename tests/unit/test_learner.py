"""What else a notebook imports: the country, the word of success, the lazy names."""

import json
import subprocess
import sys

import pytest

import atelier
from atelier import reussi, verifier_pays
from atelier.learner.reussite import ANSWERS, pack_text, unpack_text
from atelier.learner.verifier import Presque

COUNTRIES = """\
iso3,iso2,nom_fr
SEN,SN,Sénégal
CIV,CI,Côte d’Ivoire
ESH,EH,Sahara occidental
RWA,RW,Rwanda
COG,CG,Congo
CAF,CF,République centrafricaine
COD,CD,République démocratique du Congo
"""


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "pays.csv"
    path.write_text(COUNTRIES, encoding="utf-8")
    return path


@pytest.mark.parametrize("typed", ["SEN", "sen", " Sen "])
def test_a_known_country_is_accepted_in_any_case(table, typed):
    assert verifier_pays(typed, table) == "SEN"


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("SN", 'Vouliez-vous "SEN" (Sénégal) ?'),
        ("Senegal", 'Vouliez-vous "SEN" (Sénégal) ?'),
        ("cote d'ivoire", 'Vouliez-vous "CIV"'),
        ("rca", 'Vouliez-vous "CAF"'),
        ("RDC", 'Vouliez-vous "COD"'),
        ("République du Congo", 'Vouliez-vous "COG"'),
        ("Cotonou", "du cours. Écrivez"),
        ("esh", "aucun chiffre à part pour Sahara occidental"),
        ("XYZ", "data/pays.csv"),
        (221, "data/pays.csv"),
        ("", "data/pays.csv"),
    ],
)
def test_an_unknown_country_is_refused_with_advice(table, typed, advice):
    with pytest.raises(Presque) as caught:
        verifier_pays(typed, table)
    assert advice in caught.value.message


@pytest.fixture
def shown(monkeypatch):
    """Return what `reussi` displays."""

    def show(*arguments):
        bundles = []
        monkeypatch.setattr("IPython.display.display", lambda bundle, raw: bundles.append(bundle))
        reussi(*arguments)
        (bundle,) = bundles
        return bundle

    return show


def test_success_is_said_in_text_and_html(shown):
    assert shown("regions", "Onze variantes.")["text/plain"] == "✔ Exact. Onze variantes."


def test_no_line_of_success_begins_with_a_colon(shown):
    assert "repères\u00a0: une liste" in shown("regions", "Sept repères : une liste.")["text/html"]


def test_success_shows_the_commented_solution_folded_and_escaped(tmp_path, monkeypatch, shown):
    monkeypatch.chdir(tmp_path)
    packed = {"regions": pack_text("a = b < c  # é")}
    ANSWERS.write_text(json.dumps(packed), encoding="utf-8")
    assert "<details>" in shown("regions")["text/html"]
    assert "a = b &lt; c  # é" in shown("regions")["text/html"]


def test_the_commented_solution_is_shown_once_all_parts_are_right(tmp_path, monkeypatch, shown):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("atelier.learner.reussite._done", {})
    ANSWERS.write_text(json.dumps({"cle": pack_text("return texte")}), encoding="utf-8")
    pages = [shown("cle", "", part, 3)["text/html"] for part in (3, 1, 1, 2)]
    assert ["<details>" in page for page in pages] == [False, False, False, True]


@pytest.mark.parametrize("content", ["", "{}", '{"regions": "?"}', "[1]"])
def test_a_damaged_file_of_solutions_does_not_spoil_success(tmp_path, monkeypatch, shown, content):
    monkeypatch.chdir(tmp_path)
    ANSWERS.write_text(content, encoding="utf-8")
    assert "<details>" not in shown("regions")["text/html"]


def test_a_packed_solution_is_not_readable_and_comes_back_whole():
    packed = pack_text("nettoyer = 1")
    assert "nettoyer" not in packed
    assert unpack_text(packed) == "nettoyer = 1"


def test_every_name_for_notebooks_can_be_imported():
    assert all(callable(getattr(atelier, name)) for name in atelier.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="inconnu"):
        atelier.inconnu  # noqa: B018


def test_importing_the_checks_loads_neither_pandas_nor_matplotlib_nor_nbgrader():
    code = (
        "import sys; from atelier import verifier, verifier_reponse, reussi, verifier_pays; "
        "print(sorted({'pandas', 'matplotlib', 'nbgrader', 'nbformat'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(atelier.__path__[0]) + "/.."},
    )
    assert done.stdout.strip() == "[]"
