"""The portal's pages: light, without scripts, true to what the portal knows, hostile texts escaped."""

import re

import pytest
from visitor import Visitor

from atelier.portal import Upload
from atelier.portal.trial import fresh_portal

HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'{{ 7*7 }}"
TABLE = "préfecture;cas\nKindia;12\nMamou;7\n".encode("cp1252")


@pytest.fixture(scope="module")
def trial():
    with fresh_portal() as portal:
        organization = portal.call("organization_list_for_user")[0]
        portal.call(
            "package_create",
            {
                "name": "centres-de-kindia",
                "title": "Centres de santé de Kindia",
                "notes": "Relevé de 2024.\n\nSource : https://data.example.org/kindia, relue.",
                "license_id": "cc-by",
                "owner_org": organization["id"],
                "tags": [{"name": "santé"}],
            },
        )
        portal.call(
            "resource_create",
            {
                "package_id": "centres-de-kindia",
                "name": "Liste des centres",
                "format": "CSV",
                "upload": Upload("centres.csv", TABLE, "text/csv"),
            },
        )
        portal.call(
            "package_create",
            {
                "name": "hostile",
                "title": HOSTILE,
                "notes": HOSTILE + ' javascript:alert(3) http://x.example/"onmouseover=alert(4)',
                "url": "javascript:alert(5)",
                "author": HOSTILE,
                "license_id": HOSTILE,
                "owner_org": organization["id"],
                "extras": [{"key": HOSTILE, "value": HOSTILE}],
                "resources": [{"url": "javascript:alert(6)", "name": HOSTILE, "format": HOSTILE}],
            },
        )
        portal.call(
            "resource_create",
            {
                "package_id": "hostile",
                "name": HOSTILE,
                "description": HOSTILE,
                "format": "CSV",
                "upload": Upload(
                    '../../<script>"x".csv', f"{HOSTILE},b\n{HOSTILE},2\n".encode(), "text/html"
                ),
            },
        )
        portal.call("package_create", {"name": "nu", "owner_org": organization["id"]})
        portal.call(
            "package_create", {"name": "cache", "private": True, "owner_org": organization["id"]}
        )
        yield portal


@pytest.fixture
def visitor(trial) -> Visitor:
    return Visitor(trial.address)


@pytest.fixture
def member(trial) -> Visitor:
    visitor = Visitor(trial.address)
    assert visitor.enter(trial.token).status == 200
    return visitor


def resources(trial, name: str) -> list[str]:
    return [one["id"] for one in trial.call("package_show", {"id": name})["resources"]]


def public_pages(trial) -> list[str]:
    hostile = [f"/dataset/hostile/resource/{id_}" for id_ in resources(trial, "hostile")]
    kindia = [
        f"/dataset/centres-de-kindia/resource/{r}" for r in resources(trial, "centres-de-kindia")
    ]
    return [
        *("/", "/dataset/", "/dataset/?q=kindia", "/dataset/?license_id=cc-by&tags=sant%C3%A9"),
        *("/dataset/centres-de-kindia", "/dataset/hostile", "/dataset/nu", *hostile, *kindia),
        *("/organization/", "/organization/cours", "/group/", "/user/participant", "/connexion"),
        *("/fr/dataset/nu", "/fr/dataset", "/rien", "/dataset/rien", "/dataset/a/b/c/d"),
    ]


def own_pages(trial) -> list[str]:
    return [
        *("/compte", "/dataset/new", "/dataset/edit/hostile", "/dataset/hostile/resource/new"),
        *(f"/dataset/hostile/resource/{id_}/edit" for id_ in resources(trial, "hostile")),
        *("/", "/dataset/centres-de-kindia", "/organization/cours", "/dataset/cache"),
    ]


def test_every_page_is_sound_html_under_50_kilobytes_without_scripts(trial, visitor, member):
    answers = [visitor.get(path) for path in public_pages(trial)]
    answers += [member.get(path) for path in own_pages(trial)]
    missing = {"/rien", "/dataset/rien", "/dataset/a/b/c/d"}
    assert [a.address for a in answers if a.status != (404 if a.address in missing else 200)] == []
    assert [(a.address, a.page.faults) for a in answers if a.page.faults] == []
    assert [(a.address, len(a.body)) for a in answers if len(a.body) > 50_000] == []
    assert [a.address for a in answers if "portail d’entraînement" not in a.text] == []
    assert [
        a.address
        for a in answers
        if "default-src 'none'" not in a.headers["Content-Security-Policy"]
    ] == []


