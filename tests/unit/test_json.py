"""`--json`: the same summaries for machines, one object on standard output and nothing else."""

import io
import json
import os
import sys

import pytest
from handins import packed, send
from tiny_course import MODULE, make_course

from atelier import trainer
from atelier.arguments import COMMANDS
from atelier.cli import main
from atelier.course import load_course
from atelier.errors import COULD_NOT, INTERRUPTED, OK, PROBLEMS
from atelier.grading.feedback import Feedback
from atelier.grading.machine import feedback_facts, grading_facts, report_facts
from atelier.grading.outcome import FAILED, GRADED, UNCHANGED, Grading, Outcome
from atelier.grading.report import Hurdle, Report
from atelier.grading.results import WRONG, Class, ExerciseResult, Result

TRAINERS = ["collecter", "corriger", "retours", "bilan", "exemple"]


@pytest.fixture
def course(tmp_path, monkeypatch):
    root = make_course(tmp_path / "cours")
    monkeypatch.setenv("ATELIER_COURS", str(root))
    return load_course(root)


@pytest.fixture
def said(capsys, tmp_path):
    """Return what calls a verb with `--json`, checks its status and returns the object it said."""

    def call(status, *words):
        assert main([*map(str, words), "--json"]) == status
        written = capsys.readouterr().out
        assert written.endswith("}\n")
        return json.loads(written)

    return call


def test_every_trainers_verb_speaks_json():
    options = {
        name: {name for part in command.arguments for name in part.names}
        for name, command in COMMANDS.items()
    }
    assert {name for name in COMMANDS if "--json" in options[name]} == set(TRAINERS)
    assert {name for name in COMMANDS if "--gradebook" in options[name]} == {
        "corriger",
        "retours",
        "bilan",
        "ouvrir",
    }


def test_what_was_collected_is_one_object(course, said, tmp_path):
    (tmp_path / "reçus").mkdir()
    (tmp_path / "promo").mkdir()
    deadline = f'[echeances]\n"{MODULE}" = 2026-03-02T17:59:00+00:00\n'
    (tmp_path / "promo/promotion.toml").write_text(deadline, encoding="utf-8")
    send(tmp_path / "reçus", "a.zip", packed(course))
    send(tmp_path / "reçus", "photo.jpg", b"x")
    facts = said(PROBLEMS, "collecter", tmp_path / "reçus", "--promotion", tmp_path / "promo")
    assert facts == {
        "promotion": str(tmp_path / "promo"),
        "remises": [
            {
                "participant": "aicha-kone",
                "nom": "Aïcha Koné",
                "module": MODULE,
                "date": "2026-03-02T18:00:00+00:00",
                "complet": False,
                "manque": ["sans réponse : double", "sans journal.csv"],
                "retard": 60,
                "heure_sur_parole": False,
                "remarques": [],
            }
        ],
        "fichiers": [
            {
                "fichier": "a.zip",
                "accepte": True,
                "etat": "compte",
                "doute": "",
                "raison": "",
                "participant": "aicha-kone",
                "nom": "Aïcha Koné",
                "module": MODULE,
                "date": "2026-03-02T18:00:00+00:00",
                "garde": True,
            },
            {
                "fichier": "photo.jpg",
                "accepte": False,
                "etat": "refuse",
                "doute": "",
                "raison": "ni une remise (.zip), ni un carnet (.ipynb)",
                "participant": "",
                "nom": "",
                "module": "",
                "date": "",
                "garde": True,
            },
        ],
        "recus": 1,
        "ecartes": 0,
        "refuses": 1,
        "a_confirmer": [],
    }


def test_what_waits_is_data_in_every_verb_until_it_is_set_aside(course, said, tmp_path):
    (tmp_path / "reçus").mkdir()
    promo = ("--promotion", tmp_path / "promo")
    send(tmp_path / "reçus", "a.zip", packed(course, token="a1"))
    forged = send(tmp_path / "reçus", "x.zip", packed(course, answer="habitants = 666"))
    facts = said(PROBLEMS, "collecter", tmp_path / "reçus", *promo)
    assert [(one["etat"], one["accepte"]) for one in facts["fichiers"]] == [
        ("compte", True),
        ("a-confirmer", False),
    ]
    (kept,) = (tmp_path / "promo/recus").glob("*_x.zip")
    waiting = {
        "participant": "aicha-kone",
        "nom": "Aïcha Koné",
        "module": MODULE,
        "fichier": "x.zip",
        "chemin": str(kept),
        "doute": "sans le jeton de ses remises",
    }
    assert facts["a_confirmer"] == [waiting]
    for verb in ("bilan", "retours"):
        assert said(OK, verb, *promo)["a_confirmer"] == [waiting]
    facts = said(OK, "collecter", forged, "--ecarter", *promo)
    assert (facts["a_confirmer"], facts["ecartes"]) == ([], 1)


def test_the_example_the_pages_and_the_report_are_objects(course, said, tmp_path):
    promo = ("--promotion", tmp_path / "promo")
    example = said(OK, "exemple", *promo)
    assert (len(example["fichiers"]), example["dossier"]) == (
        20,
        str(tmp_path / "promo" / "a-collecter"),
    )
    assert said(OK, "collecter", example["dossier"], *promo)["recus"] == 20
    pages = said(OK, "retours", *promo)
    assert (pages["retours"], len(pages["pas_corriges"])) == ([], 20)
    (group,) = said(OK, "bilan", *promo)["modules"]
    assert (group["module"], group["participants"], len(group["pas_corriges"])) == (MODULE, [], 20)


