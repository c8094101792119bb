"""What every test stands on: its own data folder, its own keys, the named actors."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import translation
from pytest_django import Settings

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))

import messages
from actors import (
    hana,
    hana_client,
    log_in,
    minsu,
    minsu_client,
    stranger,
    stranger_client,
)

__all__ = ["hana", "hana_client", "log_in", "minsu", "minsu_client", "stranger", "stranger_client"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all-looks", action="store_true", help="Open every page in every look.")


def pytest_configure() -> None:
    """Keys for tests, in place of those that a first start makes in the data folder."""
    messages.compile_all()
    settings.SECRET_KEY = "tests " * 10
    settings.MOODTRACKER_VAULT_KEYS = (b"k" * 32,)
    settings.STATIC_ROOT = None  # pages of tests name the files as they lie in the source
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
        },
    }
    settings.WHITENOISE_USE_FINDERS = True
    settings.WHITENOISE_AUTOREFRESH = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix() -> None:
    """Each worker's database lies in its own memory already."""


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """A request leaves its language active on the thread; the next test starts in Korean."""
    translation.activate("ko")
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, settings: Settings) -> Path:
    """An empty data folder that this test alone sees."""
    folder = tmp_path / "data"
    settings.MOODTRACKER_DATA = folder
    settings.MOODTRACKER_PHOTOS = folder / "photos"
    return folder


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """No tries at logging in are remembered from another test."""
    cache.clear()
