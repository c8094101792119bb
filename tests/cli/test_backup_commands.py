"""`backup`, `verify` and `restore` on the command line: what they say, and how they end."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections
from pytest_django import Settings

from actors import PASSWORD
from moodtracker.accounts.models import User
from moodtracker.cli import backup, restore, verify
from moodtracker.config.secret_files import make_secrets, read_secrets
from moodtracker.diary.photo_files import write_sealed
from own_database import copy_tables, standing_on


@pytest.fixture
def data(
    data_folder: Path, settings: Settings, db: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A data folder with a database; 하나 is in it. `restore` finds Django standing on its own."""
    if connections["default"].vendor != "sqlite":
        pytest.skip("takes backups of SQLite's files")
    monkeypatch.setenv("MOODTRACKER_DATA", str(data_folder))
    make_secrets(data_folder)
    settings.MOODTRACKER_VAULT_KEYS = read_secrets(data_folder).vault_keys
    copy_tables(data_folder / "db.sqlite3")
    with ExitStack() as stack:
        stack.enter_context(standing_on(data_folder / "db.sqlite3"))
        User.objects.create_user("hana@example.kr", PASSWORD)

        def prepare() -> None:
            restored = Path(restore.os.environ["MOODTRACKER_DATA"])
            stack.enter_context(standing_on(restored / "db.sqlite3"))
            call_command("migrate", verbosity=0, interactive=False)

        monkeypatch.setattr(restore, "prepare_service", prepare)
        yield data_folder


def test_there_and_back(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert backup.main(["--to", str(tmp_path / "b")]) == 0
    assert "are backed up" in capsys.readouterr().out
    assert verify.main(["--backup", str(tmp_path / "b")]) == 0
    assert "쓰인 그대로예요" in capsys.readouterr().out
    assert restore.main(["--from", str(tmp_path / "b"), "--data", str(tmp_path / "new")]) == 0
    said = capsys.readouterr()
    assert "모두 같아요" in said.out
    assert said.err == ""
    assert User.objects.get().email == "hana@example.kr"
    assert connections["default"].settings_dict["NAME"] == str(tmp_path / "new" / "db.sqlite3")


def test_missing_keys_are_told(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert backup.main(["--to", str(tmp_path / "b"), "--without-keys"]) == 0
    capsys.readouterr()
    line = ["--from", str(tmp_path / "b"), "--data", str(tmp_path / "new")]
    assert restore.main(line) == 2
    said = capsys.readouterr().err
    assert "열쇠 파일이 없어요" in said
    assert "--without-keys" in said
    assert not (tmp_path / "new").exists()
    assert restore.main([*line, "--without-keys"]) == 0


def test_a_damaged_backup_is_told(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert backup.main(["--to", str(tmp_path / "b")]) == 0
    next((tmp_path / "b").glob("*/db.sqlite3")).write_bytes(b"")
    assert verify.main(["--backup", str(tmp_path / "b")]) == 1
    assert restore.main(["--from", str(tmp_path / "b"), "--data", str(tmp_path / "new")]) == 1
    assert "db.sqlite3" in capsys.readouterr().err


def test_postgresql_is_left_to_its_own_tool(
    data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_sealed(b"photo", owner_id=User.objects.get().pk)
    monkeypatch.setenv("DATABASE_URL", "postgres://mood:pw@db.example.kr/diary")
    assert backup.main(["--to", str(tmp_path / "b")]) == 0
    said = capsys.readouterr()
    assert "pg_dump" in said.err
    assert "사진 1장" in said.out
    assert not list((tmp_path / "b").glob("*/db.sqlite3"))
    assert restore.main(["--from", str(tmp_path / "b"), "--data", str(tmp_path / "new")]) == 0
    assert "pg_restore" in capsys.readouterr().out
    assert len(list((tmp_path / "new" / "photos").glob("??/*"))) == 1


def test_wrong_usage_ends_with_2(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert backup.main([]) == 2
    assert backup.main(["--to", str(tmp_path / "b"), "--data", str(tmp_path / "none")]) == 2
    assert "백업할 데이터가 없어요" in capsys.readouterr().err
    assert verify.main(["--backup", str(tmp_path)]) == 2
    assert restore.main(["--from", str(tmp_path), "--data", str(tmp_path / "new")]) == 2
    assert "온전한 백업이 없어요" in capsys.readouterr().err
