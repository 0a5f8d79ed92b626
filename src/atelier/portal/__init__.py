"""The training portal: a small CKAN, offline, where every mistake is allowed.

Everything goes through actions (`Portal.call`), as in CKAN itself: the API, the pages, the seed
catalogue, the teaching warnings and the tests call the same ones.
"""

from atelier.portal.errors import (
    ActionError,
    DataError,
    Invalid,
    NotAuthorized,
    NotFound,
    SearchError,
    SearchQueryError,
    UnknownAction,
)
from atelier.portal.files import Upload
from atelier.portal.portal import Portal

__all__ = [
    "ActionError",
    "DataError",
    "Invalid",
    "NotAuthorized",
    "NotFound",
    "Portal",
    "SearchError",
    "SearchQueryError",
    "UnknownAction",
    "Upload",
]
