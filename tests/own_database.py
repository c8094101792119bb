"""A database file that a test alone has, put in the place of the one in memory."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pysqlite3
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


@contextlib.contextmanager
def standing_on(path: Path) -> Iterator[BaseDatabaseWrapper]:
    """Whatever Django reads and writes in this thread goes to this file."""
    before = connections["default"]
    own = type(before)({**before.settings_dict, "NAME": str(path)}, "default")
    connections["default"] = own
    try:
        yield own
    finally:
        own.close()
        connections["default"] = before


def copy_tables(path: Path) -> None:
    """Write the migrated database of the tests into a new file, before anything is in it."""
    # Statement by statement: the online backup would wait for the transaction of the test.
    memory = connections["default"]
    with memory.cursor() as cursor:
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE sql NOT NULL AND name NOT LIKE 'sqlite%'"
        )
        schema = [row[0] for row in cursor.fetchall()]
        rows = {}
        for table in memory.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            rows[table] = cursor.fetchall()
    file = pysqlite3.connect(path)
    file.execute("PRAGMA synchronous=OFF")
    for statement in sorted(schema, key=lambda sql: not sql.startswith("CREATE TABLE")):
        file.execute(statement)
    for table, values in rows.items():
        for row in values:
            file.execute(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(row))})', row)
    file.commit()
    file.close()
