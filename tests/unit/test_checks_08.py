"""What the checks of module 08 compute, and what they say of an answer, without a kernel."""

import csv
import json

import numpy as np
import pandas as pd
import pytest
from checks import SOLUTIONS, checks_of
from ckanapi import RemoteCKAN

from atelier.learner.verifier import Presque

MODULE = "08-contribuer"
DATA = SOLUTIONS.parent / "data"
COLUMNS = ["annee", "population", "eau_pct"]


@pytest.fixture(scope="module")
def checks():
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(SOLUTIONS / MODULE)
        yield checks_of(MODULE)


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def described(**changed):
    """Return what a participant answers to the exercise « fiche », for Eritrea."""
    answers = {
        "nom": "eau-eri",
        "titre": "Accès à l’eau, Érythrée, 2000-2016",
        "description": "Part de la population qui a un accès au moins élémentaire à l’eau potable.",
        "licence_fiche": "CC-BY-4.0",
        "source": "OMS/UNICEF (JMP)",
        "PAYS": "ERI",
    }
    return answers | changed


def test_a_title_keeps_to_the_years_that_a_country_has(checks):
    known = [
        int(row["annee"])
        for row in rows("indicateurs.csv")
        if row["iso3"] == "ERI" and row["eau_base_pct"]
    ]
    assert (2000, 2016) == (min(known), max(known))
    said = checks.fiche_1(**described())
    assert said.startswith("Une inconnue saurait de quoi il s’agit")


def test_a_title_with_a_year_that_the_table_lacks_is_named(checks):
    with pytest.raises(Presque) as error:
        checks.fiche_1(**described(titre="Accès à l’eau, Érythrée, 2000-2024"))
    assert error.value.meprise == "chiffre-sans-annee"


@pytest.mark.parametrize(
    ("code", "name"), [("COD", "rdc"), ("CAF", "centr"), ("TZA", "tanza"), ("STP", "princ")]
)
def test_a_country_may_be_named_as_people_do(checks, code, name):
    names = {row["iso3"]: row["nom_fr"] for row in rows("pays.csv")}
    assert name in checks._debuts_de_noms(code, names[code])


def test_every_country_has_a_beginning_by_which_a_title_names_it(checks):
    countries = {row["iso3"]: row["nom_fr"] for row in rows("pays.csv")}
    assert [] == [c for c, name in countries.items() if not checks._debuts_de_noms(c, name)]


@pytest.fixture
def package(checks, tmp_path, monkeypatch):
    """The files that « fiche » leaves beside a notebook of Eritrea; returns how to write them."""
    folder = tmp_path / "notebooks" / MODULE
    folder.mkdir(parents=True)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "indicateurs.csv").write_bytes((DATA / "indicateurs.csv").read_bytes())
    monkeypatch.chdir(folder)

    def write(columns=COLUMNS, figures=None, **changed):
        known = [
            row for row in rows("indicateurs.csv") if row["iso3"] == "ERI" and row["eau_base_pct"]
        ]
        table = pd.DataFrame(
            [(row["annee"], 1, (figures or row["eau_base_pct"])) for row in known], columns=columns
        )
        table.to_csv("eau.csv", index=False)
        fields = [{"name": column, "type": "number"} for column in columns]
        sheet = {"name": "eau-eri", "title": "Eau", "resources": [{"schema": {"fields": fields}}]}
        (folder / "datapackage.json").write_text(json.dumps(sheet | changed), encoding="utf-8")

    return write


def check_package(checks, columns=COLUMNS):
    types = dict.fromkeys(columns, "number")
    return checks.fiche_3(types=types, nom="eau-eri", titre="Eau", PAYS="ERI")


def test_a_table_and_its_description_travel_together(checks, package):
    package()
    assert check_package(checks).startswith("La table et sa fiche voyagent ensemble")


@pytest.mark.parametrize(
    "content", ["", "[]", "3", "{}", '{"resources": []}', '{"resources": [1]}']
)
def test_a_description_of_another_form_no_longer_reads(checks, package, content, tmp_path):
    package()
    (tmp_path / "notebooks" / MODULE / "datapackage.json").write_text(content, encoding="utf-8")
    with pytest.raises(Presque, match="ne se lit plus"):
        check_package(checks)


@pytest.mark.parametrize(
    "written", [{"columns": ["an", "population", "eau"]}, {"figures": "n.d."}, {"figures": "3"}]
)
def test_a_table_without_the_figures_of_the_country_is_told_so(checks, package, written):
    package(**written)
    with pytest.raises(Presque, match="ne contient pas les chiffres de votre pays"):
        check_package(checks, written.get("columns", COLUMNS))


def test_a_description_of_other_types_than_the_answer_is_told_so(checks, package):
    package()
    with pytest.raises(Presque, match="ne correspond plus à vos réponses"):
        check_package(checks, ())


def test_a_line_in_superscript_is_not_a_number(checks):
    with pytest.raises(Presque, match="attend des numéros de ligne"):
        checks.rapport(fautes={"²": "vide"})


