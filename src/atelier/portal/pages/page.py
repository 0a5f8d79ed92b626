"""What every page shares: who is looking, headers, forms that cannot be forged, errors."""

import hashlib
import hmac
import re
import secrets
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from weakref import WeakKeyDictionary, proxy

from tornado.template import Loader, Template
from tornado.web import HTTPError, RequestHandler

from atelier.portal.api import LOCALES
from atelier.portal.errors import (
    ActionError,
    Invalid,
    NotAuthorized,
    SearchError,
    SearchQueryError,
)
from atelier.portal.pages import words

HERE = Path(__file__).parent
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "private, no-store",
    "Content-Language": "fr",
}
MOST_ENTRIES = 50
"""Links that wait to be followed: beyond, the oldest is worth nothing any more."""

MOST_SESSIONS = 500
"""Browsers that may be in at once: beyond, the oldest is out."""

NOT_FOUND = "Cette page n’existe pas, ou elle n’est pas publique."
REFUSED = "Vous n’avez pas le droit de faire cela ici."


class Site:
    """What the pages of one portal keep while it runs: a secret, and the ways in for one use."""

    def __init__(self, portal: Any) -> None:
        """Begin; the secret lasts as long as the portal runs."""
        self.portal = proxy(portal)  # `_sites` must not keep it alive
        self.secret = secrets.token_bytes(32)
        # Cookies know no ports: each portal of this computer has names of its own.
        self.cookie = "portail_" + hashlib.sha256(str(portal.folder).encode()).hexdigest()[:8]
        self.entries: dict[str, str] = {}
        self.sessions: dict[str, str] = {}

    @classmethod
    def of(cls, portal: Any) -> "Site":
        """Return what the pages of `portal` share, the same at each call."""
        if portal not in _sites:
            _sites[portal] = cls(portal)
        return _sites[portal]

    def entry(self, token: str) -> str:
        """Return an address, below the portal's, that lets the owner of `token` in, once."""
        word = secrets.token_urlsafe(18)
        while len(self.entries) >= MOST_ENTRIES:
            del self.entries[next(iter(self.entries))]
        self.entries[word] = token
        return f"entrer?mot={word}"

    def session(self, token: str) -> str:
        """Return the random word that a cookie holds for `token`: other local servers may see it."""
        word = secrets.token_urlsafe(24)
        while len(self.sessions) >= MOST_SESSIONS:
            del self.sessions[next(iter(self.sessions))]
        self.sessions[word] = token
        return word

    def seal(self, cookie: str) -> str:
        """Return what the forms of whoever has this cookie carry, and no other site can know."""
        return hmac.new(self.secret, cookie.encode(), hashlib.sha256).hexdigest()


_sites: WeakKeyDictionary[Any, Site] = WeakKeyDictionary()


_NOT_TEXT = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<[^>]*>)", re.DOTALL)


class _FrenchLoader(Loader):
    """Reads templates; in their own texts, spaces before French punctuation don't break."""

    def _create_template(self, name: str) -> Template:
        source = (HERE / "templates" / name).read_text(encoding="utf-8")
        parts = _NOT_TEXT.split(source)  # every second one is a mark, left as it is
        parts[::2] = map(words.glue, parts[::2])
        return Template("".join(parts), name=name, loader=self)


@cache
def _templates() -> Loader:
    """Return the templates. Whatever they show is escaped (Tornado's default)."""
    return _FrenchLoader(str(HERE / "templates"), whitespace="single")


