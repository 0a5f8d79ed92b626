"""Search: words, filters, facets, pages, and what is refused loudly."""

import pytest
from portals import peopled, publish

from atelier.portal import Invalid, SearchError, SearchQueryError


def filled(folder):
    with peopled(folder) as portal, portal.store.transaction():
        publish(portal, "eau-potable", title="L’eau potable à Cotonou", license_id="cc-by",
                tags=[{"name": "eau"}], extras=[{"key": "frequence", "value": "annuelle"}],
                resources=[{"url": "https://example.org/a.csv", "format": "csv"}])  # fmt: skip
        publish(portal, "centres", title="Centres de santé", license_id="odc-odbl",
                tags=[{"name": "santé"}], notes="Une liste de centres.")  # fmt: skip
        publish(portal, "hopitaux", title="Hôpitaux", tags=[{"name": "santé"}])
        publish(portal, "secret", title="Santé secrète", private=True)
        yield portal


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """A portal that tests only read."""
    yield from filled(tmp_path_factory.mktemp("portail"))


@pytest.fixture
def portal(tmp_path):
    """A portal that a test changes."""
    yield from filled(tmp_path)


def names(portal, user=None, **query):
    results = portal.call("package_search", query, user)["results"]
    return {row["name"] for row in results}


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("", {"eau-potable", "centres", "hopitaux"}),
        ("*:*", {"eau-potable", "centres", "hopitaux"}),
        ("santé", {"centres", "hopitaux"}),
        ("SANTE", {"centres", "hopitaux"}),
        ("centre", {"centres"}),
        ("hopital", set()),
        ("eau potable", {"eau-potable"}),
        ("eau hopitaux", set()),
        ("-eau", {"centres", "hopitaux"}),
        ('"eau potable"', {"eau-potable"}),
        ('"potable eau"', {"eau-potable"} - {"eau-potable"}),
        ("title:eau", {"eau-potable"}),
        ("title:eau OR title:centres", {"eau-potable", "centres"}),
        ("title:eau AND tags:santé", set()),
        ("tags:santé AND NOT name:centres", {"hopitaux"}),
        ("name:c*", {"centres"}),
        ("name:cent?es", {"centres"}),
        ("frequence:annuelle", {"eau-potable"}),
        ("license_id:(cc-by OR odc-odbl)", {"eau-potable", "centres"}),
        ("license_id:[* TO *]", {"eau-potable", "centres"}),
        ("res_format:CSV", {"eau-potable"}),
        ("res_format:csv", set()),
        ('title:"centres de santé"^3 ', {"centres"}),
        ("metadata_modified:[NOW-1DAY TO NOW+1DAY]", {"eau-potable", "centres", "hopitaux"}),
        ("metadata_created:[* TO 2001-01-01T00:00:00Z]", set()),
    ],
)
def test_a_query_finds_what_it_says(library, q, found):
    assert found == names(library, q=q)


def test_filters_all_hold(library):
    fq = "+organization:ministere -license_id:cc-by"
    assert {"centres", "hopitaux"} == names(library, fq=fq)
    assert {"hopitaux"} == names(library, fq=fq, fq_list=["name:h*"])


def test_private_datasets_are_found_by_who_may_read_and_asks(library):
    query = {"q": "secrète", "include_private": True}
    assert {"secret"} == names(library, "moussa", **query)
    assert set() == names(library, "fatou", **query)
    assert set() == names(library, "moussa", q="secrète")


def test_pages_follow_one_another(library):
    order = [
        library.call("package_search", {"sort": "name asc", "rows": 1, "start": n})["results"][0][
            "name"
        ]
        for n in range(3)
    ]
    assert ["centres", "eau-potable", "hopitaux"] == order


def test_facets_count_and_name_their_values(library):
    query = {"rows": 0, "facet.field": ["tags", "license_id", "organization"]}
    answer = library.call("package_search", query)
    assert {
        "tags": {"santé": 2, "eau": 1},
        "license_id": {"cc-by": 1, "odc-odbl": 1},
        "organization": {"ministere": 3},
    } == answer["facets"]
    assert [{"name": "ministere", "display_name": "Ministere", "count": 3}] == answer[
        "search_facets"
    ]["organization"]["items"]


def test_a_word_in_a_title_counts_more_than_in_a_description(portal):
    publish(portal, "autre", title="Autre", notes="Des hôpitaux, des centres.")
    results = portal.call("package_search", {"q": "hopitaux"})["results"]
    assert ["hopitaux", "autre"] == [row["name"] for row in results]


def test_a_change_is_found_at_once(portal):
    portal.call("package_patch", {"id": "centres", "title": "Dispensaires"}, "amina")
    assert {"centres"} == names(portal, q="dispensaires")
    portal.call("package_delete", {"id": "centres"}, "amina")
    assert set() == names(portal, q="dispensaires")


@pytest.mark.parametrize(
    "query",
    [
        {"q": "title:eau~"},
        {"q": "title:/ea.*/"},
        {"q": "title:("},
        {"q": "title:eau)"},
        {"q": "title:"},
        {"q": "title:a AND"},
        {"q": "{!func}x"},
        {"q": '_query_:"x"'},
        {"q": "x", "defType": "func"},
        {"fq": "title:[a TO"},
        {"fq": "metadata_modified:[hier TO NOW]"},
        {"sort": "tags asc"},
        {"bf": "x"},
        {"q": "title:" + "(" * 200},
    ],
)
def test_what_it_does_not_speak_is_refused_loudly(library, query):
    with pytest.raises(SearchError) as refused:
        library.call("package_search", query)
    assert (409, "Search Error") == (refused.value.status, refused.value.body()["__type"])


@pytest.mark.parametrize("query", [{"limite": 3}, {"sort": "name"}, {"sort": "name haut"}])
def test_a_parameter_that_is_none_is_a_bad_query(library, query):
    with pytest.raises(SearchQueryError):
        library.call("package_search", query)


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ({"rows": "dix"}, {"rows": ["Invalid integer", "Please enter an integer value"]}),
        ({"rows": -1}, {"rows": ["Must be a natural number"]}),
        ({"facet.field": "tags"}, {"facet.field": ["Could not parse as valid JSON", "Not a list"]}),
    ],
)
def test_a_number_or_list_that_is_none_is_named(library, query, errors):
    with pytest.raises(Invalid) as refused:
        library.call("package_search", query)
    assert errors == refused.value.errors
