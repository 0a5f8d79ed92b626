"""The API over HTTP: forms of request, forms of answer, refusals."""

import threading

import pytest
from portals import Browser, browsing, peopled, publish

from atelier.portal.call import ACTIONS, find

FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    with peopled(tmp_path_factory.mktemp("portail")) as portal:
        publish(portal, "jeu", title="Jeu")
        yield portal


@pytest.fixture(scope="module")
def browser(portal):
    with browsing(portal, "amina") as browser:
        yield browser


@pytest.fixture
def stranger(browser):
    return Browser(browser.address)


@pytest.mark.parametrize(
    "start", ["/api/action/", "/api/3/action/", "/fr/api/3/action/", "/fr/api/action/"]
)
def test_an_action_answers_at_each_of_its_addresses(browser, start):
    answer = browser.send(f"{start}package_list", {})
    assert (200, True, ["jeu"]) == (answer.status, answer.json["success"], answer.result)


def test_the_envelope_says_where_help_is(browser):
    answer = browser.act("package_list")
    assert f"{browser.address}/api/3/action/help_show?name=package_list" == answer.json["help"]
    assert "application/json;charset=utf-8" == answer.headers["content-type"]


def test_reading_actions_take_their_data_from_the_address(browser):
    assert "Jeu" == browser.send("/api/3/action/package_show?id=jeu").result["title"]
    assert [] == browser.send("/api/3/action/package_list?limit=1&offset=5").result


@pytest.mark.parametrize(
    ("path", "body", "content_type", "reason"),
    [
        ("package_creat", b"{}", "application/json", "Action name not known: package_creat"),
        ("package_create", None, "", "JSON Error: Invalid request. Please use POST method for your request"),
        ("package_show", b'["a"]', "application/json",
         "JSON Error: Request data JSON decoded to ['a'] but it needs to be a dictionary."),
        ("package_show", b'{"id": ', "application/json",
         "JSON Error: Error decoding JSON data. Error: <BadRequest '400: Bad Request'> "
         "JSON data extracted from the request: {}"),
    ],
)  # fmt: skip
def test_a_request_that_cannot_be_read_gets_a_bare_sentence(
    browser, path, body, content_type, reason
):
    answer = browser.send(f"/api/3/action/{path}", body, content_type=content_type)
    assert (400, f"Bad request - {reason}") == (answer.status, answer.json)


def test_a_form_will_do(browser):
    assert "Jeu" == browser.act("package_show", b"id=jeu", content_type=FORM).result["title"]


def test_a_body_of_another_type_is_refused(browser):
    assert 415 == browser.act("package_list", b"{}", content_type="text/plain").status


def test_a_file_comes_in_a_form_with_parts(browser):
    parts = (
        b'--b\r\nContent-Disposition: form-data; name="package_id"\r\n\r\njeu\r\n'
        b'--b\r\nContent-Disposition: form-data; name="upload"; filename="a.csv"\r\n'
        b"Content-Type: text/csv\r\n\r\na,b\n1,2\n\r\n--b--\r\n"
    )
    answer = browser.act("resource_create", parts, content_type="multipart/form-data; boundary=b")
    assert (200, 8, "CSV") == (answer.status, answer.result["size"], answer.result["format"])


def test_an_unknown_token_is_silently_nobody(browser):
    for headers in ({"Authorization": "faux"}, {"Authorization": f"Bearer {browser.token}"}):
        nobody = Browser(browser.address)
        answer = nobody.act("organization_list_for_user", {}, **headers)
        assert (200, []) == (answer.status, answer.result)
        refused = nobody.act("package_create", {"name": "x1"}, **headers)
        assert (403, "Access denied: User  not authorized to create packages") == (
            refused.status,
            refused.json["error"]["message"],
        )


@pytest.mark.parametrize(
    ("action", "data", "status", "kind"),
    [
        ("package_show", {"id": "inconnu"}, 404, "Not Found Error"),
        ("package_create", {}, 409, "Validation Error"),
        ("package_create", {"name": "xx", "tags": ["a"]}, 400, "Integrity Error"),
        ("dataset_purge", {"id": "jeu"}, 403, "Authorization Error"),
        ("package_search", {"limite": 1}, 400, "Search Query Error"),
        ("package_search", {"q": "title:("}, 409, "Search Error"),
    ],
)
def test_each_refusal_has_its_status_and_its_type(browser, action, data, status, kind):
    answer = browser.act(action, data)
    assert (status, kind, False) == (
        answer.status,
        answer.json["error"]["__type"],
        answer.json["success"],
    )


def test_french_addresses_answer_in_french(stranger):
    answer = stranger.send("/fr/api/3/action/package_create", {})
    message = "L'utilisateur  n'est pas autorisé à enregistrer des jeux de données"
    assert f"Accès non autorisé: {message}" == answer.json["error"]["message"]


def test_a_page_may_ask_for_a_function_call_and_is_then_nobody(browser):
    answer = browser.send("/api/3/action/organization_list_for_user?callback=f")
    assert answer.body.startswith(b"f({")
    assert b'"result": []' in answer.body


def test_what_is_too_deep_is_refused(browser):
    deep = b'{"name": ' + b"[" * 900 + b"{}" + b"]" * 900 + b"}"
    assert browser.act("package_create", deep).status in {400, 409}


def test_every_action_has_a_help_text(browser):
    find("package_list")
    texts = {name: browser.act("help_show", {"name": name}).result for name in ACTIONS}
    assert all(text.strip() for text in texts.values())
    assert len(texts) > 60


def test_writers_at_once_lose_nothing(portal, browser):
    publish(portal, "commun", extras=[])
    statuses = []

    def write(number):
        made = browser.act("package_create", {"name": f"file-{number}", "owner_org": "ministere"})
        added = browser.act(
            "resource_create", {"package_id": "commun", "url": f"https://e.org/{number}"}
        )
        statuses.extend([made.status, added.status])

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [200] * 16 == statuses
    assert 8 == len(portal.call("package_show", {"id": "commun"})["resources"])
