"""What the replay of recorded cases calls the same, and what it does not."""

import re
from datetime import date

import pytest

from portal.accepted import Accepted, read_accepted, sort_out
from portal.comparing import Comparison
from portal.recorded import CASES, Answer, Case, Recording

DAY, TODAY = date(2026, 11, 23), date(2027, 1, 5)
ONE, OTHER, THIRD = (f"{n}1111111-1111-4111-8111-111111111111" for n in "abc")
RECORDED_NAMES = sorted(path.name for path in CASES.glob("*.jsonl"))


def comparison():
    return Comparison(DAY, ["adminlab"], TODAY)


def places(recorded, actual, using=None, **request):
    """Return where two answers differ; a plain value stands for an answer's JSON."""
    case = Case(
        {"id": "00-case", "as": "anon", "action": "x"} | request, Answer(200, json=recorded)
    )
    found = (using or comparison()).differences(case, Answer(200, json=actual))
    return [difference.place for difference in found]


def test_an_id_may_differ_but_stands_for_the_same_thing_everywhere():
    learning = comparison()
    assert places({"id": ONE}, {"id": OTHER}, learning) == []
    assert places({"owner": f"/dataset/{ONE}/x"}, {"owner": f"/dataset/{OTHER}/x"}, learning) == []
    assert places({"owner": ONE}, {"owner": THIRD}, learning) == ["json.owner"]
    assert places({"owner": THIRD}, {"owner": OTHER}, learning) == ["json.owner"]


def test_an_id_is_not_just_any_text():
    assert places({"id": ONE}, {"id": "minimal"}) == ["json.id"]


def test_times_of_the_recording_and_of_today_are_the_same():
    then, now = "2026-11-23T06:09:43.795103", "2027-01-05T10:00:00.000001"
    assert places({"created": then}, {"created": now}) == []


@pytest.mark.parametrize("now", ["2001-01-01T00:00:00", "hier", None, ""])
def test_a_time_that_is_not_of_today_differs(now):
    assert places({"created": "2026-11-23T06:09:43.795103"}, {"created": now}) == ["json.created"]


def test_a_time_that_was_sent_must_come_back_as_it_was():
    assert places({"last": "2001-01-01T00:00:00"}, {"last": "2001-01-01T00:00:00"}) == []
    assert places({"last": "2001-01-01T00:00:00"}, {"last": "2027-01-05T00:00:00"}) == ["json.last"]


def test_the_administrator_may_have_another_name():
    assert places({"name": "adminlab"}, {"name": "formatrice"}) == []
    assert places({"name": "amina"}, {"name": "formatrice"}) == ["json.name"]


def test_kinds_count():
    assert places({"size": 12}, {"size": "12"}) == ["json.size"]
    assert places({"private": False}, {"private": 0}) == ["json.private"]
    assert places({"notes": None}, {"notes": ""}) == ["json.notes"]


def test_what_is_missing_and_what_is_added_differ():
    assert places({"a": 1}, {"b": 1}) == ["json.a", "json.b"]
    assert places([1, 2], [1]) == ["json[1]"]


def test_the_order_of_a_list_counts_unless_ckan_leaves_it_to_its_base():
    assert places({"result": ["a", "b"]}, {"result": ["b", "a"]}) != []
    assert places({"result": ["a", "b"]}, {"result": ["b", "a"]}, action="tag_autocomplete") == []


def test_what_a_search_found_is_compared_by_name_unless_the_request_sorts():
    first, second = {"name": "a", "title": "A"}, {"name": "b", "title": "B"}
    recorded = {"result": {"count": 2, "results": [first, second]}}
    other = {"result": {"count": 2, "results": [second, first]}}
    wrong = {"result": {"count": 2, "results": [second, {"name": "a", "title": "?"}]}}
    search = {"action": "package_search"}
    assert places(recorded, other, **search) == []
    assert places(recorded, wrong, **search) == ["json.result.results.a.title"]
    assert places(recorded, other, json={"sort": "name asc"}, **search) != []


def test_a_first_page_is_only_counted_unless_the_request_sorts():
    recorded = {"result": {"count": 9, "results": [{"name": "a"}]}}
    other = {"result": {"count": 9, "results": [{"name": "b"}]}}
    assert places(recorded, other, action="package_search") == []
    assert places(recorded, other, action="package_search", json={"sort": "name asc"}) != []


def test_the_words_of_the_search_engine_are_not_compared():
    recorded = {"error": {"__type": "Search Error", "message": "SOLR…"}}
    other = {"error": {"__type": "Search Error", "message": "autre"}}
    assert places(recorded, other, action="package_search") == []


def test_a_header_is_a_list_in_any_order_and_case():
    def answer(allow):
        return Answer(200, headers={"allow": allow, "content-type": "text/html; charset=utf-8"})

    case = Case({"id": "01", "as": "anon", "path": "/"}, answer("GET, POST"))
    other = Answer(200, headers={"allow": "post,get", "content-type": "text/html;charset=UTF-8"})
    assert comparison().differences(case, other) == []
    assert comparison().differences(case, answer("GET")) != []


def test_an_explanation_covers_its_place_and_an_unused_one_is_told():
    case = Case({"id": "02-x", "as": "anon", "path": "/"}, Answer(200, json={"a": [1], "b": 2}))
    found = comparison().differences(case, Answer(200, json={"a": [3], "b": 4}))
    used, unused = Accepted("02-*", "json.a[0]", "why"), Accepted("02-x", "json.c", "why")
    left, not_needed = sort_out(found, [used, unused])
    assert [d.place for d in left] == ["json.b"]
    assert [unused] == not_needed


def test_every_accepted_difference_gives_its_reason(tmp_path):
    silent = tmp_path / "ecarts.toml"
    silent.write_text('[[accepted]]\ncase = "a"\nplace = "b"\nreason = " "\n', encoding="utf-8")
    with pytest.raises(ValueError, match="no reason"):
        read_accepted(silent)
    read_accepted()


@pytest.mark.parametrize("name", RECORDED_NAMES)
def test_a_recording_comes_back_as_it_was_written(name, tmp_path):
    recording = Recording.read(CASES / name)
    recording.write(tmp_path / name)
    assert (CASES / name).read_text("utf-8") == (tmp_path / name).read_text("utf-8")


@pytest.mark.parametrize("name", RECORDED_NAMES)
def test_a_recording_holds_no_address_but_examples(name):
    text = (CASES / name).read_text("utf-8")
    assert "eyJ" not in text, "a token was not masked"
    assert "127.0.0.1" not in text
    assert {"example.org"} == set(re.findall(r"\w@([\w-]+\.[\w.-]*\w)", text))