def test_what_was_graded_is_counted_with_its_causes():
    outcomes = (
        Outcome("awa", "Awa", MODULE, GRADED),
        Outcome("koffi", "Koffi", MODULE, UNCHANGED),
        Outcome("divine", "Divine", MODULE, FAILED, "le carnet n’est pas lisible"),
    )
    facts = grading_facts(Grading(outcomes, ("un avis",), 1.23456))
    assert (facts["corriges"], facts["inchanges"], facts["echecs"]) == (1, 1, 1)
    assert facts["corrections"][2]["cause"] == "le carnet n’est pas lisible"
    assert (facts["avis"], facts["secondes"]) == (["un avis"], 1.235)
    assert json.loads(json.dumps(facts)) == facts


def test_marks_and_hurdles_are_in_the_report(course, tmp_path):
    exercise = ExerciseResult("Compter", "habitants", "Exercice 1", 0.5, 2.0, WRONG, "Relisez.")
    result = Result("awa", "Awa", MODULE, (exercise,), ("un avis",))
    group = Class(course.module(MODULE), (result,), ("Koffi",))
    hurdle = Hurdle("E1 Exercice 1", 1, 0, 1, "Relisez.")
    facts = report_facts(Report((group,), (hurdle,), (hurdle,), tmp_path / "bilan.csv"))
    (module,) = facts["modules"]
    assert module["participants"][0]["points"] == 0.5
    assert module["participants"][0]["exercices"][0]["etat"] == WRONG
    assert module["pas_corriges"] == ["Koffi"]
    assert facts["exercices"] == [
        {"titre": "E1 Exercice 1", "manque": 1, "a_commencer": 0, "total": 1}
    ]
    assert facts["meprises"][0]["issue"] == "Relisez."
    assert json.loads(json.dumps(facts)) == facts


def test_a_page_is_named_with_its_person_and_its_message(tmp_path):
    page = tmp_path / "awa" / MODULE / "page.html"
    (facts,) = feedback_facts(Feedback((page,), (), tmp_path))["retours"]
    assert (facts["participant"], facts["module"]) == ("awa", MODULE)
    assert facts["message"] == str(page.with_name("message.txt"))


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["bilan", "--promotion", "absente"], "n’existe pas encore"),
        (["bilan", "99-rien"], "aucun module du cours ne porte ce nom"),
        (["collecter", "absent", "--promotion", "promo"], "absent » n’existe pas"),
        (["collecter"], "il manque : DOSSIER"),
        (["bilan", "--vite"], "arguments inconnus : --vite"),
    ],
)
def test_an_error_is_an_object_too(course, said, monkeypatch, tmp_path, words, wanted):
    monkeypatch.chdir(tmp_path)
    (course.root / "promotions/exemple").mkdir(parents=True)
    facts = said(COULD_NOT, *words)
    assert list(facts) == ["erreur"]
    assert wanted in facts["erreur"]


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (KeyboardInterrupt(), INTERRUPTED),
        (OSError(28, "full", "x"), COULD_NOT),
        (ValueError("a detail"), COULD_NOT),
    ],
)
def test_what_nobody_foresaw_is_an_object_too(said, monkeypatch, tmp_path, failure, status):
    def fail(**_):
        raise failure

    monkeypatch.setattr(trainer, "report", fail)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    facts = said(status, "bilan")
    assert list(facts) == ["erreur"]
    assert "a detail" not in facts["erreur"]


class Keyboard(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(("json_too", "collected"), [(False, True), (True, False)])
def test_a_person_is_asked_and_a_machine_never(
    course, capsys, monkeypatch, tmp_path, json_too, collected
):
    (tmp_path / "reçus").mkdir()
    data = (course.released / MODULE / "90-essai.ipynb").read_bytes()
    send(tmp_path / "reçus", "travail.ipynb", data)
    monkeypatch.setattr(sys, "stdin", Keyboard("Awa Karité\n"))
    words = ["collecter", str(tmp_path / "reçus"), "--promotion", str(tmp_path / "promo")]
    status = main(words + ["--json"] * json_too)
    heard = capsys.readouterr()
    assert ("De qui vient « travail.ipynb »" in heard.err) is collected
    assert status == (OK if collected else PROBLEMS)
    assert "De qui vient" not in heard.out


def test_the_gradebooks_address_reaches_the_cohort(course, monkeypatch, tmp_path):
    heard = []
    monkeypatch.setattr(
        "atelier.grading.report.report", lambda course, cohort, modules: heard.append(cohort)
    )
    monkeypatch.setattr("atelier.grading.report.render_report", lambda summary: "")
    (tmp_path / "promo").mkdir()
    promo = ["--promotion", str(tmp_path / "promo")]
    assert main(["bilan", *promo, "--gradebook", "postgresql+psycopg2://a:b@c/d"]) == OK
    assert main(["bilan", *promo]) == OK
    assert [cohort.address for cohort in heard] == ["postgresql+psycopg2://a:b@c/d", ""]


def test_formgrader_hears_the_gradebooks_address(monkeypatch):
    monkeypatch.setenv("ATELIER_GRADEBOOK", "")
    monkeypatch.setattr("atelier.launch.open_lab", lambda *_, **__: OK)
    assert main(["ouvrir", "--gradebook", "postgresql://a@b/c"]) == OK
    assert os.environ["ATELIER_GRADEBOOK"] == "postgresql://a@b/c"
