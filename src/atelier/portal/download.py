"""The uploaded files, given back at the address that `resource_show` tells."""

import html
import re
from email.utils import formatdate
from typing import Any
from urllib.parse import quote

from atelier.portal.api import LOCALES, Handler
from atelier.portal.errors import NotAuthorized, NotFound

CHUNK = 256 * 1024


class DownloadHandler(Handler):
    """`/dataset/ID/resource/ID/download/NAME`."""

    SUPPORTED_METHODS = ("GET", "HEAD", "OPTIONS")

    async def get(self, _lang: str | None, dataset: str, resource: str, name: str | None) -> None:
        """Send the file, or go to the address that the resource only links to."""
        user = self.portal.user_of(self.request.headers.get("Authorization", ""))
        who = user["id"] if user else None
        try:
            record = self.portal.call("resource_show", {"id": resource}, who)
            self.portal.call("package_show", {"id": dataset}, who)
        except NotFound as error:
            return self.send_error(403 if isinstance(error, NotAuthorized) else 404)
        if record["url_type"] != "upload":
            if not record["url"].startswith(("http://", "https://")):
                return self.send_error(404)
            return self.redirect(
                re.sub(r"[\x00-\x20\x7f]", lambda sign: quote(sign[0]), record["url"])
            )
        path = self.portal.file_of(record["id"])
        if path is None or not path.is_file() or "%2f" in self.request.path.lower():
            return self.send_error(404)
        await self.send(path, name or record["url"].rsplit("/", 1)[-1], record["mimetype"])
        return None

    head = get

    async def send(self, path: Any, name: str, mimetype: str | None) -> None:
        """Send the content, in pieces. Whatever the file holds, no script of it may run."""
        facts = path.stat()
        self.set_header("Content-Type", _type(mimetype))
        self.set_header("Content-Disposition", f"inline; filename={_plain(name)}")
        self.set_header("Accept-Ranges", "bytes")
        self.set_header("Last-Modified", formatdate(facts.st_mtime, usegmt=True))
        self.set_header("Etag", f'"{facts.st_mtime}-{facts.st_size}-{path.name[:8]}"')
        self.set_header("Cache-Control", "no-cache, public, max-age=0, must-revalidate")
        self.set_header("Content-Security-Policy", "sandbox; default-src 'none'")
        if self.check_etag_header():
            self.set_status(304)
            return
        start, end = self.asked(facts.st_size)
        self.set_header("Content-Length", str(end - start))
        if self.request.method == "HEAD":
            await self.finish()
            return
        with path.open("rb") as file:
            file.seek(start)
            while start < end and (chunk := file.read(min(CHUNK, end - start))):
                start += len(chunk)
                self.write(chunk)
                await self.flush()

    def asked(self, size: int) -> tuple[int, int]:
        """Return the part of the file that is asked for: all of it, or one stretch."""
        found = re.fullmatch(r"bytes=(\d{0,18})-(\d{0,18})", self.request.headers.get("Range", ""))
        if not found or found.groups() == ("", ""):
            return 0, size
        first, last = found.groups()
        start = int(first) if first else max(0, size - int(last))
        end = min(size, int(last) + 1) if first and last else size
        if start >= end:
            return 0, size
        self.set_status(206)
        self.set_header("Content-Range", f"bytes {start}-{end - 1}/{size}")
        return start, end

    def compute_etag(self) -> str | None:
        """Keep the mark that `send` gave: hashing the body would need all of it."""
        return None


def _type(written: str | None) -> str:
    """Return a type that a header can hold."""
    fits = re.fullmatch(r"[\w.+-]+/[\w.+-]+", written or "", re.ASCII)
    return fits[0] if fits else "application/octet-stream"


def _plain(name: str) -> str:
    kept = "".join(letter for letter in name if letter.isalnum() or letter in "._- ")
    plain = kept.encode("ascii", "ignore").decode()
    return html.escape(plain) if plain and " " not in plain else f'"{plain or "fichier"}"'


def routes(portal: Any) -> list[tuple[str, type, dict[str, Any]]]:
    """Return the addresses of the files."""
    pattern = rf"(?:/({LOCALES}))?/dataset/([^/]+)/resource/([^/]+)/download(?:/([^/]*))?"
    return [(pattern, DownloadHandler, {"portal": portal})]