class Page(RequestHandler):
    """A page of the portal for people, in French."""

    def initialize(self, site: Site) -> None:
        """Keep what the pages share."""
        self.site = site

    def set_default_headers(self) -> None:
        """Refuse scripts, frames and guesses about types."""
        for name, value in HEADERS.items():
            self.set_header(name, value)
        self.clear_header("Server")

    def prepare(self) -> None:
        """Find out who is looking; refuse a form that another site has sent."""
        self.token = self.site.sessions.get(self.get_cookie(self.site.cookie) or "", "")
        self.viewer = self.site.portal.user_of(self.token) if self.token else None
        if self.request.method == "POST" and not self.free_of_seal:
            self.check_seal()

    free_of_seal = False
    """True for what proves otherwise than by a cookie who is asking, or checks the seal later."""

    def check_seal(self) -> None:
        """Refuse a form that does not carry what this page's own forms do."""
        given = self.get_body_argument("sceau", "").encode()
        if not hmac.compare_digest(given, self.seal().encode()) or not self.sealed_by():
            raise HTTPError(403)

    def sealed_by(self) -> str:
        """Return the cookie that the seal of this page's forms rests on: the session's."""
        return self.token

    def seal(self) -> str:
        """Return what this page's forms carry."""
        return self.site.seal(self.sealed_by())

    @property
    def up(self) -> str:
        """The way from this page to the portal's root: the portal may stand below any address."""
        return "../" * (self.request.path.count("/") - 1) or "./"

    def keep(self, name: str, value: str) -> None:
        """Set a cookie that scripts and other sites don't get.

        Without a path: the browser then keeps it for the folder of this address. Only pages at the
        portal's root may call this.
        """
        self.set_cookie(name, value, path=None, httponly=True, samesite="Strict")

    def head(self, *parts: str) -> Any:
        """Answer as to GET; Tornado leaves the body out."""
        return self.get(*parts)

    def call(self, action: str, **data: Any) -> Any:
        """Do one of the portal's actions as the person who is looking."""
        user = self.viewer["name"] if self.viewer else None
        return self.site.portal.call(action, data, user=user, lang="fr")

    def show(self, name: str, title: str, status: int = 200, **values: Any) -> None:
        """Write the page of the template `name`."""
        self.set_status(status)
        self.finish(
            _templates()
            .load(f"{name}.html")
            .generate(
                up=self.up,
                title=title,
                viewer=self.viewer,
                seal=self.seal(),
                words=words,
                path=path,
                web=web,
                profile=self.site.portal.profile,
                **values,
            )
        )

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Say in French what went wrong, and where to go."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        sentence, details = explain(status_code, error)
        if not hasattr(self, "viewer"):
            self.token, self.viewer = "", None
        self.show(
            "erreur", sentence, status_code, sentence=sentence, details=details, code=status_code
        )

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Keep quiet about refusals: they are answers, not accidents."""
        if not isinstance(value, ActionError):
            super().log_exception(typ, value, tb)

    def send_error(self, status_code: int = 500, **kwargs: Any) -> None:
        """Answer an action's refusal with its own status."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        if isinstance(error, ActionError):
            status_code = 400 if isinstance(error, SearchError) else error.status
            if status_code == 403 and self.request.method in ("GET", "HEAD"):
                status_code = 404  # as CKAN: what is not public is not told to be there
        super().send_error(status_code, **kwargs)


class Missing(Page):
    """Any address that the portal does not know."""

    free_of_seal = True

    def prepare(self) -> None:
        """Answer at once: without CKAN's language prefix or a last slash, it may be known."""
        super().prepare()
        place = re.sub(rf"^/({LOCALES})(?=/|$)", "", self.request.path).strip("/")
        if self.request.method == "GET" and f"/{place}" != self.request.path:
            query = f"?{self.request.query}" if self.request.query else ""
            return self.redirect(f"{self.up}{place}{query}", status=303)
        raise HTTPError(404)


def explain(status: int, error: BaseException | None) -> tuple[str, list[str]]:
    """Return one French sentence about a refusal, and its details."""
    if isinstance(error, SearchError | SearchQueryError):
        return "Cette recherche ne se comprend pas.", [
            'Cherchez des mots simples, par exemple : centres de santé. Les signes : " ( ) [ ] '
            "ont un sens particulier pour le moteur de recherche.",
        ]
    if isinstance(error, Invalid):
        return "Le portail refuse ce qui lui est donné.", told(error.errors)
    if status == 404:
        return NOT_FOUND, []
    if isinstance(error, NotAuthorized):
        return REFUSED, [str(error.message)]
    if status == 403:
        return "Ce formulaire n’est plus valable.", [
            "Revenez à la page précédente, rechargez-la, puis envoyez de nouveau. Votre navigateur "
            "doit accepter les cookies de ce portail."
        ]
    if status in (405, 400):
        return "Cette demande ne se comprend pas.", []
    return "Le portail s’est trompé.", ["Rien n’est perdu. Le détail est dans son journal."]


def told(errors: dict[str, Any]) -> list[str]:
    """Return the errors of a form as sentences: « Titre : Valeur manquante »."""

    def texts(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [text for part in value.values() for text in texts(part)]
        if isinstance(value, list):
            return [text for part in value for text in texts(part)]
        return [words.french(str(value))]

    return [
        f"{words.FIELDS.get(field, field)} : {text}"
        for field, value in errors.items()
        for text in dict.fromkeys(texts(value))
    ]


def path(*parts: object) -> str:
    """Return the parts of an address, made safe, joined by slashes."""
    return "/".join(quote(str(part), safe="") for part in parts)


def web(address: object) -> str:
    """Return an address if a browser may follow it: never `javascript:` and the like."""
    text = str(address or "").strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https") and parts.netloc else ""