def test_the_page_of_an_enormous_dataset_stays_light_and_says_that_there_is_more(trial, visitor):
    organization = trial.call("organization_list_for_user")[0]["id"]
    long = "mot très long " * 500
    file = {"url": f"https://a.example/{'x' * 300}", "name": long, "description": long}
    trial.call(
        "package_create",
        {
            "name": "enorme",
            "title": long,
            "notes": long * 10,
            "author": long,
            "owner_org": organization,
            "tags": [{"name": f"étiquette {n} ".ljust(90, "é")} for n in range(100)],
            "extras": [{"key": f"cle {n} {long}"[:200], "value": long} for n in range(100)],
            "resources": [file] * 100,
        },
    )
    for path in ("/dataset/enorme", "/", "/dataset/", "/dataset/?tags=" + "x" * 5_000):
        assert len(visitor.get(path).body) < 50_000, path
    words = visitor.get("/dataset/enorme").page.words
    assert "la page n’en montre que le début" in words
    assert "75\u00a0autres" in words
    trial.call("package_delete", {"id": "enorme"})


def test_no_page_runs_what_participants_typed(trial, visitor, member):
    pages = [visitor.get(path).text for path in public_pages(trial)]
    pages += [member.get(path).text for path in own_pages(trial)]
    for text in pages:
        assert "<script" not in text
        assert "<img" not in text
        assert 'href="javascript' not in text
        assert "49" not in text.split("</head>")[0]


def test_a_dataset_page_shows_licence_file_and_the_beginning_of_its_table(visitor):
    words = visitor.get("/dataset/centres-de-kindia").page.words
    for expected in (
        "Centres de santé de Kindia",
        "Liste des centres",
        "Kindia",
        "Mamou",
        "Windows-1252",
    ):
        assert expected in words
    assert 'sep=";", encoding="cp1252"' in words
    assert "si l’on cite la source" in words


def test_an_address_in_a_description_is_a_link_without_the_comma_after_it(visitor):
    assert "https://data.example.org/kindia" in visitor.get("/dataset/centres-de-kindia").page.links


def test_no_line_of_a_text_may_begin_with_a_colon_or_a_question_mark(trial, visitor):
    for path in ("/", "/connexion", "/dataset/nu", "/dataset/centres-de-kindia"):
        words = visitor.get(path).page.words
        assert [] == re.findall(r".{0,20}\w [:;!?»](?!\w)|« .{0,20}", words), path


def test_a_bare_dataset_says_what_it_lacks(visitor):
    words = visitor.get("/dataset/nu").page.words
    for expected in ("Pas de licence", "Pas de description", "Aucun fichier"):
        assert expected in words


def test_search_finds_by_word_and_by_facet(visitor):
    assert "Centres de santé de Kindia" in visitor.get("/dataset/?q=kindia").page.words
    found = visitor.get("/dataset/?tags=sant%C3%A9").page
    assert "1\u00a0jeu de données trouvé" in found.words
    assert "Rien ne correspond" in visitor.get("/dataset/?q=zzzzzz").page.words


@pytest.mark.parametrize("q", ["%22", "(", "a%3A%5B", "%00", "*:*", "%C3%28", "title%3A"])
def test_a_search_that_cannot_be_read_gets_a_sentence(visitor, q):
    answer = visitor.get(f"/dataset/?q={q}")
    assert answer.status in (200, 400)
    assert answer.page.faults == []


@pytest.mark.parametrize(
    "path",
    [
        "/rien",
        "/dataset/rien",
        "/organization/rien",
        "/user/rien",
        "/fichier/rien",
        "/dataset/nu/resource/rien",
        "/dataset/cache",
    ],
)
def test_what_is_not_there_or_not_public_is_not_found(visitor, path):
    answer = visitor.get(path)
    assert 404 == answer.status
    assert "n’existe pas" in answer.page.words


def test_a_file_is_handed_over_never_shown(trial, visitor):
    hostile = resources(trial, "hostile")[-1]
    answer = visitor.get(f"/fichier/{hostile}")
    assert 200 == answer.status
    assert "application/octet-stream" == answer.headers["Content-Type"]
    assert "nosniff" == answer.headers["X-Content-Type-Options"]
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith('attachment; filename="')
    assert not set("<>/\\;") & set(disposition.removeprefix("attachment;"))


def test_a_member_sees_what_is_private_and_says_so(member):
    assert "Privé" in member.get("/dataset/cache").page.words


def test_head_answers_without_a_body(visitor):
    answer = visitor.get("/dataset/nu", method="HEAD")
    assert (200, b"") == (answer.status, answer.body)


def test_the_style_sheet_is_small_and_kept(visitor):
    answer = visitor.get("/style.css")
    assert "text/css" in answer.headers["Content-Type"]
    assert len(answer.body) < 8_000
    assert "max-age" in answer.headers["Cache-Control"]
    assert b"url(" not in answer.body


def test_a_language_prefix_and_a_last_slash_lead_to_the_page(trial):
    visitor = Visitor(trial.address)
    for place in ("/fr/dataset/centres-de-kindia", "/dataset/centres-de-kindia/", "/fr"):
        assert 200 == visitor.get(place).status


def test_a_page_beyond_the_last_shows_the_last(trial):
    visitor = Visitor(trial.address)
    for number in ("500", "9" * 5000, "000001" + "9" * 30):
        assert "Rien ne correspond" not in visitor.get(f"/dataset/?page={number}").page.words
