"""What an action may raise, and the shape in which CKAN's API tells it."""

from typing import Any

from atelier.portal.french import translate


class ActionError(Exception):
    """An action refused. `status` is the HTTP one; `body` is CKAN's `error` object."""

    status = 500
    kind = ""

    def __init__(self, message: str = "") -> None:
        """Keep what is given."""
        super().__init__(message)
        self.message = message

    def body(self, lang: str = "en") -> dict[str, Any]:
        """Return the `error` object of the JSON answer."""
        return {"__type": self.kind, "message": self.message}


class NotFound(ActionError):
    """No such dataset, resource, organisation, user…"""

    status, kind, lead = 404, "Not Found Error", "Not found"

    def body(self, lang: str = "en") -> dict[str, Any]:
        """Return the `error` object, its first words in the language of the request."""
        lead = translate(self.lead, lang)
        return {
            "__type": self.kind,
            "message": f"{lead}: {self.message}" if self.message else lead,
        }


class NotAuthorized(NotFound):
    """This user may not do this."""

    status, kind, lead = 403, "Authorization Error", "Access denied"


class Invalid(ActionError):
    """The data break a rule of the schema; `errors` names each field."""

    status, kind = 409, "Validation Error"

    def __init__(self, errors: dict[str, Any]) -> None:
        """Keep what is given."""
        super().__init__(str(errors))
        self.errors = errors

    def body(self, lang: str = "en") -> dict[str, Any]:
        """Return the errors of each field, as CKAN does."""
        return {**self.errors, "__type": self.kind}


class DataError(ActionError):
    """The data do not have the shape of a record: a list of words where records are due."""

    status, kind = 400, "Integrity Error"

    def __init__(self, message: str, data: Any = None) -> None:
        """Keep what is given."""
        super().__init__(message)
        self.data = data

    def body(self, lang: str = "en") -> dict[str, Any]:
        """Return the message and the data that it is about."""
        return {**super().body(lang), "data": self.data}


class SearchQueryError(ActionError):
    """A search parameter that does not exist or cannot be read."""

    status, kind = 400, "Search Query Error"

    def body(self, lang: str = "en") -> dict[str, Any]:
        """Return the message in CKAN's words."""
        return {"__type": self.kind, "message": f"Search Query is invalid: {self.message!r}"}


class SearchError(ActionError):
    """A query that the search engine cannot read, or that this portal does not know."""

    status, kind = 409, "Search Error"

    def body(self, lang: str = "en") -> dict[str, Any]:
        """Return the message in CKAN's words."""
        return {"__type": self.kind, "message": f"Search error: {self.message!r}"}


class UnknownAction(ActionError):
    """No action has this name. CKAN answers with a bare JSON string, not with an object."""

    status = 400
