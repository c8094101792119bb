"""Files that are copied and summed in one reading, and durable when a function returns."""

import contextlib
import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

PHOTOS = "photos"
DATABASE = "db.sqlite3"
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileSum:
    """The size of a file in bytes, and the SHA-256 of them."""

    size: int
    sha256: str


def file_sum(path: Path) -> FileSum:
    """Read a file through. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return FileSum(size, digest.hexdigest())


def copy_file(source: Path, target: Path) -> FileSum:
    """Copy into a new file that its owner alone may read; the sum of what was read.

    Raises OSError, and leaves nothing under the name then.
    """
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as file:
        make_folder(target.parent)
        try:
            with os.fdopen(
                os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
            ) as to:
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
                    to.write(chunk)
                    size += len(chunk)
                to.flush()
                os.fsync(to.fileno())
        except OSError:
            target.unlink(missing_ok=True)
            raise
    return FileSum(size, digest.hexdigest())


def write_file(target: Path, data: bytes) -> None:
    """Write a new file that its owner alone may read. Raises OSError."""
    make_folder(target.parent)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def link_or_copy(source: Path, target: Path) -> None:
    """The same file under a second name, or a copy where the disk has no such names."""
    make_folder(target.parent)
    try:
        os.link(source, target)
    except OSError:
        copy_file(source, target)


def make_folder(folder: Path) -> None:
    """A folder that its owner alone may enter, its parents included."""
    if not folder.is_dir():
        make_folder(folder.parent)
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Make all names under a folder durable; their files are already."""
    for inner, _, _ in os.walk(folder):
        sync_folder(Path(inner))


def remove_tree(folder: Path) -> None:
    """Remove a folder with all in it, as far as that goes."""
    shutil.rmtree(folder, ignore_errors=True)


def photo_path(folder: Path, name: str) -> Path:
    """Where the photo of this name lies, in a data folder and in a backup alike."""
    return folder / PHOTOS / name[:2] / name
