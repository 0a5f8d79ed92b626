"""The pages below a prefix, as on Binder: every link stays below it, and so does the session."""

from urllib.parse import urljoin

import pytest
from proxied import PREFIX, behind_a_proxy
from visitor import Visitor

from atelier.portal.trial import fresh_portal


@pytest.fixture(scope="module")
def trial():
    with fresh_portal() as portal:
        yield portal


@pytest.fixture(scope="module")
def far(trial):
    with behind_a_proxy(trial.address) as address:
        yield address


@pytest.fixture
def member(trial, far) -> Visitor:
    visitor = Visitor(far, PREFIX)
    assert "Mon compte" in visitor.enter(trial.token).page.words
    return visitor


def test_everything_is_reached_by_links_from_the_front_page(trial, member):
    organization = trial.call("organization_list_for_user")[0]["id"]
    trial.call("package_create", {"name": "jeu", "owner_org": organization, "title": "Jeu"})
    todo, seen = ["/"], {}
    while todo:
        path = todo.pop()
        answer = member.get(path)
        seen[path] = answer.status
        for link in answer.page.links if "text/html" in answer.headers["Content-Type"] else ():
            target = urljoin(answer.address, link).split("#")[0]
            assert target.startswith(PREFIX), (path, link)
            inside = target.removeprefix(PREFIX) or "/"
            if inside not in seen and inside not in todo and len(seen) < 60:
                todo.append(inside)
    assert {path: status for path, status in seen.items() if status != 200} == {"/sortie": 405}
    assert {"/", "/dataset/jeu", "/compte", "/dataset/new", "/style.css"} <= set(seen)


def test_a_session_below_the_prefix_is_kept_for_the_portal_alone(member):
    assert {PREFIX} == {folder for _, folder in member.cookies.values()}


def test_a_dataset_is_published_below_the_prefix(trial, member):
    organization = trial.call("organization_list_for_user")[0]["id"]
    page = member.post("/dataset/new", title="Loin", name="loin", owner_org=organization)
    assert f"{PREFIX}/dataset/loin/resource/new" == page.address
    page = member.post("/dataset/loin/resource/new", upload=("a.csv", b"a,b\n1,2\n"))
    assert f"{PREFIX}/dataset/loin" == page.address


def test_the_link_of_a_notebook_lets_in_below_the_prefix(trial, far):
    asking = Visitor(trial.address, headers={"Authorization": trial.token})
    link = asking._ask("POST", "/entrer", b"", {}).text
    assert "Mon compte" in Visitor(far, PREFIX).get(f"/{link}").page.words
