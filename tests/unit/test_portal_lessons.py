"""Warnings that teach, profiles, the seed catalogue and the portal of a test."""

import json

import pytest
from portals import Browser, peopled, publish

from atelier.portal import Invalid, Portal, seed
from atelier.portal.trial import fresh_portal

HDX = {
    "notes": "Une liste.",
    "license_id": "cc-by",
    "maintainer": "amina",
    "dataset_source": "Ministère",
    "dataset_date": "[2024-01-01 TO 2024-12-31]",
    "methodology": "Census",
    "data_update_frequency": "365",
    "extras": [{"key": "location", "value": "ben"}],
    "tags": [{"name": "health"}],
    "resources": [{"name": "a.csv", "format": "CSV", "url": "https://example.org/a.csv"}],
}


@pytest.fixture
def portal(tmp_path):
    with peopled(tmp_path) as portal:
        yield portal


def codes(portal, dataset=None):
    return [lesson["code"] for lesson in portal.lessons(dataset and dataset["id"])]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "licence-absente"),
        ({"license_id": "etalab-2.0"}, "licence-inconnue"),
        ({"license_id": "cc-by", "private": "oui"}, "prive-mal-ecrit"),
        ({"license_id": "cc-by", "state": "draft"}, "brouillon-publie"),
        ({"license_id": "cc-by", "couverture": "Bénin"}, "champ-oublie"),
    ],
)
def test_what_is_accepted_in_silence_is_said_on_the_side(portal, fields, code):
    assert [code] == codes(portal, publish(portal, "jeu", **fields))


def test_a_good_dataset_gets_no_warning(portal):
    assert [] == codes(portal, publish(portal, "jeu", license_id="cc-by", private=True))


def test_an_update_that_erases_says_what(portal):
    dataset = publish(portal, "jeu", license_id="cc-by", notes="x", tags=[{"name": "eau"}])
    portal.call("package_update", {"id": "jeu", "license_id": "cc-by"}, "amina")
    [lesson] = portal.lessons(dataset["id"])
    assert "a effacé : description, mots-clés." in lesson["sentence"]


def test_a_warning_goes_once_its_cause_is_gone(portal):
    dataset = publish(portal, "jeu")
    portal.call("package_patch", {"id": "jeu", "license_id": "cc-by"}, "amina")
    assert [] == codes(portal, dataset)


def test_no_warning_is_in_an_answer(portal):
    answer = json.dumps(publish(portal, "jeu", private="oui", couverture="x"))
    assert "licence-absente" not in answer
    assert "lesson" not in answer


def test_hdx_demands_more_and_names_all_of_it(tmp_path):
    with peopled(tmp_path, "hdx") as portal:
        with pytest.raises(Invalid) as refused:
            publish(portal, "jeu")
        assert {
            "notes", "license_id", "maintainer", "dataset_source", "dataset_date", "methodology",
            "data_update_frequency", "groups",
        } == set(refused.value.errors)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"license_id": "odc-odbl"}, "license_id"),
        ({"tags": [{"name": "santé"}]}, "tags"),
        ({"dataset_date": "2024"}, "dataset_date"),
        ({"resources": [{"url": "https://example.org/a"}]}, "resources"),
    ],
)
def test_hdx_refuses_what_is_not_in_its_lists(tmp_path, change, field):
    with peopled(tmp_path, "hdx") as portal:
        with pytest.raises(Invalid) as refused:
            publish(portal, "jeu", **{**HDX, **change})
        assert [field] == list(refused.value.errors)


def test_hdx_keeps_its_own_fields_among_the_fields(tmp_path):
    with peopled(tmp_path, "hdx") as portal:
        dataset = publish(portal, "jeu", **HDX)
        assert ("Census", "365") == (dataset["methodology"], dataset["data_update_frequency"])
        changed = portal.call("package_patch", {"id": "jeu", "methodology": "Survey"}, "amina")
        assert {**dataset, "methodology": "Survey", "metadata_modified": ""} == {
            **changed,
            "metadata_modified": "",
        }


def test_the_catalogue_holds_the_tables_of_the_course(tmp_path):
    with Portal(tmp_path) as portal:
        seed.people(portal)
        published = seed.catalogue(portal)
        tables = json.loads((seed.default_data() / "datapackage.json").read_text("utf-8"))
        assert len(tables["resources"]) == len(published)
        assert [] == seed.catalogue(portal)
        assert [] == portal.lessons()
        answer = portal.call("package_search", {"q": "santé"})
        assert "etablissements-sante-brut" in [row["name"] for row in answer["results"]]
        population = portal.call("package_show", {"id": "population"})
        assert "ONU, World Population Prospects 2024" in population["author"]


def test_a_trial_is_a_portal_of_its_own_with_an_editor():
    with fresh_portal() as trial:
        browser = Browser(trial.address, trial.token)
        assert 200 == browser.act("package_create", {"name": "jeu", "owner_org": "cours"}).status
        assert ["jeu"] == trial.call("package_list")
    assert not trial.portal.folder.exists()
