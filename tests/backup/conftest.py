"""A service with a database file, secrets, people and photos."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from backup_writing import NOW, write_entry
from django.db import connections
from pytest_django import Settings

from actors import PASSWORD
from moodtracker.accounts.models import User
from moodtracker.backup.keys import FILE
from moodtracker.backup.making import Made, Plan, make_backup
from moodtracker.config.secret_files import make_secrets, read_secrets
from own_database import copy_tables, standing_on


@pytest.fixture
def service(data_folder: Path, settings: Settings, db: None) -> Iterator[Path]:
    """Its data folder; Django writes to the file in it."""
    if connections["default"].vendor != "sqlite":
        pytest.skip("takes backups of SQLite's files")
    make_secrets(data_folder)
    settings.MOODTRACKER_VAULT_KEYS = read_secrets(data_folder).vault_keys
    copy_tables(data_folder / "db.sqlite3")
    with standing_on(data_folder / "db.sqlite3"):
        yield data_folder


@pytest.fixture
def hana(service: Path) -> User:
    """하나, who keeps three photos."""
    hana = User.objects.create_user("hana@example.kr", PASSWORD, photo_policy="keep")
    for number in range(3):
        write_entry(hana, number)
    return hana


@pytest.fixture
def minsu(service: Path) -> User:
    """민수, who keeps one."""
    minsu = User.objects.create_user("minsu@example.kr", PASSWORD, photo_policy="keep")
    write_entry(minsu, 9)
    return minsu


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    """Where backups are gathered."""
    return tmp_path / "backups"


@pytest.fixture
def back_up(service: Path, backups: Path) -> Callable[..., Made]:
    """Take a backup, each a minute after the one before."""
    taken = 0

    def take(**fields: Any) -> Made:
        nonlocal taken
        taken += 1
        plan = {
            "data": service,
            "to": backups,
            "keys": backups / FILE,
            "with_database": True,
            "now": NOW + timedelta(minutes=taken),
        }
        return make_backup(Plan(**(plan | fields)))

    return take
