"""The search, and how its questions are written for the portal."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from atelier.portal.errors import SearchError, SearchQueryError
from atelier.portal.pages import words
from atelier.portal.pages.page import Page, explain

PER_PAGE = 20
LONGEST = 200
"""Characters of a question: each link of the page repeats it."""


class Search(Page):
    """The search, with its facets."""

    def get(self) -> None:
        """Show what a question finds, and by what it may be narrowed."""
        q = self.get_query_argument("q", "")[:LONGEST]
        sort = self.get_query_argument("sort", "")
        sort = sort if sort in words.SORTS else next(iter(words.SORTS))
        chosen = [
            (field, value[:100])
            for field in words.FACETS
            for value in dict.fromkeys(self.get_query_arguments(field))
            if value
        ][:8]
        number = _positive(self.get_query_argument("page", "1"))
        found, failure = {"count": 0, "results": [], "search_facets": {}}, None
        try:
            found = self.search(q, sort, chosen, number)
            if not found["results"] and found["count"]:  # beyond the last page
                number = -(-found["count"] // PER_PAGE)
                found = self.search(q, sort, chosen, number)
        except (SearchError, SearchQueryError) as error:
            failure = explain(error.status, error)
        facets = {name: facet["items"] for name, facet in found["search_facets"].items()}
        last = max(1, -(-found["count"] // PER_PAGE))

        def address(page: int, filters: Iterable[tuple[str, str]]) -> str:
            given = [("q", q), ("sort", sort if sort != next(iter(words.SORTS)) else "")]
            given += [*filters, ("page", str(page) if page > 1 else "")]
            return "?" + urlencode([pair for pair in given if pair[1]])

        self.show(
            "recherche",
            f"Recherche : {words.cut(q, 80)}" if q else "Jeux de données",
            q=q,
            sort=sort,
            chosen=chosen,
            failure=failure,
            found=found["results"],
            total=found["count"],
            facets={name: _open(items, name, chosen) for name, items in facets.items()},
            labels=_labels(facets),
            within=lambda field, value: address(1, [*chosen, (field, value)]),
            without=lambda field, value: address(1, [c for c in chosen if c != (field, value)]),
            previous=address(number - 1, chosen) if number > 1 else "",
            following=address(number + 1, chosen) if number < last else "",
            number=number,
            last=last,
        )

    def search(self, q: str, sort: str, chosen: list[tuple[str, str]], number: int) -> Any:
        """Ask the portal."""
        return self.call(
            "package_search",
            q=q or "*:*",
            sort=sort,
            fq_list=[f"{field}:{quoted(value)}" for field, value in chosen],
            rows=PER_PAGE,
            start=(number - 1) * PER_PAGE,
            include_private=bool(self.viewer),
            **{"facet.field": list(words.FACETS), "facet.limit": 8},
        )


def quoted(value: str) -> str:
    """Return a value as a search takes it whole."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _positive(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 and int(text) > 0 else 1


def _open(items: list[dict[str, Any]], field: str, chosen: list[tuple[str, str]]) -> list[Any]:
    """Return the values by which a search may still be narrowed."""
    return [item for item in items if (field, item["name"]) not in chosen]


def _labels(facets: dict[str, list[dict[str, Any]]]) -> dict[tuple[str, str], str]:
    return {
        (field, item["name"]): _label(field, item)
        for field, items in facets.items()
        for item in items
    }


def _label(field: str, item: dict[str, Any]) -> str:
    """Return what a value of a facet is called."""
    shown = str(item.get("display_name") or item["name"])
    return words.licence_name(item["name"], shown) if field == "license_id" else shown
