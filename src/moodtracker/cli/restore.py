"""`moodtracker restore`: a backup into an empty data folder, with a verdict on every row."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from django.core.exceptions import ImproperlyConfigured

from moodtracker.backup import restoring
from moodtracker.backup.errors import BackupError, UsageError
from moodtracker.backup.restoring import Comparison
from moodtracker.cli.support import ServiceError, photo_bar, prepare_service, run_command
from moodtracker.config.env import EnvironmentProblem, read_environment

app = typer.Typer(add_completion=False)


def main(arguments: list[str]) -> int:
    """0 when every row and photo is back, 1 when not, 2 for wrong usage."""
    errors = (BackupError, ServiceError, ImproperlyConfigured)
    usage = (UsageError, EnvironmentProblem)
    return run_command(app, arguments, "moodtracker restore", errors, usage)


@app.command()
def restore(
    source: Annotated[
        Path, typer.Option("--from", help="백업, 또는 백업을 모은 폴더 · a backup, or their folder")
    ],
    data: Annotated[Path, typer.Option(help="빈 데이터 폴더 · an empty data folder")],
    keys: Annotated[
        Path | None, typer.Option(help="열쇠 파일 · file of keys [keys.zip beside the backup]")
    ] = None,
    without_keys: Annotated[
        bool, typer.Option("--without-keys", help="열쇠 없이 · without the keys")
    ] = False,
) -> None:
    """백업을 빈 데이터 폴더에 되살려요 · bring a backup back into an empty data folder."""
    os.environ["MOODTRACKER_DATA"] = str(data.expanduser().absolute())
    environment = read_environment(os.environ)
    backup = restoring.find_backup(source.expanduser().absolute())
    keys_file = None if without_keys else restoring.find_keys(backup, keys)
    with photo_bar("백업을 살피고 되살려요 · checking, restoring") as progress:
        listed = restoring.restore(
            backup=backup, keys_file=keys_file, data=environment.data, progress=progress
        )
    compared = restoring.compare(environment.data, listed)
    sys.stdout.write(f"{backup} → {environment.data}\n")
    _tell(compared)
    if environment.database or not listed.database:
        sys.stdout.write(
            "데이터베이스는 pg_restore로 되살려 주세요.\n"
            "The database is for pg_restore to bring back.\n"
        )
    elif compared.exact:
        prepare_service()
        compared = restoring.compare(environment.data, listed)
        _tell_upgrade(compared)
        _tell_shut(restoring.people_whose_photos_stay_shut(listed))
    raise typer.Exit(1 if compared.lost else 0)


def _tell(compared: Comparison) -> None:
    sys.stdout.write(
        f"표 {compared.tables}개의 {compared.rows:,}행과 사진 {compared.photos:,}장을 백업과 "
        f"견줬어요.\n{compared.rows:,} rows of {compared.tables} tables and {compared.photos:,} "
        "photos were compared with the backup.\n"
    )
    if compared.exact:
        sys.stdout.write("모두 같아요.\nAll are the same.\n")
    for fault in (*compared.lost, *compared.changed):
        sys.stderr.write(f"  ≠ {fault}\n")


def _tell_upgrade(compared: Comparison) -> None:
    """What became of the rows when the tables took the newest steps."""
    for fault in compared.lost:
        sys.stderr.write(f"  ≠ {fault}\n")
    if compared.changed:
        sys.stdout.write(
            "이 버전에 맞게 고친 표예요. 행은 모두 있어요: "
            f"{', '.join(compared.changed)}\n"
            "These tables were brought up to this version, with all their rows.\n"
        )


def _tell_shut(people: tuple[int, ...]) -> None:
    if people:
        sys.stdout.write(
            f"사진이 열리지 않는 사람이 {len(people)}명 있어요. 백업 뒤에 떠났거나 열쇠가 없어요: "
            f"{', '.join(map(str, people[:5]))}\n"
            f"Photos of {len(people)} people do not open: they left after the backup, or their key "
            "is not here.\n"
        )