def repair(raw):
    """Repair a table as the exercise asks."""
    table = raw.copy()
    for column in table.columns:
        text = table[column].str.replace(r"\s", "", regex=True).str.replace(",", ".")
        table[column] = pd.to_numeric(text, errors="coerce")
    table = table.dropna(subset=["annee"]).drop_duplicates().sort_values("annee")
    return table.astype({"annee": int, "population": int})


def test_a_right_repair_is_told_what_to_remember(checks):
    said = [checks.reparer_table_1(reparer=repair), checks.reparer_table_2(reparer=repair)]
    assert said == [
        "Les nombres sont des nombres, et les vides sont restés vides.",
        "Votre fonction répare aussi les tables qu’elle n’a jamais vues.",
    ]


def test_a_repair_that_changes_what_it_was_given_is_named(checks):
    def in_place(raw):
        repaired = repair(raw)
        raw["annee"] = "0"
        return repaired

    with pytest.raises(Presque) as error:
        checks.reparer_table_2(reparer=in_place)
    assert error.value.meprise == "original-modifie"


def test_a_repair_that_works_only_once_is_told_where_it_stopped(checks):
    left = iter([True])

    def once(raw):
        next(left)
        return repair(raw)

    with pytest.raises(Presque, match="« once », essayée une seconde fois, s’est arrêtée"):
        checks.reparer_table_2(reparer=once)


@pytest.mark.parametrize("answer", [3, pd.DataFrame({"an": [1]}), [1, 2]])
def test_a_repair_of_another_table_must_be_a_table_too(checks, answer):
    def repair_the_example(raw):
        return repair(raw) if "2021" in set(raw["annee"]) else answer

    with pytest.raises(Presque, match="doit rendre une table, avec les mêmes trois colonnes"):
        checks.reparer_table_2(reparer=repair_the_example)


@pytest.mark.parametrize("answer", [3, ("notes",), {"notes": 1}, np.array([1, 2])])
def test_lacking_fields_that_are_no_list_are_told_so(checks, answer):
    def lacking(sheet):
        return [] if sheet == checks.FICHE_COMPLETE else answer

    for check in (checks.manques_hdx_1, checks.manques_hdx_2):
        with pytest.raises(Presque, match="doit rendre une liste"):
            check(manques_hdx=lacking)


def test_lacking_fields_with_their_values_are_not_the_fields(checks):
    def lacking(sheet):
        return [[field, sheet.get(field)] for field in checks.CHAMPS_EXIGES if not sheet.get(field)]

    with pytest.raises(Presque) as error:
        checks.manques_hdx_1(manques_hdx=lacking)
    assert error.value.meprise == "absent-invisible"


def publish(address, key, organization, sheet, file):
    """Publish a table as the exercise asks."""
    portal = RemoteCKAN(address, apikey=key).action
    portal.package_create(
        name=sheet["nom"],
        title=sheet["titre"],
        notes=sheet["description"],
        license_id=sheet["licence"],
        tags=[{"name": word} for word in sheet["etiquettes"]],
        owner_org=organization,
    )
    with open(file, "rb") as content:  # noqa: PTH123 - as participants do
        portal.resource_create(package_id=sheet["nom"], name="x", format="CSV", upload=content)
    return sheet["nom"]


def test_a_published_table_is_found_with_its_file(checks):
    said = [checks.publier_1(publier=publish), checks.publier_2(publier=publish)]
    assert said == [
        "La fiche est complète, et sa licence est écrite.",
        "La fiche et le fichier sont en ligne. Allez la voir dans le navigateur.",
    ]


def test_an_address_that_is_a_table_is_not_the_address(checks):
    def answer_with_a_table(*given):
        publish(*given)
        return pd.DataFrame({"name": ["ecoles-rurales"]})

    with pytest.raises(Presque, match="doit rendre l’adresse de la fiche"):
        checks.publier_2(publier=answer_with_a_table)


def rename(address, key, name, *rest):
    RemoteCKAN(address, apikey=key).action.package_patch(id=name, name="autre-adresse")
    return "deleted"


@pytest.mark.parametrize("check", ["corriger_1", "corriger_2", "verifier_retirer"])
def test_a_dataset_that_lost_its_address_is_told_so(checks, check):
    with pytest.raises(Presque, match="n’est plus à son adresse"):
        getattr(checks, check)(rename)


def test_a_key_that_is_judged_by_a_table_is_no_answer(checks):
    def valid(address, key):
        organizations = RemoteCKAN(address, apikey=key).action.organization_list_for_user()
        editor = bool(
            RemoteCKAN(address, apikey=key).action.organization_list_for_user(
                permission="create_dataset"
            )
        )
        return editor if editor or not organizations else pd.Series([1, 2])

    with pytest.raises(Presque) as error:
        checks.verifier_cle_valable(cle_valable=valid)
    assert error.value.meprise == "liste-est-reponse"
