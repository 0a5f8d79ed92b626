"""The portal's forms: coming in, tokens, publishing by hand; no other site can send them."""

import json
import re

import pytest
from visitor import Visitor

from atelier.portal import Upload
from atelier.portal.trial import fresh_portal


@pytest.fixture(scope="module")
def trial():
    with fresh_portal() as portal:
        yield portal


@pytest.fixture
def member(trial) -> Visitor:
    visitor = Visitor(trial.address)
    visitor.enter(trial.token)
    return visitor


def published(member: Visitor, name: str, **more: str) -> str:
    fields = {"title": f"Jeu {name}", "name": name, "owner_org": organization(member), **more}
    assert "Ajouter un fichier" in member.post("/dataset/new", **fields).page.words
    return name


def organization(member: Visitor) -> str:
    return re.search(r'<option value="([0-9a-f-]{36})"', member.get("/dataset/new").text)[1]


def test_a_token_opens_a_session_that_scripts_and_other_sites_do_not_get(trial):
    visitor = Visitor(trial.address)
    answer = visitor.post("/connexion", follow=False, jeton=trial.token)
    assert 303 == answer.status
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Path" not in cookie
    assert "Mes clés d’accès" in visitor.get("/compte").page.words


def test_a_wrong_token_gets_a_sentence(trial):
    answer = Visitor(trial.address).post("/connexion", jeton="x" * 50)
    assert 403 == answer.status
    assert "Aucun compte n’a cette clé" in answer.page.words


def test_going_out_closes_the_session(member):
    member.post("/sortie")
    assert "Entrer" in member.get("/compte").page.words


def test_without_a_session_the_forms_lead_to_the_door(trial):
    visitor = Visitor(trial.address)
    for path in ("/compte", "/dataset/new", "/dataset/edit/x", "/dataset/x/resource/new"):
        assert "Votre clé d’accès" in visitor.get(path).page.words


@pytest.mark.parametrize("path", ["/compte", "/dataset/new", "/sortie", "/connexion"])
def test_a_form_that_another_site_sends_is_refused(member, path):
    assert 403 == member.post(path, sealed=False, nom="vol", jeton="x").status
    assert 403 == member.post(path, sealed=False, sceau="é" * 64, nom="vol", jeton="x").status


def test_the_seal_of_one_person_is_worth_nothing_to_another(trial, member):
    other = Visitor(trial.address)
    seal = re.search(r'name="sceau" value="(\w+)"', other.get("/connexion").text)[1]
    assert 403 == member.post("/compte", sealed=False, sceau=seal, nom="vol").status


def test_a_link_lets_in_once(trial):
    asking = Visitor(trial.address, headers={"Authorization": trial.token})
    link = asking._ask("POST", "/entrer", b"", {}).text
    first, second = Visitor(trial.address), Visitor(trial.address)
    assert "Mon compte" in first.get(f"/{link}").page.words
    refused = second.get(f"/{link}")
    assert 403 == refused.status
    assert "a déjà servi" in refused.page.words
    assert "Mon compte" not in second.get("/").page.words


def test_a_link_is_given_to_whoever_shows_a_token_only(trial, member):
    assert 403 == Visitor(trial.address)._ask("POST", "/entrer", b"", {}).status
    assert 403 == member._ask("POST", "/entrer", b"", {}).status


def test_the_cookie_opens_pages_and_never_the_api(member):
    answer = member._ask("GET", "/api/3/action/organization_list_for_user", b"", {})
    assert [] == json.loads(answer.body)["result"]


def test_a_token_is_created_shown_once_used_and_revoked(trial, member):
    text = member.post("/compte", nom="carnet <08>").text
    token = re.search(r'<code class="secret">([^<]+)</code>', text)[1]
    assert token not in member.get("/compte").text
    assert trial.portal.user_of(token)["name"] == trial.user
    jti = re.search(r'value="([^"]+)"><strong>carnet &lt;08', text)
    member.post("/compte", retirer=jti[1])
    assert trial.portal.user_of(token) is None


def test_a_dataset_is_published_with_its_file_then_changed_then_withdrawn(trial, member):
    name = published(member, "mon-jeu", license_id="cc-by", tag_string="eau, Côte-d-Ivoire")
    page = member.post(
        f"/dataset/{name}/resource/new", upload=("été 2024.csv", b"a,b\n1,2\n"), name="Table"
    )
    assert "Table" in page.page.words
    dataset = trial.call("package_show", {"id": name})
    assert ["Côte-d-Ivoire", "eau"] == sorted(tag["name"] for tag in dataset["tags"])
    assert ["CSV"] == [resource["format"] for resource in dataset["resources"]]
    member.post(
        f"/dataset/edit/{name}",
        title="Titre neuf",
        name=name,
        license_id="cc-zero",
        owner_org=dataset["owner_org"],
        tag_string="eau",
    )
    changed = trial.call("package_show", {"id": name})
    assert ("Titre neuf", "cc-zero", 1) == (
        changed["title"],
        changed["license_id"],
        len(changed["resources"]),
    )
    member.post(f"/dataset/edit/{name}", retirer="oui")
    assert 404 == Visitor(trial.address).get(f"/dataset/{name}").status


