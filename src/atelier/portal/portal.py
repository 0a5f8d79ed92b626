"""The portal: storage, and the one door to it, `Portal.call`."""

import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from atelier.portal.files import Files
from atelier.portal.store import Store

if TYPE_CHECKING:
    from atelier.portal.search.index import Index


class Portal:
    """A CKAN-like portal kept in a folder."""

    def __init__(
        self,
        folder: Path | str,
        profile: str = "coeur",
        site_url: str = "http://127.0.0.1:5000",
        site_title: str = "CKAN",
    ) -> None:
        """Keep what is given."""
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.profile = profile
        self.site_title = site_title
        self.site_url = site_url
        self.quiet = False
        """Whether to note no warning: while the seed catalogue is written."""
        self.store = Store(self.folder / "portail.sqlite")
        self.files = Files(self.folder / "fichiers")
        self._lock = threading.RLock()
        self.files.sweep(set(self.store.column("SELECT file FROM resource WHERE file NOT NULL")))

    def call(
        self,
        action: str,
        data: dict[str, Any] | None = None,
        user: str | None = None,
        lang: str = "en",
        **context: Any,
    ) -> Any:
        """Do an action on behalf of a user (a name or an id; None is anonymous).

        Returns a plain value (what CKAN calls `result`) or raises an `ActionError`.
        """
        from atelier.portal.call import run

        with self._lock:
            return run(self, action, dict(data or {}), user, lang, **context)

    def user_of(self, token: str) -> dict[str, Any] | None:
        """Return the user of a token; an unknown or revoked token is silently nobody."""
        from atelier.portal.tokens import user_of

        with self._lock:
            return user_of(self, token)

    @cached_property
    def index(self) -> "Index":
        """The datasets in memory."""
        from atelier.portal.search.index import Index

        return Index(self)

    def touched(self, package_id: str) -> None:
        """Note that a dataset changed."""
        self.index.forget(package_id)

    def group_touched(self, group_id: str) -> None:
        """Note that a group changed, and with it what its datasets show of it."""
        self.index.forget()

    def forget(self) -> None:
        """Forget what is kept in memory: after a write that failed half-way."""
        self.index.forget()

    def lessons(self, package_id: str | None = None, limit: int = 20) -> list[dict[str, Any]]:
        """Return the last warnings that teach, of a dataset or of the whole portal."""
        from atelier.portal import lessons

        with self._lock:
            return lessons.recent(self, package_id, limit)

    def file_of(self, resource_id: str) -> Path | None:
        """Return where the uploaded file of a resource is, if there is one."""
        row = self.store.one("SELECT file FROM resource WHERE id = ?", resource_id)
        return self.files.path(row["file"]) if row and row["file"] else None

    def close(self) -> None:
        """Let go of the database."""
        with self._lock:
            self.store.close()

    def __enter__(self) -> "Portal":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
