"""Coming in with a token, going out, and one's own account: tokens, organisations, datasets."""

import secrets
from typing import Any

from tornado.web import HTTPError

from atelier.portal.errors import ActionError, Invalid
from atelier.portal.pages.page import Page, explain
from atelier.portal.pages.reading import created_by

FAILED = (
    "Aucun compte n’a cette clé : elle est incomplète, ou elle a été retirée. Copiez-la en entier."
)
USED = (
    "Ce lien a déjà servi, ou le portail a redémarré depuis. Dans le carnet, exécutez de nouveau la "
    "cellule portail() : elle donne un lien neuf."
)


class Login(Page):
    """`/connexion`: a form that takes a token. At the portal's root, for its cookies' sake."""

    def sealed_by(self) -> str:
        """Return this form's own cookie: nobody has a session yet."""
        return self.get_cookie(f"{self.site.cookie}_f") or getattr(self, "fresh", "")

    def get(self) -> None:
        """Show the form."""
        self.form("")

    def post(self) -> None:
        """Open a session for the owner of the token."""
        token = "".join(self.get_body_argument("jeton", "").split())
        if not self.site.portal.user_of(token):
            return self.form(FAILED)
        self.keep(self.site.cookie, self.site.session(token))
        return self.redirect("compte", status=303)

    def form(self, failure: str) -> None:
        """Write the form, with what went wrong."""
        if not self.sealed_by():
            self.fresh = secrets.token_urlsafe(18)
            self.keep(f"{self.site.cookie}_f", self.fresh)
        self.show("connexion", "Entrer", 403 if failure else 200, failure=failure)


class Entry(Page):
    """`/entrer`: the link that a notebook shows. It opens a session once, then is worth nothing."""

    free_of_seal = True

    def get(self) -> None:
        """Open the session that the word in the address stands for."""
        token = self.site.entries.pop(self.get_query_argument("mot", ""), "")
        if not self.site.portal.user_of(token):
            return self.show(
                "erreur", "Lien déjà employé", 403, sentence=USED, details=[], code=403
            )
        self.keep(self.site.cookie, self.site.session(token))
        return self.redirect("./", status=303)

    def head(self) -> None:
        """Say that the page is there; only following the link uses it up."""
        self.finish()

    def post(self) -> None:
        """Give a word to whoever shows a token, in a header that no form can send."""
        token = self.request.headers.get("Authorization", "")
        if not self.site.portal.user_of(token):
            raise HTTPError(403)
        self.set_header("Content-Type", "text/plain")
        self.finish(self.site.entry(token))


class Logout(Page):
    """`/sortie`."""

    def post(self) -> None:
        """Close the session."""
        self.site.sessions.pop(self.get_cookie(self.site.cookie) or "", None)
        self.set_cookie(self.site.cookie, "", path=None, expires_days=-1)  # as `keep` set it
        self.redirect("./", status=303)


class Account(Page):
    """`/compte`: one's own page."""

    def get(self) -> None:
        """Show it."""
        if not self.viewer:
            return self.redirect("connexion", status=303)
        return self.account()

    def post(self) -> None:
        """Create a token, shown once, or revoke one."""
        if not self.viewer:
            return self.redirect("connexion", status=303)
        try:
            if revoked := self.get_body_argument("retirer", ""):
                self.call("api_token_revoke", jti=revoked)
                return self.redirect("compte", status=303)
            name = self.get_body_argument("nom", "").strip()
            made = self.call("api_token_create", user=self.viewer["name"], name=name)
        except ActionError as error:
            status = 409 if isinstance(error, Invalid) else error.status
            sentence, details = explain(status, error)
            return self.account(status, failure=[sentence, *details])
        return self.account(created=made["token"], created_name=name)

    def account(self, status: int = 200, **values: Any) -> None:
        """Write the page."""
        shown = {"failure": [], "created": "", "created_name": "", **values}
        self.show(
            "compte",
            "Mon compte",
            status,
            tokens=self.call("api_token_list", user_id=self.viewer["name"]),
            organizations=self.call("organization_list_for_user"),
            found=created_by(self, self.viewer["id"]),
            **shown,
        )
