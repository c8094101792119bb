"""`moodtracker verify`: read a backup through, and say whether it is as it was written."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from moodtracker.backup.errors import BackupError, UsageError
from moodtracker.backup.restoring import check_backup, find_backup
from moodtracker.cli.support import photo_bar, run_command

app = typer.Typer(add_completion=False)


def main(arguments: list[str]) -> int:
    """0 when it is whole, 1 when not, 2 for wrong usage."""
    return run_command(app, arguments, "moodtracker verify", (BackupError,), (UsageError,))


@app.command()
def verify(
    backup: Annotated[
        Path, typer.Option(help="백업, 또는 백업을 모은 폴더 · a backup, or their folder")
    ],
) -> None:
    """백업을 끝까지 읽어 살펴요 · read a backup through."""
    folder = find_backup(backup.expanduser().absolute())
    with photo_bar("백업을 살펴요 · checking") as progress:
        listed = check_backup(folder, progress=progress)
    tables = listed.database.tables.values() if listed.database else ()
    rows = sum(table.rows for table in tables)
    sys.stdout.write(
        f"{folder}\n"
        f"{rows:,}행과 사진 {len(listed.photos):,}장이 쓰인 그대로예요.\n"
        f"{rows:,} rows and {len(listed.photos):,} photos are as they were written.\n"
    )
