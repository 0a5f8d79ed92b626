"""CKAN's Action API over HTTP: addresses, forms of request, forms of answer."""

import html
import json
import logging
import math
from typing import Any
from urllib.parse import parse_qs

import tornado.web

from atelier.portal import call as calls
from atelier.portal.errors import ActionError, DataError, Invalid, UnknownAction
from atelier.portal.files import Upload
from atelier.portal.french import translate
from atelier.portal.gathering import BadRequest, Gathering, read_form

LOG = logging.getLogger("atelier.portal")

LOCALES = (
    "am|ar|bg|ca|cs_CZ|da_DK|de|el|en|en_AU|en_GB|es|es_AR|eu|fa_IR|fi|fr|gl|he|hr|hu|id|is|it|ja"
    "|km|ko_KR|lt|lv|mk|mn_MN|my_MM|ne|nl|nb_NO|pl|pt_BR|pt_PT|ro|ru|sk|sl|sq|sr|sr_Latn|sv|th|tl"
    "|tr|uk|uk_UA|vi|zh_Hans_CN|zh_Hant_TW"
)
"""Prefixes that CKAN takes for a language. Messages exist in English and in French here."""

JSON = "application/json;charset=utf-8"


class UnsupportedType(Exception):
    """A body that is neither JSON nor a form."""


class Handler(tornado.web.RequestHandler):
    """What API answers have in common."""

    SUPPORTED_METHODS = ("GET", "HEAD", "POST", "OPTIONS")

    def initialize(self, portal: Any) -> None:
        """Keep the portal at hand."""
        self.portal = portal

    def set_default_headers(self) -> None:
        """Say nothing of what runs here, and let nothing be guessed."""
        self.clear_header("Server")
        self.set_header("Cache-Control", "public, max-age=0, must-revalidate")
        self.set_header("X-Content-Type-Options", "nosniff")

    def options(self, *_: str) -> None:
        """Answer a browser that asks what may be done."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Allow", "OPTIONS, GET, POST, HEAD")

    def answer(self, status: int, value: Any) -> None:
        """Send a JSON answer, wrapped in a function call if the page asks for one."""
        text = json.dumps(value, default=str)
        callback = self.get_query_argument("callback", None)
        content_type = JSON
        if status == 200 and callback is not None and self.request.method == "GET":
            text = f"{html.escape(callback)}({text});"
            content_type = "application/javascript;charset=utf-8"
        self.set_status(status)
        self.set_header("Content-Type", content_type)
        self.finish(text)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Send an HTML page that tells the status and nothing of the inside."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", "default-src 'none'")
        self.set_header("Cache-Control", "private")
        self.finish(
            f'<!DOCTYPE html><html lang="en"><head><title>Error {status_code} - CKAN</title></head>'
            f"<body><h1>{status_code} {html.escape(self._reason)}</h1></body></html>"
        )


class VersionHandler(Handler):
    """`/api/3`: the version of the API."""

    def get(self, _lang: str | None, version: str | None) -> None:
        """Return the version that the address asks for; 1 if it asks for none."""
        self.answer(200, {"version": int(version or 1)})

    head = get


@tornado.web.stream_request_body
class ActionHandler(Gathering, Handler):
    """`/api/3/action/NAME`."""

    SUPPORTED_METHODS = (*Handler.SUPPORTED_METHODS, "PUT", "PATCH", "DELETE")

    def get(self, lang: str | None, name: str) -> None:
        """Do an action that only reads."""
        self.act(lang, name)

    head = post = get

    def put(self, *_: str) -> None:
        """Refuse a method, but only now that the body is read: who still sends hears no answer."""
        self.set_status(405)
        self.set_header("Allow", "OPTIONS, GET, POST, HEAD")
        self.write_error(405)

    patch = delete = put

    def act(self, prefix: str | None, name: str) -> None:
        """Read the request, do the action, and give its result CKAN's envelope."""
        lang = "fr" if prefix == "fr" else "en"
        start = f"/{prefix}" if prefix else ""
        envelope: dict[str, Any] = {
            "help": f"{self.portal.site_url}{start}/api/3/action/help_show?name={name}"
        }
        try:
            action = calls.find(name)
            if self.too_large:
                raise Invalid({"upload": ["File upload too large"]})
            self.keep_body()
            data = read_request(self.request, reads=action.reads)
        except Invalid as error:
            return self.answer(409, {**envelope, "success": False, "error": error.body(lang)})
        except UnknownAction as error:
            return self.refuse(lang, error.message)
        except BadRequest as error:
            return self.refuse(lang, translate("JSON Error: %s", lang) % error)
        except UnsupportedType:
            return self.send_error(415)
        try:
            user = None if data.pop("callback", None) is not None else self.user()
            result = self.portal.call(name, data, user, lang, api=True)
        except ActionError as error:
            if isinstance(error, DataError) and error.data is None:
                error.data = data
            return self.answer(
                error.status, {**envelope, "success": False, "error": error.body(lang)}
            )
        except RecursionError:
            return self.refuse(lang, "the data are too deep")
        except Exception:
            LOG.exception("%s failed", name)
            body = {"__type": "Internal Server Error", "message": "Internal Server Error"}
            return self.answer(500, {**envelope, "success": False, "error": body})
        return self.answer(200, {**envelope, "success": True, "result": result})

    def user(self) -> str | None:
        """Return the id of the user whose token is shown, as CKAN reads it: the bare token."""
        user = self.portal.user_of(self.request.headers.get("Authorization", ""))
        return user["id"] if user else None

    def refuse(self, lang: str, reason: str) -> None:
        """Answer a request that cannot be read: a bare JSON string."""
        self.answer(400, f"{translate('Bad request', lang)} - {reason}")