def test_a_refusal_names_the_field_and_keeps_what_was_typed(member):
    answer = member.post("/dataset/new", title="À garder <b>", name="Pas Bon", notes="gardé")
    assert 409 == answer.status
    assert "Adresse\u00a0: " in answer.page.words
    assert "gardé" in answer.page.words
    assert 'value="À garder &lt;b&gt;"' in answer.text
    assert answer.page.faults == []


def test_a_file_or_a_link_is_asked_for(member):
    name = published(member, "sans-fichier")
    answer = member.post(f"/dataset/{name}/resource/new", url="", name="rien")
    assert 409 == answer.status
    assert "choisissez un fichier" in answer.page.words


def test_a_file_is_replaced_then_removed(trial, member):
    name = published(member, "a-remplacer")
    member.post(f"/dataset/{name}/resource/new", upload=("a.csv", b"a\n1\n"))
    identifier = trial.call("package_show", {"id": name})["resources"][0]["id"]
    edit = f"/dataset/{name}/resource/{identifier}/edit"
    member.post(edit, upload=("b.csv", b"b\n2\n"), name="Neuf")
    assert b"b\n2\n" == member.get(f"/fichier/{identifier}").body
    member.post(edit, name="Neuf, renommé", url="")
    assert b"b\n2\n" == member.get(f"/fichier/{identifier}").body
    member.post(edit, retirer="oui")
    assert [] == trial.call("package_show", {"id": name})["resources"]


def test_private_is_private(trial, member):
    published(member, "a-moi", private="oui")
    assert 404 == Visitor(trial.address).get("/dataset/a-moi").status
    assert 200 == member.get("/dataset/a-moi").status


def test_the_form_of_hdx_asks_for_what_hdx_demands_and_publishes():
    with fresh_portal(profile="hdx") as trial:
        visitor = Visitor(trial.address)
        visitor.enter(trial.token)
        refused = visitor.post("/dataset/new", title="Puits", name="puits", tag_string="santé")
        assert 409 == refused.status
        assert [] == refused.page.faults
        for expected in ("Source des données", "Période couverte", "Lieu", "la liste de HDX"):
            assert expected in refused.page.words
        published = visitor.post(
            "/dataset/new",
            title="Puits",
            name="puits",
            notes="Un point par puits.",
            license_id="cc-by",
            maintainer=trial.user,
            owner_org=organization(visitor),
            tag_string="health",
            groups="sen",
            dataset_source="Relevé de la classe",
            dataset_date="[2024-01-01 TO 2024-12-31]",
            methodology="Relevé sur place",
            data_update_frequency="365",
        )
        assert "Ajouter un fichier" in published.page.words
        dataset = trial.call("package_show", {"id": "puits"})
        assert (["sen"], "365") == (
            [group["name"] for group in dataset["groups"]],
            dataset["data_update_frequency"],
        )


def test_the_cookie_holds_a_word_and_never_the_key(trial):
    visitor = Visitor(trial.address)
    answer = visitor.post("/connexion", follow=False, jeton=trial.token)
    assert trial.token not in answer.headers["Set-Cookie"]


def test_a_link_takes_the_place_of_a_file(trial, member):
    name = published(member, "remplace")
    made = trial.call(
        "resource_create",
        {"package_id": name, "upload": Upload("cas.csv", b"a,b\n1,2\n"), "format": "CSV"},
    )
    place = f"/dataset/{name}/resource/{made['id']}/edit"
    member.post(place, name="cas", format="CSV", url="https://e.org/cas.json")
    changed = trial.call("resource_show", {"id": made["id"]})
    assert ("https://e.org/cas.json", "application/json") == (changed["url"], changed["mimetype"])
    assert not changed["url_type"]


def test_a_file_far_too_large_gets_the_form_again_with_a_sentence(trial, member):
    name = published(member, "lourd")
    made = trial.call("resource_create", {"package_id": name, "upload": Upload("a.csv", b"a\n1\n")})
    for place in (f"/dataset/{name}/resource/new", f"/dataset/{name}/resource/{made['id']}/edit"):
        refused = member.post(place, upload=("gros.csv", bytes(33 << 20)))
        assert 409 == refused.status
        assert "Ce fichier dépasse 10 Mo." in refused.page.words.replace("\xa0", " ")
        assert refused.page.faults == []
    assert 4 == trial.call("package_show", {"id": name})["resources"][0]["size"]


def test_a_file_that_another_site_sends_is_refused_once_it_is_read(trial, member):
    place = f"/dataset/{published(member, 'convoite')}/resource/new"
    assert 403 == member.post(place, sealed=False, upload=("a.csv", b"a\n1\n")).status
    assert [] == trial.call("package_show", {"id": "convoite"})["resources"]


def test_whoever_has_not_come_in_is_led_to_the_door_whatever_they_send(trial, member):
    place = f"/dataset/{published(member, 'ferme')}/resource/new"
    for size in (10, 33 << 20):
        answer = Visitor(trial.address).post(place, sealed=False, upload=("a.csv", bytes(size)))
        assert "Votre clé d’accès" in answer.page.words
