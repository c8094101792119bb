"""The rows: taken while others write, and summed table by table."""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pysqlite3

from moodtracker.backup.files import FileSum

_BUSY_SECONDS = 30


@dataclass(frozen=True, slots=True)
class TableSum:
    """How many rows a table has, and the SHA-256 of them in the order of its primary key.

    A row is summed as the line that `json.dumps` makes of the values of `columns`, in ASCII; bytes
    stand as `["bytes", hexadecimal]`.
    """

    columns: tuple[str, ...]
    rows: int
    sha256: str


def take_snapshot(source: Path, target: Path) -> None:
    """Copy the database into a new file, as it stands at one instant. Writers go on meanwhile.

    `VACUUM INTO` rather than the online backup: it copies rows and no freed pages, where the text
    of deleted notes may still lie. Raises pysqlite3.Error or OSError.
    """
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with _opened(source, "mode=ro") as database:
        database.execute("VACUUM INTO ?", (str(target),))
    descriptor = os.open(target, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def opened_copy(path: Path) -> Iterator[Any]:
    """A database that nobody writes."""
    with _opened(path, "mode=ro&immutable=1") as database:
        yield database


@contextlib.contextmanager
def opened_live(path: Path) -> Iterator[Any]:
    """The database of a service that may be running, to read it."""
    with _opened(path, "mode=ro") as database:
        yield database


@contextlib.contextmanager
def _opened(path: Path, how: str) -> Iterator[Any]:
    address = f"{path.absolute().as_uri()}?{how}"
    database = pysqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        yield database
    finally:
        database.close()


def faults_of(database: Any) -> list[str]:  # noqa: ANN401 - pysqlite3 has no types
    """What SQLite itself finds wrong: broken pages, broken references."""
    broken = [row[0] for row in database.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
    astray = list(database.execute("PRAGMA foreign_key_check"))
    return broken + [
        f"{row[0]}: row {row[1]} refers to a row of {row[2]} that is not there"
        for row in astray[:5]
    ]


def table_sums(database: Any) -> dict[str, TableSum]:  # noqa: ANN401
    """Every table with its sum."""
    return {
        name: table_sum(database, name, columns_of(database, name)) for name in tables(database)
    }


def tables(database: Any) -> list[str]:  # noqa: ANN401
    """The names of all tables but SQLite's own."""
    rows = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' "
        "ESCAPE '\\' ORDER BY name"
    )
    return [row[0] for row in rows]


def columns_of(database: Any, table: str) -> tuple[str, ...]:  # noqa: ANN401
    """The names of a table's columns, generated ones included; none for a table not there."""
    return tuple(row[1] for row in database.execute(f"PRAGMA table_xinfo({_quoted(table)})"))


def table_sum(database: Any, table: str, columns: Sequence[str]) -> TableSum:  # noqa: ANN401
    """The sum of a table over some of its columns."""
    info = list(database.execute(f"PRAGMA table_xinfo({_quoted(table)})"))
    keys = [row[1] for row in sorted(info, key=lambda row: row[5]) if row[5]] or list(columns)
    chosen, order = (", ".join(map(_quoted, names)) for names in (columns, keys))
    digest, count = hashlib.sha256(), 0
    query = f"SELECT {chosen} FROM {_quoted(table)} ORDER BY {order}"  # noqa: S608 - quoted names
    for row in database.execute(query):
        digest.update(json.dumps(row, default=_bytes).encode("ascii") + b"\n")
        count += 1
    return TableSum(tuple(columns), count, digest.hexdigest())


def migrations_of(database: Any) -> dict[str, tuple[str, ...]]:  # noqa: ANN401
    """The steps that each app's tables have taken."""
    steps: dict[str, tuple[str, ...]] = {}
    for app, name in database.execute("SELECT app, name FROM django_migrations ORDER BY app, name"):
        steps[app] = (*steps.get(app, ()), name)
    return steps


def photos_of(database: Any) -> dict[str, FileSum]:  # noqa: ANN401
    """The photo files that rows name, and what they have to be."""
    query = "SELECT name, byte_size, sha256 FROM diary_entryphoto ORDER BY name"
    return {name: FileSum(size, sha256) for name, size, sha256 in database.execute(query)}


def has_person(database: Any, person: int) -> bool:  # noqa: ANN401
    """Whether somebody has this account."""
    return bool(database.execute("SELECT 1 FROM accounts_user WHERE id = ?", (person,)).fetchone())


def _bytes(value: bytes) -> list[str]:
    return ["bytes", bytes(value).hex()]


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'
