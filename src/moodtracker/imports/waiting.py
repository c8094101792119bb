"""Files that wait, sealed piece by piece under the data folder, and read from any place.

A piece is whole or absent under its name. A diary of some hundred megabytes is never in memory
as a whole, nor plain on a disk.
"""

import io
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from moodtracker.core.vault import seal_for, unseal

PIECE = 4 * 1024 * 1024


def folder() -> Path:
    """Where files wait."""
    data: Path = settings.MOODTRACKER_DATA
    return data / "imports"


def piece_count(byte_size: int) -> int:
    """How many pieces a file has."""
    return max(1, -(-byte_size // PIECE))


def write_piece(run: uuid.UUID, position: int, number: int, data: bytes, *, owner_id: int) -> None:
    """Seal one piece under its owner's key; one that came before is replaced.

    Raises OSError when the disk refuses.
    """
    path = _path(run, position, number)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{uuid.uuid4().hex}.part")
    try:
        part.write_bytes(seal_for(owner_id, data, context=_context(run, position, number)))
        part.chmod(0o600)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def has_piece(run: uuid.UUID, position: int, number: int) -> bool:
    """Whether a piece is here."""
    return _path(run, position, number).is_file()


def read_piece(run: uuid.UUID, position: int, number: int) -> bytes:
    """One piece, opened. Raises OSError or VaultError."""
    sealed = _path(run, position, number).read_bytes()
    return unseal(sealed, context=_context(run, position, number))


def remove(run: uuid.UUID) -> None:
    """Throw all files of a run away."""
    shutil.rmtree(folder() / run.hex, ignore_errors=True)


def kept_runs() -> Iterator[uuid.UUID]:
    """The runs that have a folder."""
    if folder().is_dir():
        for path in folder().iterdir():
            try:
                yield uuid.UUID(path.name)
            except ValueError:
                continue


def open_waiting(run: uuid.UUID, position: int, byte_size: int) -> io.BufferedReader:
    """A waiting file, to be read from any place. Reading raises OSError or VaultError."""
    return io.BufferedReader(_Pieces(run, position, byte_size), buffer_size=1 << 16)


class _Pieces(io.RawIOBase):
    """Opens the piece that is asked for, and keeps it until another one is."""

    def __init__(self, run: uuid.UUID, position: int, byte_size: int) -> None:
        self._run, self._position, self._size = run, position, byte_size
        self._at = 0
        self._number = -1
        self._piece = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise OSError(f"A place in a file is not negative; got {start + offset}.")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        number, inside = divmod(self._at, PIECE)
        if self._at >= self._size:
            return 0
        if number != self._number:
            self._piece, self._number = read_piece(self._run, self._position, number), number
        found = self._piece[inside : inside + len(buffer)]
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)


def _path(run: uuid.UUID, position: int, number: int) -> Path:
    return folder() / run.hex / f"{position}-{number}"


def _context(run: uuid.UUID, position: int, number: int) -> bytes:
    return f"import {run} {position} {number}".encode()