class NoSuchPage(Handler):
    """Any other address under `/api`."""

    def prepare(self) -> None:
        """Refuse."""
        self.send_error(404)


def read_request(request: Any, reads: bool) -> dict[str, Any]:
    """Return the data of a request: from its address, a form, a form with files, or JSON."""
    if request.method in {"GET", "HEAD"} and not reads:
        raise BadRequest("Invalid request. Please use POST method for your request")
    if request.method == "POST":
        read_form(request)
    if request.method == "POST" and (request.body_arguments or request.files):
        data = _from_form(request)
    elif request.query and reads:
        data = _mixed(parse_qs(request.query, keep_blank_values=True))
    elif request.body:
        data = _from_json(request)
    else:
        data = {}
    if not isinstance(data, dict):
        raise BadRequest(f"Request data JSON decoded to {data!r} but it needs to be a dictionary.")
    for field, files in request.files.items():
        file = files[0]
        data[field] = Upload(file["filename"], file["body"], file["content_type"])
    return data


def _from_form(request: Any) -> Any:
    form = {
        key: [value.decode("utf-8", "replace") for value in values]
        for key, values in request.body_arguments.items()
    }
    if len(form) == 1 and next(iter(form.values())) in (["1"], [""]):
        return _decode(next(iter(form)), repr)
    return _mixed(form)


def _mixed(form: dict[str, list[str]]) -> dict[str, Any]:
    return {key: values[0] if len(values) == 1 else values for key, values in form.items()}


def _from_json(request: Any) -> Any:
    content_type = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if content_type == "multipart/form-data":
        return {}
    if content_type != "application/json" and not (
        content_type.startswith("application/") and content_type.endswith("+json")
    ):
        if content_type == "application/x-www-form-urlencoded":
            return {}
        raise UnsupportedType
    return _decode(request.body, lambda error: "<BadRequest '400: Bad Request'>")


def _finite(text: str) -> float | str:
    """Return a number; as text, like NaN, if it is too great for one."""
    number = float(text)
    return number if math.isfinite(number) else text


def _decode(text: str | bytes, describe: Any) -> Any:
    """Read JSON. NaN becomes a word and half a sign a `?`: no database keeps them."""
    try:
        value = json.loads(text, parse_constant=str, parse_float=_finite)
        return json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        raise BadRequest(
            f"Error decoding JSON data. Error: {describe(error)}"
            " JSON data extracted from the request: {}"
        ) from None


def routes(portal: Any) -> list[tuple[str, type, dict[str, Any]]]:
    """Return the addresses of the API, with and without a language in front."""
    given = {"portal": portal}
    prefix = rf"(?:/({LOCALES}))?"
    return [
        (rf"{prefix}/api(?:/3)?/action/([^/]+)", ActionHandler, given),
        (rf"{prefix}/api(?:/([123]))?/?", VersionHandler, given),
        (r"(?:/[a-zA-Z_]+)?/api/.*", NoSuchPage, given),
    ]
