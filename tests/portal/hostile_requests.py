"""What nobody should send to a portal: made of pieces that break careless programs."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from hypothesis import strategies as st

BOUNDARY = "limite"
SCRIPT = "<script>alert(1)</script>"
# Whatever the portal does with these, it must neither break, nor climb, nor let a page run them.
TEXTS = [
    "", " ", "a", "eau", "base", "cours", "participant", SCRIPT, f'"><img src=x onerror=alert(1)>{SCRIPT}',
    "javascript:alert(1)", "data:text/html,<b>", "../../../../etc/passwd", "..\\..\\boot.ini",
    "/etc/passwd", "canari.txt", "../canari.txt", "%2e%2e%2fcanari.txt", "\x00", "a\x00b", "\ud800",
    "\u202e", "مياه", "💧", "é" * 500, "a" * 5000, "' OR 1=1 --", '"', "title:(", "*:*", "a:b:c", "[a TO",
    "NOT", "-", "(" * 60, "name:" * 20, "~", "{!lucene}x", "name:a*b*c*d*e*", "NOW+999999999999YEARS",
    "metadata_created:[NOW-99999999YEARS TO *]", "name asc, name desc", "${jndi:x}", "{{7*7}}", "%s%n",
    "true", "null", "-1", "1e999", "00000000-0000-0000-0000-000000000000", "new", "search", "a" * 101,
]  # fmt: skip
KEYS = [
    "id", "name", "title", "notes", "owner_org", "private", "license_id", "tags", "tag_string", "extras",
    "resources", "groups", "state", "type", "url", "version", "author_email", "package_id", "format",
    "upload", "url_type", "size", "last_modified", "position", "key", "value", "q", "fq", "fq_list", "sort",
    "rows", "start", "fl", "facet.field", "facet.limit", "facet.mincount", "include_private", "username",
    "role", "user", "user_id", "token", "jti", "email", "password", "fullname", "permission", "limit",
    "offset", "all_fields", "users", "packages", "object", "object_type", "capacity", "organizations",
    "match", "filter", "update", "order", "query", "metadata_created", "creator_user_id", "__proto__",
    "__extras", "__junk", "save", "image_url", "clear_upload", "context", "image_upload",
]  # fmt: skip
ACTIONS = [
    "status_show", "license_list", "help_show", "package_list", "package_show", "package_search",
    "package_create", "package_update", "package_patch", "package_delete", "package_revise",
    "package_owner_org_update", "package_resource_reorder", "dataset_purge", "resource_show",
    "resource_create", "resource_update", "resource_patch", "resource_delete", "resource_view_list",
    "organization_list", "organization_show", "organization_list_for_user", "organization_create",
    "organization_update", "organization_patch", "organization_delete", "organization_member_create",
    "organization_member_delete", "member_list", "group_list", "group_show", "group_create",
    "group_member_create", "user_show", "user_create", "api_token_create", "api_token_list",
    "api_token_revoke", "tag_list", "tag_show", "tag_autocomplete", "package_autocomplete",
    "format_autocomplete", "organization_autocomplete", "current_package_list_with_resources",
    "datastore_search", "site_read", "__init__", "../status_show", "",
]  # fmt: skip
PAGES = [
    "",
    "dataset",
    "organization",
    "group",
    "user",
    "dataset/groups",
    "recherche",
    "compte",
    "fichier",
]


@dataclass(frozen=True)
class Request:
    """One request: what is sent, as it is sent."""

    method: str
    path: str
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


texts = st.sampled_from(TEXTS) | st.text(max_size=12)
numbers = st.sampled_from([0, -1, 1, 10**400, 2**63, 1.5, float("nan"), float("inf"), -0.0])
leaves = texts | numbers | st.booleans() | st.none()
keys = st.sampled_from(KEYS) | texts
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=6,
)
data = st.dictionaries(keys, values, max_size=6)


def _create(rest: dict[str, Any]) -> dict[str, Any]:
    """A dataset that would be accepted, but for what is added."""
    return {"name": "base", "owner_org": "cours"} | rest


@st.composite
def api_requests(draw: st.DrawFn) -> Request:
    """Draw a request to an action: JSON, a form, parts with a file, a query, or anything."""
    prefix = draw(
        st.sampled_from(
            ["/api/3/action/", "/api/action/", "/fr/api/3/action/"] * 3 + ["/xx/api/9/action/"]
        )
    )
    path = prefix + quote(draw(st.sampled_from(ACTIONS)))
    content = draw(data | data.map(_create))
    how = draw(st.sampled_from(["json"] * 4 + ["form", "parts", "query", "raw"]))
    headers = draw(
        st.sampled_from(
            [
                {},
                {"Authorization": "${token}"},
                {"Authorization": "${token}"},
                {"Authorization": "x"},
            ]
        )
    )
    if how == "json":
        return Request(
            "POST",
            path,
            json.dumps(content).encode(),
            headers | {"Content-Type": "application/json"},
        )
    plain = {_sendable(k): _sendable(v) for k, v in content.items()}
    if how == "query":
        return Request("GET", f"{path}?{urlencode(plain)}", None, headers)
    if how == "form":
        kind = "application/x-www-form-urlencoded"
        return Request("POST", path, urlencode(plain).encode(), headers | {"Content-Type": kind})
    if how == "parts":
        body = _parts(plain, draw(texts), draw(st.binary(max_size=60)))
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        return Request("POST", path, body, headers | {"Content-Type": kind})
    kinds = ["application/json", "text/plain", "multipart/form-data", "", "a/b; charset=utf-99"]
    method = draw(st.sampled_from(["POST", "PUT", "DELETE", "PATCH", "OPTIONS"]))
    body = draw(
        st.binary(max_size=80)
        | st.sampled_from([b"[" * 100_000, b'{"a":' * 5000, b"null", b"\xff"])
    )
    return Request(method, path, body, headers | {"Content-Type": draw(st.sampled_from(kinds))})


@st.composite
def page_requests(draw: st.DrawFn) -> Request:
    """Draw the address of a page or of a file, climbing and shouting."""
    parts = draw(st.lists(st.sampled_from(PAGES) | texts, max_size=5))
    path = "/" + "/".join(
        quote(_sendable(part), safe=draw(st.sampled_from(["", "./"]))) for part in parts
    )
    query = urlencode(
        {
            _sendable(k): _sendable(v)
            for k, v in draw(st.dictionaries(keys, texts, max_size=3)).items()
        }
    )
    headers = draw(
        st.sampled_from(
            [
                {},
                {"Authorization": "${token}"},
                {"Accept-Language": SCRIPT},
                {"Range": "bytes=9-1"},
                {"Host": SCRIPT},
            ]
        )
    )
    return Request(
        draw(st.sampled_from(["GET", "GET", "GET", "HEAD", "POST"])),
        f"{path}?{query}",
        None,
        headers,
    )


def _sendable(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return text.encode("utf-8", "replace").decode()


def _parts(plain: dict[str, str], filename: str, content: bytes) -> bytes:
    name = _sendable(filename).replace('"', "%22").replace("\r", "").replace("\n", "")
    lines = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'
        for k, v in plain.items()
    ]
    lines.append(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="upload"; filename="{name}"\r\n\r\n'
    )
    return "".join(lines).encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
