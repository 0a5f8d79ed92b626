"""Resources and their files."""

import pytest
from portals import browsing, peopled, publish

from atelier.portal import Invalid, Portal, Upload

CSV = b"commune,population\nCotonou,679012\n"


@pytest.fixture
def portal(tmp_path):
    with peopled(tmp_path) as portal:
        publish(portal, "jeu")
        yield portal


def upload(portal, name="Données Santé & Eau (2024).csv", content=CSV, **fields):
    data = {"package_id": "jeu", "upload": Upload(name, content), **fields}
    return portal.call("resource_create", data, "amina")


def kept(portal):
    """Return the names of the files that the portal keeps."""
    return {path.name for path in portal.files.folder.glob("??/*")}


def test_an_upload_tells_its_size_type_and_format(portal):
    resource = upload(portal)
    assert ("upload", len(CSV), "text/csv", "CSV") == (
        resource["url_type"],
        resource["size"],
        resource["mimetype"],
        resource["format"],
    )
    assert resource["url"].endswith("/download/donnees-sante-eau-2024.csv")


def test_an_upload_comes_back_as_it_was_sent(portal):
    with browsing(portal) as browser:
        url = upload(portal)["url"].removeprefix(portal.site_url)
        answer = browser.send(url)
        assert (200, CSV, "text/csv") == (
            answer.status,
            answer.body,
            answer.headers["content-type"],
        )
        assert b"" == browser.send(url, method="HEAD").body
        unchanged = browser.send(url, **{"If-None-Match": answer.headers["etag"]})
        assert 304 == unchanged.status


def test_no_script_of_an_uploaded_page_may_run(portal):
    with browsing(portal) as browser:
        page = upload(portal, "page.html", b"<script>alert(1)</script>")
        answer = browser.send(page["url"].removeprefix(portal.site_url))
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "nosniff" == answer.headers["x-content-type-options"]


def test_the_file_of_a_private_dataset_is_for_its_organization(portal):
    url = upload(portal)["url"]
    portal.call("package_patch", {"id": "jeu", "private": True}, "amina")
    with browsing(portal) as browser:
        path = "/dataset/" + url.partition("/dataset/")[2]
        assert 403 == browser.send(path).status
    with browsing(portal, "moussa") as browser:
        assert 200 == browser.send(path).status


def test_a_file_too_large_is_refused_and_leaves_nothing(portal):
    with pytest.raises(Invalid) as refused:
        upload(portal, content=b"x" * (10 * 1024 * 1024 + 1))
    assert {"upload": ["File upload too large"]} == refused.value.errors
    assert set() == kept(portal)
    assert [] == portal.call("package_show", {"id": "jeu"})["resources"]


def test_a_path_in_place_of_a_file_makes_an_empty_resource(portal):
    data = {"package_id": "jeu", "upload": "fichier.csv"}
    resource = portal.call("resource_create", data, "amina")
    assert ("", None, "") == (resource["url"], resource["size"], resource["format"])
    assert ["fichier-non-envoye"] == [
        lesson["code"] for lesson in portal.lessons() if lesson["code"].startswith("fichier")
    ]


def test_a_replaced_file_is_forgotten_once_the_new_one_is_there(portal):
    first = upload(portal)
    before = kept(portal)
    data = {"id": first["id"], "upload": Upload("v2.csv", CSV + b"Parakou,255478\n")}
    second = portal.call("resource_patch", data, "amina")
    assert (first["id"], len(CSV) + 15) == (second["id"], second["size"])
    assert 1 == len(kept(portal))
    assert before.isdisjoint(kept(portal))


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("csv", "CSV"),
        (".csv", ".csv"),
        ("text/csv", "CSV"),
        ("Excel", "XLS"),
        ("Tableur", "Tableur"),
    ],
)
def test_a_known_format_is_written_as_the_register_does(portal, written, known):
    data = {"package_id": "jeu", "url": "https://example.org/f", "format": written}
    assert known == portal.call("resource_create", data, "amina")["format"]


def test_fields_of_ones_own_are_kept_until_an_update_without_them(portal):
    data = {"package_id": "jeu", "url": "https://example.org/f", "encodage": "utf-8"}
    resource = portal.call("resource_create", data, "amina")
    assert "utf-8" == resource["encodage"]
    change = {"id": resource["id"], "url": "https://example.org/g"}
    assert "encodage" not in portal.call("resource_update", change, "amina")


def test_resources_take_the_order_that_is_asked(portal):
    ids = [upload(portal, name=f"{n}.csv")["id"] for n in range(3)]
    answer = portal.call("package_resource_reorder", {"id": "jeu", "order": [ids[2]]}, "amina")
    assert [ids[2], ids[0], ids[1]] == answer["order"]


def test_a_resource_is_deleted_and_the_others_move_up(portal):
    ids = [upload(portal, name=f"{n}.csv")["id"] for n in range(3)]
    portal.call("resource_delete", {"id": ids[0]}, "amina")
    left = portal.call("package_show", {"id": "jeu"})["resources"]
    assert [(ids[1], 0), (ids[2], 1)] == [(row["id"], row["position"]) for row in left]


def test_the_next_start_sweeps_what_no_row_names(portal):
    resource = upload(portal)
    orphan = portal.files.path(portal.files.write(b"orphan"))
    half = orphan.with_name("moitie.part")
    half.write_bytes(b"half")
    portal.close()
    with Portal(portal.folder) as again:
        assert CSV == again.file_of(resource["id"]).read_bytes()
        assert 1 == len(kept(again))
        assert not orphan.exists()
        assert not half.exists()


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\Users\\a\\f.csv", "..", "", "é" * 300])
def test_no_name_of_a_file_climbs_out_of_the_store(portal, name):
    resource = upload(portal, name=name) if name else None
    inside = {path.resolve() for path in portal.files.folder.rglob("*")}
    assert all(portal.folder.resolve() in path.parents for path in inside)
    if resource:
        assert ".." not in resource["url"].rsplit("/", 1)[-1].replace("..", "..", 1)[2:]
