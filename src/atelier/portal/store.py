"""The database: SQLite in write-ahead mode, one connection, one writer at a time."""

import json
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

MIGRATIONS = [
    """
    CREATE TABLE package (
        id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, state TEXT NOT NULL,
        private INTEGER NOT NULL, owner_org TEXT, creator_user_id TEXT, type TEXT NOT NULL,
        metadata_created TEXT NOT NULL, metadata_modified TEXT NOT NULL, doc TEXT NOT NULL);
    CREATE TABLE resource (
        id TEXT PRIMARY KEY, package_id TEXT NOT NULL REFERENCES package (id) ON DELETE CASCADE,
        position INTEGER NOT NULL, state TEXT NOT NULL, file TEXT, doc TEXT NOT NULL);
    CREATE INDEX resource_package ON resource (package_id);
    CREATE TABLE tag (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE package_tag (
        package_id TEXT NOT NULL REFERENCES package (id) ON DELETE CASCADE,
        tag_id TEXT NOT NULL REFERENCES tag (id), PRIMARY KEY (package_id, tag_id));
    CREATE TABLE grp (
        id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, is_organization INTEGER NOT NULL,
        type TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL);
    CREATE TABLE member (
        id TEXT PRIMARY KEY, group_id TEXT NOT NULL REFERENCES grp (id) ON DELETE CASCADE,
        table_name TEXT NOT NULL, table_id TEXT NOT NULL, capacity TEXT NOT NULL,
        state TEXT NOT NULL);
    CREATE INDEX member_group ON member (group_id);
    CREATE INDEX member_table ON member (table_id);
    CREATE TABLE user (
        id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, fullname TEXT, email TEXT, about TEXT,
        created TEXT NOT NULL, last_active TEXT, sysadmin INTEGER NOT NULL,
        state TEXT NOT NULL, image_url TEXT, notifications INTEGER NOT NULL);
    CREATE TABLE token (
        id TEXT PRIMARY KEY, digest TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
        user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE, created_at TEXT NOT NULL,
        last_access TEXT);
    CREATE TABLE lesson (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, code TEXT NOT NULL, sentence TEXT NOT NULL,
        package_id TEXT, user_id TEXT, action TEXT NOT NULL);
    CREATE INDEX lesson_package ON lesson (package_id);
    """,
]
"""What makes a database of version n one of version n + 1. Never edited: only added to."""


def now() -> str:
    """Return this moment, written as CKAN writes it."""
    return datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


def new_id() -> str:
    """Return a fresh identifier."""
    return str(uuid.uuid4())


class Store:
    """A database and the few ways of asking it. Values given to SQL are always parameters."""

    def __init__(self, path: Path | str) -> None:
        """Keep what is given."""
        self.connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self.connection.row_factory = sqlite3.Row
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL"):
            self.connection.execute(f"PRAGMA {pragma}")
        self.connection.execute("PRAGMA busy_timeout=5000")
        self._migrate()

    def _migrate(self) -> None:
        version = self.connection.execute("PRAGMA user_version").fetchone()[0]
        if version > len(MIGRATIONS):
            raise ValueError(f"this database is of version {version}: made by a newer portal")
        for number, script in enumerate(MIGRATIONS[version:], version + 1):
            self.connection.executescript(f"BEGIN; {script} PRAGMA user_version={number}; COMMIT;")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all or nothing. Inside another transaction, join it."""
        if self.connection.in_transaction:
            yield
            return
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def one(self, sql: str, *values: Any) -> dict[str, Any] | None:
        """Return the first row, or None."""
        row = self.connection.execute(sql, values).fetchone()
        return _record(row) if row else None

    def all(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        """Return every row."""
        return [_record(row) for row in self.connection.execute(sql, values)]

    def column(self, sql: str, *values: Any) -> list[Any]:
        """Return the first column of every row."""
        return [row[0] for row in self.connection.execute(sql, values)]

    def write(self, sql: str, *values: Any) -> None:
        """Run a statement that changes something."""
        self.connection.execute(sql, values)

    def insert(self, table: str, record: dict[str, Any]) -> None:
        """Add a row, or put it in the place of the one with the same id."""
        columns = ", ".join(record)
        marks = ", ".join("?" * len(record))
        changes = ", ".join(f"{name}=excluded.{name}" for name in record)
        self.connection.execute(
            f"INSERT INTO {table} ({columns}) VALUES ({marks})"
            f" ON CONFLICT (id) DO UPDATE SET {changes}",
            [json.dumps(v, ensure_ascii=False) if k == "doc" else v for k, v in record.items()],
        )

    @property
    def version_of_data(self) -> int:
        """A number that changes when another process has written."""
        return self.connection.execute("PRAGMA data_version").fetchone()[0]

    def close(self) -> None:
        """Fold the write-ahead log into the database and let go of it."""
        self.connection.close()


def _record(row: sqlite3.Row) -> dict[str, Any]:
    record = dict(row)
    if "doc" in record:
        record["doc"] = json.loads(record["doc"])
    return record
