"""Datasets: what creating, updating, patching and deleting do, and what they refuse."""

import pytest
from portals import errors_of, peopled, publish

from atelier.portal import DataError, NotAuthorized, NotFound

RICH = {
    "title": "Centres de santé",
    "notes": "Une liste.",
    "license_id": "cc-by",
    "author": "Amina",
    "tags": [{"name": "santé"}, {"name": "Bénin"}],
    "extras": [{"key": "frequence", "value": "annuelle"}],
    "resources": [{"url": "https://example.org/a.csv", "name": "A"}],
}


@pytest.fixture
def portal(tmp_path):
    with peopled(tmp_path) as portal:
        yield portal


def test_a_dataset_with_a_name_alone_takes_it_as_its_title(portal):
    dataset = publish(portal, "minimal")
    assert ("minimal", None, False, None) == (
        dataset["title"],
        dataset["notes"],
        dataset["isopen"],
        dataset["license_id"],
    )


def test_keywords_come_back_sorted_and_once(portal):
    dataset = publish(portal, "mots", tags=[{"name": n} for n in ("eau", "Eau", "eau", "Bénin")])
    assert ["Bénin", "Eau", "eau"] == [tag["name"] for tag in dataset["tags"]]


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"name": ""}, {"name": ["Missing value"]}),
        ({"name": "new"}, {"name": ["That name cannot be used"]}),
        (
            {"name": "a"},
            {
                "name": [
                    "Must be at least 2 characters long",
                    'Name "a" length is less than minimum 2',
                ]
            },
        ),
        ({"version": "1" * 101}, {"version": ["Version must be a maximum of 100 characters long"]}),
        ({"author_email": "a@"}, {"author_email": ["Email a@ is not a valid format"]}),
        ({"tags": [{"name": "a"}]}, {"tags": ['Tag "a" length is less than minimum 2']}),
        ({"tags": [{}]}, {"tags": ["Missing value"]}),
        ({"extras": [{"key": "a"}]}, {"extras": [{"value": ["Missing value"]}]}),
        (
            {"extras": [{"key": "k", "value": "1"}, {"key": "", "value": ""}]},
            {"extras": [{}, {"key": ["Missing value"]}]},
        ),
        (
            {"extras": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]},
            {"extras_validation": ['Duplicate key "a"']},
        ),
        (
            {"extras": [{"key": "title", "value": "x"}]},
            {"extras": [{"key": ["There is a schema field with the same name"]}]},
        ),
        ({"id": "imposé"}, {"id": ["The input field id was not expected."]}),
        (
            {"inconnu": [{"a": 1}]},
            {"__junk": ["The input field [('inconnu', 0, 'a')] was not expected."]},
        ),
        (
            {"resources": [{"url": "x", "size": "gros"}]},
            {"resources": [{"size": ["Invalid integer"]}]},
        ),
    ],
)
def test_a_field_that_breaks_a_rule_is_named(portal, fields, errors):
    data = {"name": "essai", "owner_org": "ministere", **fields}
    assert errors == errors_of(portal, "package_create", data)


@pytest.mark.parametrize("value", ["eau", ["eau"], {"name": "eau"}, None])
def test_keywords_that_are_not_records_are_no_dataset_at_all(portal, value):
    with pytest.raises(DataError, match="Only lists of dicts can be placed against subschema"):
        publish(portal, "essai", tags=value)


def test_a_name_is_taken_until_its_dataset_is_deleted(portal):
    first = publish(portal, "double")
    data = {"name": "double", "owner_org": "ministere"}
    assert {"name": ["That URL is already in use."]} == errors_of(portal, "package_create", data)
    portal.call("package_delete", {"id": "double"}, "amina")
    assert first["id"] != publish(portal, "double")["id"]


def test_an_update_erases_what_it_does_not_name(portal):
    publish(portal, "riche", **RICH)
    after = portal.call("package_update", {"id": "riche", "title": "Autre"}, "amina")
    kept = {key: after[key] for key in ("notes", "license_id", "tags", "extras", "resources")}
    assert {"notes": None, "license_id": None, "tags": [], "extras": [], "resources": []} == kept
    assert ("riche", "Autre") == (after["name"], after["title"])


def test_a_patch_keeps_the_rest_and_replaces_lists_whole(portal):
    before = publish(portal, "riche", **RICH)
    after = portal.call("package_patch", {"id": "riche", "tags": [{"name": "eau"}]}, "amina")
    assert ["eau"] == [tag["name"] for tag in after["tags"]]
    changed = {"tags", "num_tags", "metadata_modified"}
    assert {k: v for k, v in before.items() if k not in changed} == {
        k: v for k, v in after.items() if k not in changed
    }


def test_what_package_show_gives_can_be_given_back(portal):
    before = publish(portal, "riche", **RICH)
    after = portal.call("package_update", before, "amina")
    assert {**before, "metadata_modified": ""} == {**after, "metadata_modified": ""}


def test_a_refused_change_leaves_no_trace(portal):
    before = publish(portal, "riche", **RICH)
    bad = {"id": "riche", "title": "Autre", "tags": [{"name": "l'eau"}]}
    assert "tags" in errors_of(portal, "package_patch", bad)
    assert before == portal.call("package_show", {"id": "riche"})


def test_private_in_french_is_public(portal):
    assert publish(portal, "prive", private="oui")["private"] is False
    assert publish(portal, "vraiment", private="true")["private"] is True


def test_a_deleted_dataset_comes_back_for_its_editors_only(portal):
    publish(portal, "parti")
    portal.call("package_delete", {"id": "parti"}, "amina")
    with pytest.raises(NotAuthorized):
        portal.call("package_show", {"id": "parti"})
    assert "deleted" == portal.call("package_show", {"id": "parti"}, "moussa")["state"]
    portal.call("package_patch", {"id": "parti", "state": "active"}, "amina")
    assert "active" == portal.call("package_show", {"id": "parti"})["state"]


def test_a_purged_dataset_is_gone(portal):
    publish(portal, "parti")
    portal.call("dataset_purge", {"id": "parti"}, "chef")
    with pytest.raises(NotFound):
        portal.call("package_show", {"id": "parti"}, "chef")


def test_revise_changes_only_what_matches(portal):
    publish(portal, "riche", **RICH)
    wish = {"match": {"name": "riche", "notes": "Autre"}, "update": {"notes": "Neuf"}}
    assert {"match": ["notes"]} == errors_of(portal, "package_revise", wish)
    wish["match"]["notes"] = "Une liste."
    wish["update__resources__0__name"] = "B"
    wish["include"] = ["-package__*", "+package__notes"]
    answer = portal.call("package_revise", wish, "amina")
    shown = portal.call("package_show", {"id": "riche"})
    assert ("Neuf", "B") == (shown["notes"], shown["resources"][0]["name"])
    assert set(answer["package"]) <= set(shown)


def test_messages_are_french_when_asked_in_french(portal):
    with pytest.raises(Exception, match="Valeur manquante"):
        portal.call("package_create", {"owner_org": "ministere"}, "amina", lang="fr")
