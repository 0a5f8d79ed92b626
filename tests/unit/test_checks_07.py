"""What the checks of module 07 compute, and what they say of an answer, without a kernel."""

import csv
import json
import shutil
from collections import defaultdict

import numpy as np
import pandas as pd
import pytest
from checks import SOLUTIONS, checks_of

from atelier.learner.verifier import Presque

MODULE = "07-recenser"
DATA = SOLUTIONS.parent / "data"
SCHEMA = json.loads((SOLUTIONS / MODULE / "inventaire.schema.json").read_text(encoding="utf-8"))
COLUMNS = [field["name"] for field in SCHEMA["fields"]]
QUESTIONS = COLUMNS[2:11]
SPELLINGS = {"o": "oui", "1": "oui", "n": "non", "0": "non", "?": "incertain", "": "incertain"}


@pytest.fixture(scope="module")
def checks():
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(SOLUTIONS / MODULE)
        yield checks_of(MODULE)


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def in_2015():
    return [row for row in rows("godi_jeux.csv") if row["annee"] == "2015"]


def right_score(reponses, bareme):
    return sum(points for question, points in bareme.items() if reponses.get(question) == "oui")


def right_merge(files):
    """Merge the files as the exercise asks."""
    tables = [pd.read_csv(file, dtype=str, keep_default_na=False) for file in files]
    merged = pd.concat(tables, ignore_index=True).fillna("")
    merged["iso3"] = merged["iso3"].str.strip().str.upper()
    merged[QUESTIONS] = merged[QUESTIONS].apply(
        lambda c: c.str.strip().str.lower().replace(SPELLINGS)
    )
    known = merged["iso3"].isin({row["iso3"] for row in rows("pays.csv")})
    latest = (
        merged[known].sort_values("date_constat").drop_duplicates(["iso3", "jeu_code"], keep="last")
    )
    return latest[COLUMNS], merged[~known]


def test_the_marks_of_2015_rank_as_when_they_are_added_one_by_one(checks, in_2015):
    marks = defaultdict(list)
    for row in in_2015:
        marks[row["iso3"]].append(right_score(row, checks.POINTS_2016))
    means = {code: sum(given) / len(given) for code, given in marks.items()}
    godi = checks._fiches_de_l_index()
    expected = sorted(means, key=means.get, reverse=True)[:5]
    assert expected == checks._deux_classements(godi[godi["annee"] == 2015])[1]


def test_the_points_of_2014_make_a_hundred_as_do_those_of_2016(checks):
    assert [100, 100] == [sum(checks.POINTS_2014.values()), sum(checks.POINTS_2016.values())]


def test_the_columns_of_the_checks_are_those_of_the_schema(checks):
    assert COLUMNS == checks.COLONNES_DU_SCHEMA


def test_the_twelve_datasets_of_the_checks_are_those_of_the_list(checks):
    with (SOLUTIONS / MODULE / "jeux_cles.csv").open(encoding="utf-8", newline="") as lines:
        assert [row["jeu_code"] for row in csv.DictReader(lines)] == checks.DOUZE_JEUX


def test_the_mean_of_a_country_is_that_of_its_sheets_of_2015(checks, in_2015):
    marks = [float(row["score_pct"]) for row in in_2015 if row["iso3"] == "SEN"]
    said = checks.point_de_depart_2(nb_fiches=13, note_2015=sum(marks) / 13, PAYS="SEN")
    assert said == "Voilà un point de comparaison."


def test_a_country_that_nobody_looked_at_has_no_mark(checks, in_2015):
    assert "COM" not in {row["iso3"] for row in in_2015}
    said = checks.point_de_depart_2(nb_fiches=0, note_2015=float("nan"), PAYS="COM")
    assert said == "Aucune fiche de 2013 à 2015 : vous partez d’une page blanche."


def test_no_mark_is_not_zero(checks):
    with pytest.raises(Presque) as error:
        checks.point_de_depart_2(nb_fiches=0, note_2015=0, PAYS="COM")
    assert error.value.meprise == "vide-est-zero"


def test_a_right_score_is_told_what_to_remember(checks):
    said = [checks.score_1(score=right_score), checks.score_2(score=right_score)]
    assert said == [
        "Un « oui », des points. Un doute, rien.",
        "Une fonction, deux barèmes : la règle du jeu est devenue visible.",
    ]


def test_a_score_that_counts_answers_takes_questions_as_equal(checks):
    with pytest.raises(Presque) as error:
        checks.score_1(score=lambda answers, points: list(answers.values()).count("oui"))
    assert error.value.meprise == "questions-egales"


def test_a_score_that_a_question_stops_is_told_of_it(checks):
    def score(answers, points):
        return sum(points[question] for question in answers)

    with pytest.raises(Presque) as error:
        checks.score_2(score=score)
    assert error.value.meprise == "memes-questions"


@pytest.mark.parametrize("given", ["55", [55], {}, pd.DataFrame({"n": [1]}), np.array([5, 5])])
@pytest.mark.parametrize("part", [1, 2])
def test_a_score_that_is_no_number_is_told_so(checks, given, part):
    check = {1: checks.score_1, 2: checks.score_2}[part]
    with pytest.raises(Presque, match="devrait renvoyer un nombre"):
        check(score=lambda answers, points: given)


def test_a_score_that_becomes_a_table_is_wrong_all_the_same(checks):
    def score(answers, points):
        doubtful = "incertain" in answers.values()
        return pd.Series([1, 2]) if doubtful else right_score(answers, points)

    with pytest.raises(Presque) as error:
        checks.score_1(score=score)
    assert error.value.meprise == "incertain-est-oui"


