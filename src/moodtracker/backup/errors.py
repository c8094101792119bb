"""What can go wrong, in sentences for whoever runs the service."""

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

import pysqlite3


class BackupError(Exception):
    """A backup cannot be taken or brought back; the text says the rule and what came."""

    def __init__(self, korean: str, english: str) -> None:
        super().__init__(f"{korean}\n{english}")


class UsageError(BackupError):
    """What was asked for cannot be meant: a folder that is not there, or one that is in use."""


class DamagedError(BackupError):
    """What lies on the disk is not what was written there."""


@contextlib.contextmanager
def disk_told(folder: Path) -> Iterator[None]:
    """Errors of the disk and of SQLite while `folder` is written, as sentences."""
    try:
        yield
    except OSError as error:
        raise _disk_error(folder, error.errno, error.strerror or str(error)) from error
    except pysqlite3.Error as error:
        full = "full" in str(error)
        raise _disk_error(folder, errno.ENOSPC if full else None, str(error)) from error


def _disk_error(folder: Path, number: int | None, text: str) -> BackupError:
    if number in {errno.ENOSPC, errno.EDQUOT}:
        return BackupError(
            f"디스크가 가득 차서 그만뒀어요: {folder}. 자리를 만든 뒤 다시 해 주세요.",
            f"The disk is full, so nothing was kept: {folder}. Make room and try again.",
        )
    return BackupError(
        f"읽거나 쓰지 못해 그만뒀어요: {folder} ({text}).",
        f"Reading or writing failed, so nothing was kept: {folder} ({text}).",
    )
