"""`moodtracker backup`: a whole copy that can be checked, taken while the service runs."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from moodtracker.backup.errors import BackupError, UsageError
from moodtracker.backup.keys import FILE
from moodtracker.backup.making import Made, Plan, make_backup
from moodtracker.cli.support import photo_bar, run_command
from moodtracker.config.env import EnvironmentProblem, read_environment

app = typer.Typer(add_completion=False)


def main(arguments: list[str]) -> int:
    """0 when all was kept, 1 when not, 2 for wrong usage."""
    usage = (UsageError, EnvironmentProblem)
    return run_command(app, arguments, "moodtracker backup", (BackupError,), usage)


@app.command()
def backup(
    to: Annotated[
        Path, typer.Option(help="백업을 모으는 폴더 · folder that backups are gathered in")
    ],
    data: Annotated[
        Path | None, typer.Option(help="데이터 폴더 · data folder [MOODTRACKER_DATA, data]")
    ] = None,
    keys: Annotated[
        Path | None, typer.Option(help="열쇠를 둘 파일 · file for the keys [TO/keys.zip]")
    ] = None,
    without_keys: Annotated[
        bool, typer.Option("--without-keys", help="열쇠는 빼요 · leave the keys out")
    ] = False,
) -> None:
    """서비스를 멈추지 않고 백업해요 · back up while the service runs."""
    if data is not None:
        os.environ["MOODTRACKER_DATA"] = str(data.expanduser().absolute())
    environment = read_environment(os.environ)
    if environment.database:
        sys.stderr.write(
            "PostgreSQL의 데이터베이스는 pg_dump로 먼저 받아 두세요. 여기서는 사진과 열쇠만 "
            "백업해요.\nA PostgreSQL database is for pg_dump, to be run before this; photos and "
            "keys alone are backed up here.\n"
        )
    folder = to.expanduser().absolute()
    plan = Plan(
        data=environment.data,
        to=folder,
        keys=None if without_keys else (keys or folder / FILE).expanduser().absolute(),
        with_database=environment.database is None,
        now=datetime.now(UTC),
    )
    with photo_bar("사진을 백업하고 있어요 · photos") as progress:
        made = make_backup(plan, progress=progress)
    _tell_what_was_kept(plan, made)
    if environment.vault_keys and plan.keys:
        sys.stdout.write(
            "MOODTRACKER_VAULT_KEYS는 담기지 않았어요. 따로 간직하세요.\n"
            "MOODTRACKER_VAULT_KEYS is not in it; keep it by yourself.\n"
        )
    raise typer.Exit(_tell_what_is_missing(made))


def _tell_what_was_kept(plan: Plan, made: Made) -> None:
    rows = made.manifest.database
    tables = len(rows.tables) if rows else 0
    count = sum(table.rows for table in rows.tables.values()) if rows else 0
    photos = len(made.manifest.photos)
    sys.stdout.write(
        f"{made.folder}\n"
        f"표 {tables}개의 {count:,}행과 사진 {photos:,}장을 백업했어요. "
        f"새로 복사한 사진은 {made.copied:,}장이에요.\n"
        f"{count:,} rows of {tables} tables and {photos:,} photos are backed up, "
        f"{made.copied:,} of them copied anew.\n"
    )
    if plan.keys and not made.keyless:
        sys.stdout.write(
            f"열쇠: {plan.keys} (백업과 다른 곳에, 가장 새것만 두세요)\n"
            "Keep this file of keys elsewhere than the backups, the newest only.\n"
        )


def _tell_what_is_missing(made: Made) -> int:
    """1 when something is."""
    if lost := made.manifest.lost:
        sys.stderr.write(
            f"데이터 폴더에 온전한 파일이 없는 사진이 {len(lost)}장 있어요: {', '.join(lost[:5])}\n"
            f"{len(lost)} photos have no whole file in the data folder.\n"
        )
    if made.keyless:
        people = ", ".join(map(str, made.keyless[:5]))
        sys.stderr.write(
            f"사진은 있는데 열쇠가 없는 사람이 있어요({people}). 앞서 백업한 열쇠에 있을 수 "
            "있어서 열쇠 파일은 그대로 두었어요.\n"
            f"These people have photos and no key: {people}. An earlier file of keys may hold "
            "theirs, so it was not replaced.\n"
        )
    return 1 if lost or made.keyless else 0
