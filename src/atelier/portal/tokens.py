"""The keys that programs show. Only a digest of each is kept: a stolen database opens nothing."""

import base64
import hashlib
import json
import secrets
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from atelier.portal.store import now

if TYPE_CHECKING:
    from atelier.portal.portal import Portal

TOUCHED_EVERY = timedelta(seconds=60)
"""How old the record of a token's last use may be: reading need not write each time."""


def digest(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def make(jti: str) -> str:
    """Return a new token, in the shape of CKAN's: three parts, the first two readable."""
    head = {"typ": "JWT", "alg": "HS256"}
    body = {"jti": jti, "iat": int(time.time())}
    parts = [json.dumps(part, separators=(",", ":")).encode() for part in (head, body)]
    parts.append(secrets.token_bytes(32))
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


def issue(portal: "Portal", user_id: str, name: str) -> str:
    """Create a token for a user and return it: the only time that it can be read."""
    jti = secrets.token_urlsafe(32)
    token = make(jti)
    portal.store.insert(
        "token",
        {
            "id": jti,
            "digest": digest(token),
            "name": name,
            "user_id": user_id,
            "created_at": now(),
            "last_access": None,
        },
    )
    return token


def find(portal: "Portal", token: str) -> dict[str, Any] | None:
    """Return what is known of a token."""
    return portal.store.one("SELECT * FROM token WHERE digest = ?", digest(token))


def user_of(portal: "Portal", token: str) -> dict[str, Any] | None:
    """Return the user whom a token stands for, and note that it was used."""
    record = find(portal, token) if token else None
    if record is None:
        return None
    user = portal.store.one("SELECT * FROM user WHERE id = ?", record["user_id"])
    if user is None or user["state"] == "deleted":
        return None
    if _is_old(record["last_access"]):
        with portal.store.transaction():
            portal.store.write("UPDATE token SET last_access = ? WHERE id = ?", now(), record["id"])
            portal.store.write("UPDATE user SET last_active = ? WHERE id = ?", now(), user["id"])
    return user


def _is_old(moment: str | None) -> bool:
    if moment is None:
        return True
    age = datetime.now(UTC).replace(tzinfo=None) - datetime.fromisoformat(moment)
    return age > TOUCHED_EVERY
