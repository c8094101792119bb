"""A file that was given: its name, and bytes that can be read from any place.

Nothing is unpacked to a disk, so names inside a ZIP lead nowhere; odd ones are refused all the
same. The ZIP's own word on sizes is not believed: reading stops at the cap.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import BinaryIO

from moodtracker.core.zips import directory_size
from moodtracker.imports.formats.limits import (
    ZIP_MEMBERS,
    ZIP_NAME,
    ZIP_RATIO,
    ZIP_RATIO_FROM,
    ZIP_TABLE,
    ZIP_UNFOLDED,
)
from moodtracker.imports.formats.problems import ImportProblem, Problem

_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
    OverflowError,
    MemoryError,
)
_KINDS_OF_PACKING = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
_HEAD = 65_536


@dataclass(slots=True)
class Source:
    """One file. `file` is seekable and stays open as long as the source is read."""

    name: str
    file: BinaryIO
    size: int
    _archive: "Archive | None" = field(default=None, init=False, repr=False)

    @classmethod
    def of_bytes(cls, data: bytes, name: str = "file") -> "Source":
        """A file in memory."""
        return cls(name, io.BytesIO(data), len(data))

    def head(self, count: int = _HEAD) -> bytes:
        """The first bytes."""
        self.file.seek(0)
        return self.file.read(count)

    def read(self, *, limit: int) -> bytes:
        """Everything. Raises ImportProblem above the limit."""
        if self.size > limit:
            raise ImportProblem(Problem.TOO_LARGE, limit_mb=limit // 1_000_000)
        self.file.seek(0)
        return self.file.read(limit + 1)[:limit]

    @property
    def is_zip(self) -> bool:
        """Whether it begins as a ZIP with something in it does."""
        return self.head(4) == b"PK\x03\x04"

    def archive(self) -> "Archive":
        """The ZIP inside, opened once. Raises ImportProblem."""
        if self._archive is None:
            self._archive = Archive.open(self.file)
        return self._archive


@dataclass(slots=True)
class Archive:
    """A ZIP whose members are read in memory and under caps."""

    packed: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo]
    unfolded: int = 0

    @classmethod
    def open(cls, file: BinaryIO) -> "Archive":
        """Look at the table of members. Raises ImportProblem."""
        try:
            if directory_size(file) > ZIP_TABLE:
                raise ImportProblem(Problem.ZIP_TOO_MANY, limit=ZIP_MEMBERS)
            file.seek(0)
            packed = zipfile.ZipFile(file)
        except _ZIP_ERRORS as error:
            raise ImportProblem(Problem.BROKEN_ZIP) from error
        infos = packed.infolist()
        if len(infos) > ZIP_MEMBERS:
            raise ImportProblem(Problem.ZIP_TOO_MANY, limit=ZIP_MEMBERS)
        members: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            _check_member(info)
            if not info.is_dir():
                members.setdefault(info.filename, info)
        return cls(packed, members)

    def read(self, name: str, *, limit: int) -> bytes:
        """One member. Raises KeyError when it is not there, ImportProblem otherwise."""
        info = self.members[name]
        if info.file_size > limit:
            raise ImportProblem(Problem.TOO_LARGE, limit_mb=limit // 1_000_000)
        allowed = min(limit, ZIP_UNFOLDED - self.unfolded)
        try:
            with self.packed.open(info) as member:
                data = member.read(allowed + 1)
        except _ZIP_ERRORS as error:
            raise ImportProblem(Problem.BROKEN_ZIP) from error
        if len(data) > allowed:
            raise ImportProblem(Problem.ZIP_BOMB)
        self.unfolded += len(data)
        return data


def _check_member(info: zipfile.ZipInfo) -> None:
    name = info.filename
    parts = name.replace("\\", "/").split("/")
    odd = (
        not name
        or len(name) > ZIP_NAME
        or name.startswith(("/", "\\"))
        or ".." in parts
        or ":" in parts[0]
        or "\x00" in name
    )
    if odd:
        raise ImportProblem(Problem.ZIP_NAMES)
    if info.flag_bits & _ENCRYPTED:
        raise ImportProblem(Problem.ZIP_ENCRYPTED)
    if info.compress_type not in _KINDS_OF_PACKING:
        raise ImportProblem(Problem.BROKEN_ZIP)
    if info.file_size > ZIP_RATIO_FROM and info.file_size > ZIP_RATIO * max(1, info.compress_size):
        raise ImportProblem(Problem.ZIP_BOMB)
