"""Who may do what: each role, each kind of dataset."""

import pytest
from portals import peopled, publish

from atelier.portal import Invalid, NotAuthorized, NotFound, Portal, seed

ANYONE = [None, "fatou", "moussa", "amina", "binta", "chef"]


@pytest.fixture
def portal(tmp_path):
    with peopled(tmp_path) as portal:
        publish(portal, "ouvert")
        publish(portal, "ferme", private=True)
        yield portal


def who_may(portal, action, data):
    """Return the people to whom an action is not refused."""
    able = []
    for user in ANYONE:
        try:
            portal.call(action, dict(data), user)
        except NotAuthorized:
            continue
        except (Invalid, NotFound):
            pass
        able.append(user)
    return able


@pytest.mark.parametrize(
    ("action", "data", "able"),
    [
        ("package_show", {"id": "ouvert"}, ANYONE),
        ("package_show", {"id": "ferme"}, ["moussa", "amina", "binta", "chef"]),
        ("package_patch", {"id": "ouvert", "notes": "x"}, ["amina", "binta", "chef"]),
        ("package_create", {"owner_org": "ministere"}, ["amina", "binta", "chef"]),
        ("package_create", {"owner_org": "agence"}, ["chef"]),
        ("resource_create", {"package_id": "ouvert"}, ["amina", "binta", "chef"]),
        ("dataset_purge", {"id": "ouvert"}, ["chef"]),
        ("package_owner_org_update", {"id": "ouvert"}, ["chef"]),
        ("organization_create", {}, ["fatou", "moussa", "amina", "binta", "chef"]),
        ("organization_patch", {"id": "ministere", "title": "M"}, ["binta", "chef"]),
        (
            "organization_member_create",
            {"id": "ministere", "username": "fatou", "role": "member"},
            ["binta", "chef"],
        ),
        ("user_create", {}, ["chef"]),
        ("api_token_create", {"user": "amina", "name": "x"}, ["amina", "chef"]),
        ("api_token_list", {"user_id": "amina"}, ["amina", "chef"]),
    ],
)
def test_an_action_is_for_those_whose_role_permits_it(portal, action, data, able):
    assert able == who_may(portal, action, data)


def test_a_refusal_says_who_and_what(portal):
    dataset = portal.call("package_show", {"id": "ouvert"})
    with pytest.raises(NotAuthorized) as refused:
        portal.call("package_patch", {"id": "ouvert"}, "moussa")
    message = f"Access denied: User moussa not authorized to edit package {dataset['id']}"
    assert {"__type": "Authorization Error", "message": message} == refused.value.body()


def test_a_group_takes_datasets_from_its_members_only(portal):
    change = {"id": "ouvert", "groups": [{"name": "sante"}]}
    with pytest.raises(NotAuthorized, match="not authorized to edit these groups"):
        portal.call("package_patch", dict(change), "amina")
    member = {"id": "sante", "username": "amina", "role": "member"}
    portal.call("group_member_create", member, "chef")
    groups = portal.call("package_patch", change, "amina")["groups"]
    assert ["sante"] == [group["name"] for group in groups]


def test_an_organization_with_datasets_is_not_deleted(portal):
    with pytest.raises(Invalid, match="still has datasets"):
        portal.call("organization_delete", {"id": "ministere"}, "chef")
    portal.call("organization_delete", {"id": "agence"}, "chef")
    assert ["ministere"] == portal.call("organization_list")


def test_a_members_address_is_hidden_from_others(portal):
    shown = {user: portal.call("user_show", {"id": "amina"}, user) for user in ANYONE}
    assert ["amina", "chef"] == [user for user in ANYONE if "email" in shown[user]]


def test_a_removed_member_writes_no_more(portal):
    portal.call("organization_member_delete", {"id": "ministere", "username": "amina"}, "binta")
    with pytest.raises(NotAuthorized):
        publish(portal, "encore")


def test_a_token_opens_until_it_is_revoked(portal):
    token = portal.call("api_token_create", {"user": "amina", "name": "x"}, "amina")["token"]
    assert "amina" == portal.user_of(token)["name"]
    portal.call("api_token_revoke", {"token": token}, "amina")
    assert portal.user_of(token) is None
    assert portal.user_of("pas-un-jeton") is None


def test_no_token_can_be_read_in_the_database(portal, tmp_path):
    token = portal.call("api_token_create", {"user": "amina", "name": "x"}, "amina")["token"]
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert token.encode() not in kept
    assert token.split(".")[2].encode() not in kept


def test_a_participant_who_was_deleted_comes_back(tmp_path):
    with Portal(tmp_path / "p") as portal:
        seed.people(portal, "participant")
        portal.call("user_delete", {"id": "participant"}, ignore_auth=True)
        assert "participant" == portal.user_of(seed.people(portal, "participant"))["name"]
