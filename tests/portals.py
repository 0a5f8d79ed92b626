"""A portal for a test, its people, and a way to speak HTTP to it."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from patience import PATIENCE

from atelier.portal import Invalid, Portal
from atelier.portal.trial import served

PEOPLE = {"amina": "editor", "moussa": "member", "binta": "admin", "fatou": None}
"""Who has which role in the organisation `ministere`."""


@contextmanager
def peopled(folder: Path, profile: str = "coeur") -> Iterator[Portal]:
    """Open a portal with an administrator, two organisations, a group and four people."""
    with Portal(folder, profile) as portal:
        with portal.store.transaction():
            _settle(portal)
        yield portal


def _settle(portal: Portal) -> None:
    def act(action: str, **data: Any) -> Any:
        return portal.call(action, data, ignore_auth=True)

    act("user_create", **account("chef"), sysadmin=True)
    for name in ("ministere", "agence"):
        portal.call("organization_create", {"name": name, "title": name.title()}, "chef")
    portal.call("group_create", {"name": "sante", "title": "Santé"}, "chef")
    for name, role in PEOPLE.items():
        act("user_create", **account(name))
        if role:
            act("organization_member_create", id="ministere", username=name, role=role)


def account(name: str) -> dict[str, str]:
    """Return what it takes to make a user."""
    return {"name": name, "email": f"{name}@example.org", "password": "motdepasse"}


def publish(portal: Portal, name: str, user: str = "amina", **fields: Any) -> dict[str, Any]:
    """Create a dataset of the ministry."""
    return portal.call("package_create", {"name": name, "owner_org": "ministere", **fields}, user)


def errors_of(portal: Portal, action: str, data: dict[str, Any], user: str = "amina") -> Any:
    """Return the errors with which an action is refused; None if it is not."""
    try:
        portal.call(action, data, user)
    except Invalid as error:
        return error.errors
    return None


@dataclass(frozen=True)
class Answer:
    """What came back over HTTP."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, decoded."""
        return json.loads(self.body)

    @property
    def result(self) -> Any:
        """What the action returned."""
        return self.json["result"]


@dataclass(frozen=True)
class Browser:
    """Speaks HTTP to a portal."""

    address: str
    token: str = ""

    def send(
        self,
        path: str,
        data: Any = None,
        method: str | None = None,
        content_type: str = "application/json",
        **headers: str,
    ) -> Answer:
        """Send a request; data that are not bytes go as JSON."""
        body = data if data is None or isinstance(data, bytes) else json.dumps(data).encode()
        if body is not None and content_type:
            headers["Content-Type"] = content_type
        if self.token:
            headers["Authorization"] = self.token
        request = urllib.request.Request(
            self.address + path, data=body, method=method, headers=headers
        )
        try:
            answer = urllib.request.urlopen(request, timeout=PATIENCE)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            names = {name.lower(): value for name, value in answer.headers.items()}
            return Answer(answer.status or 0, names, answer.read())

    def act(self, action: str, data: Any = None, **options: Any) -> Answer:
        """Post an action."""
        return self.send(f"/api/3/action/{action}", {} if data is None else data, **options)


@contextmanager
def browsing(portal: Portal, user: str | None = None) -> Iterator[Browser]:
    """Serve a portal and give a browser that shows a user's token."""
    token = ""
    if user:
        data = {"user": user, "name": "essai"}
        token = portal.call("api_token_create", data, ignore_auth=True)["token"]
    with served(portal) as address:
        yield Browser(address, token)
