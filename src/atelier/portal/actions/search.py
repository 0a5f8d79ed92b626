"""`package_search`."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from atelier.portal.call import Call, reading
from atelier.portal.dictize import raw_package
from atelier.portal.errors import SearchError, SearchQueryError
from atelier.portal.licenses import LICENSES
from atelier.portal.schema_queries import SEARCH
from atelier.portal.search import matching, plain, syntax
from atelier.portal.search.index import DATE_FIELDS, LIST_FIELDS, STORED, Document, is_text
from atelier.portal.validation import validate

DEFAULT_SORT = "score desc, metadata_modified desc"
KNOWN = {
    "q", "fl", "fq", "rows", "sort", "start", "wt", "qf", "bf", "boost", "facet",
    "facet.mincount", "facet.limit", "facet.field", "extras", "fq_list", "tie", "defType", "mm",
    "df",
}  # fmt: skip
"""The parameters of CKAN 2.11."""
ALWAYS_THERE = {"score", "id", "name", "title", "title_string", *DATE_FIELDS}
"""What each dataset has: no need to put last those that lack it."""
LACKING = ("bf", "boost")
"""Parameters of the ranking that this portal does not have."""


@reading
def package_search(call: Call, data: dict[str, Any]) -> dict[str, Any]:
    """Search datasets.

    :param q: words, or a query like `title:eau AND tags:santé`
    :type q: string
    :param fq: a filter, like `+organization:cours -license_id:cc-by`
    :type fq: string
    :param fq_list: more filters
    :type fq_list: list of strings
    :param sort: `score`, `name`, `title_string`, `metadata_modified`… then `asc` or `desc`
    :type sort: string
    :param rows: how many to return at most (10, and never more than 1000)
    :type rows: int
    :param start: how many to skip
    :type start: int
    :param facet.field: the fields of which to count the values
    :type facet.field: list of strings
    :param facet.limit: how many values to count at most (50; negative: all)
    :type facet.limit: int
    :param facet.mincount: the least count worth telling (1)
    :type facet.mincount: int
    :param include_private: whether to search the private datasets of your organisations
    :type include_private: boolean
    :param include_drafts: whether to search drafts
    :type include_drafts: boolean
    :param fl: the fields to return, instead of whole datasets
    :type fl: list of strings

    :returns: a record with `count`, `results`, `facets`, `search_facets` and `sort`
    :rtype: dictionary
    """
    given, options = _asked(call, data)
    sort = given.get("sort")
    sort = DEFAULT_SORT if sort in (None, "rank") else sort
    found = _found(call, given, options)
    _put_in_order(found, sort)
    start = given.get("start") or 0
    raw = options["use_default_schema"]
    page = [document for _, document in found[start : start + given["rows"]]]
    facets = _facets(given, [document for _, document in found])
    return {
        "count": len(found),
        "facets": facets,
        "results": [_result(call, document, given.get("fl"), raw) for document in page],
        "sort": sort,
        "search_facets": {field: _told(call, field, facets[field]) for field in facets},
    }


def _asked(call: Call, data: dict[str, Any]) -> tuple[dict[str, Any], dict[str, bool]]:
    """Return the parameters of a search, and its flags apart. Refuses those that are not known."""
    given = validate(call, data, SEARCH)
    options = {
        name: call.flag({name: given.pop(name, False)}, name)
        for name in ("include_private", "include_drafts", "include_deleted", "use_default_schema")
    }
    given = {key: value for key, value in given.items() if not key.startswith("ext_")}
    if "__extras" in given:  # CKAN then loses every parameter that its schema does not name
        given = {key: value for key, value in given.items() if key in SEARCH.fields}
    unknown = [key for key in given if key not in KNOWN]
    if unknown:
        raise SearchQueryError(f"Invalid search parameters: {unknown}")
    for key in LACKING:
        if key in given:
            raise SearchError(f"the training portal has no parameter '{key}'")
    return given, options


def _put_in_order(found: list[Any], sort: str) -> None:
    """Sort what was found, as asked; what is equal stands by its date."""
    found.sort(key=lambda pair: pair[1].fields["metadata_created"])
    for field, reverse in reversed(_criteria(sort)):
        found.sort(key=_key(field), reverse=reverse)
        if field not in ALWAYS_THERE:
            found.sort(key=_lacks(field))


def _found(
    call: Call, given: dict[str, Any], options: dict[str, bool]
) -> list[tuple[float, Document]]:
    rate = _query(given)
    filters = [matching.rate_of(syntax.parse(text)) for text in _filters(given, options)]
    return [
        (score, document)
        for document in call.portal.index.readable(call)
        if (score := rate(document)) and all(holds(document) for holds in filters)
    ]


def _query(given: dict[str, Any]) -> Callable[[Document], float]:
    q = given.get("q") or ""
    kind = str(given.get("defType", "dismax"))
    if kind not in {"dismax", "edismax", "lucene"}:
        raise SearchError(f"the training portal has no query parser '{kind}'")
    _refuse_parsers("q", q)
    if q in {"", '""', "''"}:
        q = "*:*"
    if ":" not in q:
        return plain.parse(q, given.get("qf"), given.get("mm")).rate
    return matching.rate_of(syntax.parse(q, str(given.get("df") or "text")))


def _filters(given: dict[str, Any], options: dict[str, bool]) -> list[str]:
    fq = given.get("fq") or ""
    if not options["include_private"]:
        fq = f"+capacity:public {fq}"
    if "+state" not in fq:
        states = ["active"]
        states += ["draft"] if options["include_drafts"] else []
        states += ["deleted"] if options["include_deleted"] else []
        fq += f" +state:({' OR '.join(states)})"
    more = given.get("fq_list") or []
    if not isinstance(more, list) or not all(isinstance(text, str) for text in more):
        raise SearchError("fq_list must be a list of strings")
    for text in (fq, *more):
        _refuse_parsers("fq", text)
    return [fq, *more]


def _refuse_parsers(name: str, text: str) -> None:
    if "_query_" in text or "_val_" in text:
        raise SearchError(f"Magic fields are not supported in param '{name}'.")
    if "{!" in text:
        raise SearchError(f"Local parameters are not supported in param '{name}'.")


def _criteria(sort: str) -> list[tuple[str, bool]]:
    criteria: list[tuple[str, bool]] = []
    if not sort:
        return [("score", True)]
    for part in str(sort).split(","):
        words = part.split()
        if len(words) != 2 or words[1].lower() not in {"asc", "desc"}:
            raise SearchQueryError('Invalid "sort" parameter')
        if words[0] in LIST_FIELDS - {"title"}:
            raise SearchError(f"can not sort on multivalued field: {words[0]}")
        criteria.append((words[0], words[1].lower() == "desc"))
    return criteria


def _key(field: str) -> Callable[[tuple[float, Document]], Any]:
    if field == "score":
        return lambda pair: pair[0]
    name = "title_string" if field == "title" else field
    return lambda pair: (pair[1].fields.get(name) or [""])[0]


def _lacks(field: str) -> Callable[[tuple[float, Document]], bool]:
    """Put last what has no value in a field, in whichever direction one sorts."""
    name = "title_string" if field == "title" else field
    return lambda pair: not pair[1].fields.get(name)


def _result(call: Call, document: Document, fl: list[str] | None, raw: bool) -> dict[str, Any]:
    if not fl and raw:
        package = call.store.one("SELECT * FROM package WHERE id = ?", document.fields["id"][0])
        return raw_package(call, package or {})
    if not fl:
        return json.loads(document.json)
    names = {name for text in fl for name in str(text).replace(",", " ").split()}
    everything = "*" in names
    record: dict[str, Any] = {}
    for name, values in document.fields.items():
        shown = name in STORED or name.startswith("extras_")
        if values and shown and (everything or name in names):
            record[name.removeprefix("extras_")] = (
                list(values) if name in LIST_FIELDS else values[0]
            )
    if names & {"data_dict", "validated_data_dict"}:
        record |= {name: document.json for name in names & {"data_dict", "validated_data_dict"}}
    return record


def _facets(given: dict[str, Any], found: list[Document]) -> dict[str, dict[str, int]]:
    if str(given.get("facet", "true")).lower() == "false":
        return {}
    limit = given.get("facet.limit")
    limit = 50 if limit is None else limit
    least = given.get("facet.mincount")
    least = 1 if least is None else least
    facets = {}
    for field in given.get("facet.field") or []:
        counts = Counter(value for document in found for value in set(_values(document, field)))
        kept = [(value, n) for value, n in counts.items() if n >= max(least, 1)]
        kept.sort(key=lambda pair: (-pair[1], pair[0]))
        facets[field] = dict(kept if limit < 0 else kept[:limit])
    return facets


def _values(document: Document, field: str) -> list[str]:
    if is_text(field):
        return list(document.counts(field))
    return document.fields.get(field, [])


def _told(call: Call, field: str, counts: dict[str, int]) -> dict[str, Any]:
    items = [
        {"name": value, "display_name": _display(call, field, value), "count": count}
        for value, count in counts.items()
    ]
    items.sort(key=lambda item: item["display_name"], reverse=True)
    return {"title": field, "items": items}


def _display(call: Call, field: str, value: str) -> str:
    if field in {"groups", "organization"}:
        group = call.store.one("SELECT doc FROM grp WHERE name = ?", value)
        title = group["doc"]["title"] if group else ""
        return title if title and title.strip() else value
    if field == "license_id" and value in LICENSES:
        return LICENSES[value]["title"]
    return value
