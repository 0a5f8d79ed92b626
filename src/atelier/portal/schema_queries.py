"""The schemas of what is asked of lists and searches."""

from atelier.portal import validators as v
from atelier.portal.validation import Schema

_TEXT = [v.ignore_missing, v.text]

PAGES = Schema(
    {"limit": [v.ignore_missing, v.natural], "offset": [v.ignore_missing, v.natural]},
    keeps_others=True,
)
PAGES_OR_PAGE = Schema({**PAGES.fields, "page": [v.ignore_missing, v.positive]})

AUTOCOMPLETE = Schema(
    {
        "q": [v.not_missing, v.text],
        "ignore_self": [v.ignore_missing],
        "limit": [v.ignore_missing, v.natural],
    }
)

RESOURCE_SEARCH = Schema(
    {
        "query": [v.ignore_missing],
        "fields": [v.ignore_missing],
        "order_by": _TEXT,
        "offset": [v.ignore_missing, v.natural],
        "limit": [v.ignore_missing, v.natural],
    }
)

SEARCH = Schema(
    {
        "q": _TEXT,
        "fl": [v.ignore_missing, v.list_if_text],
        "fq": _TEXT,
        "rows": [v.default(10), v.natural, v.at_most(1000)],
        "sort": _TEXT,
        "start": [v.ignore_missing, v.natural],
        "qf": _TEXT,
        "facet": _TEXT,
        "facet.mincount": [v.ignore_missing, v.natural],
        "facet.limit": [v.ignore_missing, v.integer],
        "facet.field": [v.ignore_missing, v.json_if_text, v.list_of_text],
        "extras": [v.ignore_missing],
    },
    keeps_others=True,
)
