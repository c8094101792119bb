"""The database is the SQLite that pysqlite3 carries, opened so that nothing written is lost."""

import sqlite3
import threading
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from django.db.utils import ConnectionHandler

from moodtracker.config.databases import database_settings
from moodtracker.config.env import read_environment
from moodtracker.config.sqlite.base import FIRST_SAFE_SQLITE, Database


def settings_for(folder: Path) -> dict[str, dict[str, object]]:
    return database_settings(read_environment({"MOODTRACKER_DATA": str(folder)}))


@pytest.mark.django_db
def test_queries_run_on_a_sqlite_without_the_wal_reset_bug() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()")
        version = tuple(map(int, cursor.fetchone()[0].split(".")))
    assert version >= FIRST_SAFE_SQLITE == (3, 51, 3)
    assert Database.__name__.startswith("pysqlite3")


def test_the_standard_module_stays_what_it_is_for_others() -> None:
    assert sqlite3.__name__ == "sqlite3"
    assert not sqlite3.connect.__module__.startswith("pysqlite3")


@pytest.mark.django_db
def test_a_file_is_opened_durably(tmp_path: Path) -> None:
    opened = ConnectionHandler(settings_for(tmp_path))["default"]
    try:
        with opened.cursor() as cursor:
            values = {}
            for pragma in ("journal_mode", "synchronous", "busy_timeout", "mmap_size"):
                cursor.execute(f"PRAGMA {pragma}")
                values[pragma] = cursor.fetchone()[0]
            cursor.execute("PRAGMA foreign_keys")
            assert cursor.fetchone()[0] == 1
    finally:
        opened.close()
    assert values == {
        "journal_mode": "wal",
        "synchronous": 2,
        "busy_timeout": 5000,
        "mmap_size": 0,
    }


@pytest.mark.django_db
def test_two_that_read_and_then_write_take_turns(tmp_path: Path) -> None:
    """With deferred transactions the second would fail at once with “database is locked”."""
    handler = ConnectionHandler(settings_for(tmp_path))
    with handler["default"].cursor() as cursor:
        cursor.execute("CREATE TABLE count (n INTEGER)")
        cursor.execute("INSERT INTO count VALUES (0)")
    barrier = threading.Barrier(2)
    failures: list[Exception] = []

    def add() -> None:
        own = ConnectionHandler(settings_for(tmp_path))["default"]
        barrier.wait()
        try:
            for _ in range(20):
                own.ensure_connection()
                own._start_transaction_under_autocommit()  # what atomic() does
                with own.cursor() as cursor:
                    cursor.execute("SELECT n FROM count")
                    number = cursor.fetchone()[0]
                    cursor.execute("UPDATE count SET n = %s", [number + 1])
                    cursor.execute("COMMIT")
        except Exception as error:  # noqa: BLE001 - told by the test
            failures.append(error)
        finally:
            own.close()

    threads = [threading.Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with handler["default"].cursor() as cursor:
        cursor.execute("SELECT n FROM count")
        number = cursor.fetchone()[0]
    handler["default"].close()
    assert (failures, number) == ([], 40)


def test_a_url_names_postgresql() -> None:
    environment = read_environment({"DATABASE_URL": "postgres://mood:pw@db.example.kr:5433/diary"})
    settings = database_settings(environment)["default"]
    assert settings["ENGINE"] == "django.db.backends.postgresql"
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == (
        "db.example.kr",
        5433,
        "diary",
    )


@pytest.mark.django_db(transaction=True)
def test_an_error_in_a_transaction_leaves_nothing() -> None:
    def half() -> None:
        with transaction.atomic(), connections["default"].cursor() as cursor:
            cursor.execute("CREATE TABLE half (n INTEGER)")
            raise LookupError

    with pytest.raises(LookupError):
        half()
    assert "half" not in connection.introspection.table_names()
