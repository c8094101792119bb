"""Secrets are made once, for the owner's eyes alone, and never written again."""

import stat
from pathlib import Path

import pytest

from moodtracker.config.env import read_environment
from moodtracker.config.secret_files import make_secrets, read_secrets


def test_the_first_start_makes_them_readable_by_the_owner_alone(tmp_path: Path) -> None:
    make_secrets(tmp_path / "data")
    folder = tmp_path / "data" / "secrets"
    assert {path.name for path in folder.iterdir()} == {
        "django-secret-key",
        "vault-keys",
        "vapid-key",
    }
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    secrets = read_secrets(tmp_path / "data")
    assert len(secrets.secret_key) >= 50
    assert [len(key) for key in secrets.vault_keys] == [32]
    assert read_environment({"MOODTRACKER_VAPID_KEY": secrets.vapid_key})


def test_the_second_start_keeps_them(tmp_path: Path) -> None:
    make_secrets(tmp_path)
    before = read_secrets(tmp_path)
    make_secrets(tmp_path)
    assert read_secrets(tmp_path) == before


def test_two_installations_have_different_keys(tmp_path: Path) -> None:
    make_secrets(tmp_path / "one")
    make_secrets(tmp_path / "two")
    one, two = read_secrets(tmp_path / "one"), read_secrets(tmp_path / "two")
    assert one.secret_key != two.secret_key
    assert one.vault_keys != two.vault_keys
    assert one.vapid_key != two.vapid_key


def test_reading_makes_nothing(tmp_path: Path) -> None:
    assert read_secrets(tmp_path / "data").secret_key == ""
    assert not (tmp_path / "data").exists()


def test_keys_do_not_show_when_printed(tmp_path: Path) -> None:
    make_secrets(tmp_path)
    assert read_secrets(tmp_path).secret_key not in repr(read_secrets(tmp_path))


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(OSError, match="data"):
        make_secrets(tmp_path / "data")
