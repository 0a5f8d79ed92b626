"""The stand-in for Solr finds what CKAN's queries mean."""

import json

import pytest

from ckan_reel.lucene import QuerySyntaxError, read_query
from ckan_reel.solr import Index

FORAGES = {
    "index_id": "1", "name": "forages-2024", "title": "Forages d'eau 2024", "tags": ["eau", "Eau potable"],
    "organization": "agence-eau", "license_id": "odc-by", "notes": "Les forages du Bénin",
    "metadata_modified": "2024-03-01T10:00:00Z", "state": "active", "res_format": ["CSV", "PDF"],
}  # fmt: skip
ROADS = {
    "index_id": "2", "name": "routes", "title": "Routes et pistes", "tags": ["routes"],
    "organization": "travaux", "metadata_modified": "2024-05-01T10:00:00Z", "state": "active",
    "res_format": ["CSV"],
}  # fmt: skip


def names(query, operator="AND"):
    test = read_query(query, operator)
    return [document["name"] for document in (FORAGES, ROADS) if test(document)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("*:*", ["forages-2024", "routes"]),
        ("tags:eau", ["forages-2024"]),
        ("tags:Eau", []),
        ('tags:"Eau potable"', ["forages-2024"]),
        ("title:FORAGES", ["forages-2024"]),
        ("benin", ["forages-2024"]),
        ("l'eau", []),
        ("d'eau", ["forages-2024"]),
        ("name:for*", ["forages-2024"]),
        ("res_format:(CSV AND PDF)", ["forages-2024"]),
        ("tags:eau OR tags:routes", ["forages-2024", "routes"]),
        ("-tags:eau", ["routes"]),
        ("+state:active -license_id:odc-by", ["routes"]),
        ("license_id:*", ["forages-2024"]),
        ("metadata_modified:[2024-04-01T00:00:00Z TO *]", ["routes"]),
        ("metadata_modified:{2024-03-01T10:00:00Z TO NOW]", ["routes"]),
        ("name:[a TO g]", ["forages-2024"]),
        ("(tags:eau AND title:forages) OR name:routes", ["forages-2024", "routes"]),
    ],
)
def test_a_query_finds_what_it_says(query, found):
    assert found == names(query)


def test_an_or_beside_a_required_part_requires_nothing_as_in_lucene():
    assert ["forages-2024", "routes"] == names("+state:active tags:eau OR tags:rien")


@pytest.mark.parametrize(
    "query", ["tags:(", "a:[1", "a:b:c", ")", "title:", "forage~", "/f.*/", "date:[x]", ""]
)
def test_what_cannot_be_read_is_refused(query):
    with pytest.raises(QuerySyntaxError):
        read_query(query)


def index():
    held = Index()
    held.add(json.loads(json.dumps([FORAGES, ROADS])))
    return held


def test_words_are_looked_for_everywhere_and_the_title_weighs_more():
    asked = {"q": ["forages routes"], "defType": ["dismax"], "mm": ["1"], "qf": ["title^4 text"]}
    answer = index().select(asked | {"fl": ["name"]})
    assert [{"name": "forages-2024"}, {"name": "routes"}] == answer["response"]["docs"]


def test_values_are_counted_the_most_frequent_first():
    asked = {"facet": ["true"], "facet.field": ["res_format"], "rows": ["0"]}
    counted = index().select(asked)["facet_counts"]["facet_fields"]
    assert {"res_format": ["CSV", 2, "PDF", 1]} == counted


def test_what_is_deleted_is_found_no_more():
    held = index()
    held.delete('<delete><query>+name:"routes"</query></delete>')
    assert 1 == held.select({})["response"]["numFound"]


def test_a_sort_that_means_nothing_is_refused():
    for rule in ("name", "name vers", "tags asc"):
        with pytest.raises(QuerySyntaxError):
            index().select({"sort": [rule]})