@pytest.mark.parametrize("given", [3, np.array(3), object()])
def test_codes_that_are_no_list_are_told_so(checks, given):
    with pytest.raises(Presque, match="devrait renvoyer une liste de codes"):
        checks.oui_sans_preuve_2(oui_sans_preuve=lambda table: given)


def test_a_column_of_codes_still_counts_in_the_second_part(checks):
    def accused(table):
        said_yes = (table[QUESTIONS] == "oui").any(axis=1)
        return table[said_yes & ~table["preuve"].fillna("").str.startswith("http")]["jeu_code"]

    assert checks.oui_sans_preuve_2(oui_sans_preuve=accused) == "Une adresse, sinon rien."


def test_a_right_merge_is_told_what_to_remember(checks):
    said = [checks.fusionner_1(fusionner=right_merge), checks.fusionner_2(fusionner=right_merge)]
    assert said == [
        "Toutes les mains écrivent maintenant pareil.",
        "Vingt personnes, un seul inventaire, et rien de perdu.",
    ]


def test_a_merge_that_keeps_the_sheet_of_the_last_file_takes_the_older(checks):
    def merge(files):
        kept, rest = right_merge(files)
        last = pd.read_csv(files[-1], dtype=str, keep_default_na=False)[COLUMNS]
        older = last[last["jeu_code"] == "budget"]
        return pd.concat([kept[kept["jeu_code"] != "budget"], older]), rest

    with pytest.raises(Presque) as error:
        checks.fusionner_2(fusionner=merge)
    assert error.value.meprise == "doublon-choisi"


@pytest.mark.parametrize("column", ["iso3", "jeu_code"])
@pytest.mark.parametrize("part", [1, 2])
def test_a_merge_without_its_keys_is_told_so(checks, column, part):
    check = {1: checks.fusionner_1, 2: checks.fusionner_2}[part]
    with pytest.raises(Presque, match="sans colonne « iso3 » ou « jeu_code »"):
        check(
            fusionner=lambda files: (
                right_merge(files)[0].drop(columns=column),
                right_merge(files)[1],
            )
        )


def test_a_merge_without_a_question_is_told_which(checks):
    def merge(files):
        kept, rest = right_merge(files)
        return kept.drop(columns="existe"), rest

    with pytest.raises(Presque, match="a perdu la colonne « existe »"):
        checks.fusionner_2(fusionner=merge)


@pytest.fixture
def inventory(checks):
    """An inventory in which nothing is known, beside a notebook of the Comoros."""
    sheets = [
        checks._fiche("COM", jeu, dict.fromkeys(QUESTIONS, "incertain"))
        for jeu in checks.DOUZE_JEUX
    ]
    return pd.DataFrame(sheets).assign(preuve="", date_constat="")


@pytest.fixture
def written(inventory, tmp_path, monkeypatch):
    """Its file, in a folder from which the sheets of 2015 are found."""
    folder = tmp_path / "notebooks" / MODULE
    folder.mkdir(parents=True)
    (tmp_path / "data").mkdir()
    shutil.copy(DATA / "godi_jeux.csv", tmp_path / "data")
    monkeypatch.chdir(folder)
    return lambda table: table.to_csv("inventaire.csv", index=False)


def test_an_inventory_in_which_nothing_is_known_is_right(checks, inventory, written):
    written(inventory)
    said = checks.verifier_inventaire(inventaire=inventory, mes_constats=[], PAYS="COM")
    assert said == "La forme est bonne. Reste le plus important : aller voir, et faire relire."


def test_a_no_that_nobody_saw_takes_not_found_for_no(checks, inventory, written):
    written(inventory.assign(existe="non", date_constat="2026-03-14"))
    with pytest.raises(Presque) as error:
        checks.verifier_inventaire(inventaire=inventory, mes_constats=[], PAYS="COM")
    assert error.value.meprise == "incertain-est-non"


def test_a_finding_whose_dataset_is_a_list_is_no_finding(checks, inventory, written):
    written(inventory)
    said = checks.verifier_inventaire(
        inventaire=inventory, mes_constats=[{"jeu_code": ["map"]}], PAYS="COM"
    )
    assert said == "La forme est bonne. Reste le plus important : aller voir, et faire relire."


NOTHING_KNOWN = (
    "Comores : pas de note possible aujourd’hui, d’après l’index mondial de l’open data de 2015 ; "
    "12 jeux de données restent à vérifier."
)


def test_a_sentence_may_say_that_nothing_is_known(checks, inventory):
    said = checks.phrase_inventaire(phrase=NOTHING_KNOWN, inventaire=inventory, PAYS="COM")
    assert said.startswith("Une note, une preuve, une date, une limite")


def test_a_sentence_that_gives_zero_to_the_unknown_is_named(checks, inventory):
    phrase = NOTHING_KNOWN.replace("pas de note possible", "0 sur 100")
    with pytest.raises(Presque) as error:
        checks.phrase_inventaire(phrase=phrase, inventaire=inventory, PAYS="COM")
    assert error.value.meprise == "vide-est-zero"


@pytest.mark.parametrize("column", ["iso3", "existe", "preuve", "date_constat"])
def test_a_sentence_about_a_table_without_a_column_is_told_so(checks, inventory, column):
    lacking = inventory.drop(columns=column)
    with pytest.raises(Presque, match="plus toutes les colonnes"):
        checks.phrase_inventaire(phrase=NOTHING_KNOWN, inventaire=lacking, PAYS="COM")


def test_a_sentence_about_an_empty_table_is_told_so(checks, inventory):
    with pytest.raises(Presque, match="n’a plus ses fiches"):
        checks.phrase_inventaire(phrase=NOTHING_KNOWN, inventaire=inventory[:0], PAYS="COM")
