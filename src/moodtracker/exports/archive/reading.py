"""Reads an archive that anybody may have made: bounded in memory, whatever it claims.

Nothing is unpacked to the disk, so a name cannot lead anywhere; names that the writer does not
make are refused all the same. Every size is checked as announced and again while it is read.
"""

import hashlib
import io
import json
import re
import uuid
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, BinaryIO, Never

from moodtracker.core.zips import directory_size
from moodtracker.exports.archive import model
from moodtracker.exports.archive.model import (
    FORMAT,
    VERSION,
    ArchivedEntry,
    ArchivedPhoto,
    ArchiveHead,
)
from moodtracker.exports.archive.parsing import parse_entry, parse_head
from moodtracker.exports.errors import (
    ArchiveContentError,
    ArchiveDamagedError,
    ArchiveTooLargeError,
    ArchiveVersionError,
    NotAnArchiveError,
)

MEMBERS_LIMIT = 200_000
TABLE_LIMIT = 100 * MEMBERS_LIMIT
DIARY_LIMIT = 1_000_000_000
HEAD_LIMIT = 8_000_000
LINE_LIMIT = 2_000_000
ENTRIES_LIMIT = 500_000
PHOTO_LIMIT = 15_000_000
TEXT_LIMIT = 40_000_000
TOTAL_LIMIT = 20_000_000_000
# Photos are stored as they are and keys are random, so an honest archive unpacks to far less
# than this many times its size; a small one may hold anything up to the floor.
RATIO_LIMIT = 200
RATIO_FLOOR = 50_000_000
_CHUNK = 256 * 1024
_PLAIN = (model.DIARY, model.SCHEMA, model.CSV, model.README, model.CHECKSUMS)
_PHOTO = re.compile(
    r"photos/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\.jpg", re.ASCII
)
_SUM_LINE = re.compile(r"([0-9a-f]{64})  (\S+)")
_ENTRIES = b'"entries": ['
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


class ArchiveReader:
    """An archive whose names, sizes and checksums have been found in order.

    `head` is what stands in front of the entries.
    """

    def __init__(self, bundle: zipfile.ZipFile) -> None:
        self._bundle = bundle
        self._sums = _checked_sums(bundle)
        with self._open(model.DIARY) as stream:
            self.head: ArchiveHead = _read_head(stream)

    @property
    def photo_count(self) -> int:
        """How many photos lie in it."""
        return sum(name.startswith(model.PHOTOS) for name in self._sums)

    def entries(self) -> Iterator[ArchivedEntry]:
        """Each entry, one at a time. Raises ArchiveError at the first that breaks the schema."""
        tags = {tag.key for tag in self.head.tags}
        seen: set[uuid.UUID] = set()
        with self._open(model.DIARY) as stream:
            _read_head(stream)
            for number, value in enumerate(_entry_values(stream)):
                if number >= ENTRIES_LIMIT:
                    raise ArchiveTooLargeError
                entry = parse_entry(value, number=number, tags=tags)
                if entry.key in seen:
                    raise ArchiveContentError(place=f"entries[{number}].key", rule="unique")
                seen.add(entry.key)
                if entry.photo and self._sums.get(entry.photo.file) != entry.photo.sha256:
                    raise ArchiveDamagedError(member=entry.photo.file)
                yield entry

    def photo(self, photo: ArchivedPhoto) -> bytes:
        """The JPEG of one entry, as its SHA-256 says."""
        with self._open(photo.file) as stream:
            jpeg = stream.read(PHOTO_LIMIT + 1)
        if hashlib.sha256(jpeg).hexdigest() != photo.sha256:
            raise ArchiveDamagedError(member=photo.file)
        return jpeg

    @contextmanager
    def _open(self, name: str) -> Iterator[IO[bytes]]:
        try:
            with self._bundle.open(name) as stream:
                yield stream
        except (*_BROKEN, KeyError, OSError) as error:
            raise ArchiveDamagedError(member=name) from error


@contextmanager
def open_archive(file: BinaryIO) -> Iterator[ArchiveReader]:
    """The archive in a seekable file, every checksum compared before anything is given out.

    Raises ArchiveError, here and while it is read.
    """
    try:
        if directory_size(file) > TABLE_LIMIT:
            raise ArchiveTooLargeError
        bundle = zipfile.ZipFile(file)
    except (*_BROKEN, ValueError, OSError) as error:
        raise NotAnArchiveError from error
    with bundle:
        _check_directory(bundle)
        yield ArchiveReader(bundle)


def _check_directory(bundle: zipfile.ZipFile) -> None:
    """Names that are ours, each once, and sizes within the limits as they are announced."""
    infos = bundle.infolist()
    names = [info.filename for info in infos]
    if not {model.DIARY, model.CHECKSUMS} <= set(names):
        raise NotAnArchiveError
    total = sum(info.file_size for info in infos)
    if len(infos) > MEMBERS_LIMIT or total > min(TOTAL_LIMIT, _unpacked_limit(bundle)):
        raise ArchiveTooLargeError
    if len(set(names)) != len(names):
        raise NotAnArchiveError
    for info in infos:
        if info.filename not in _PLAIN and not _PHOTO.fullmatch(info.filename):
            raise ArchiveDamagedError(member=info.filename)
        if info.flag_bits & 0x1 or info.compress_type not in _METHODS:
            raise ArchiveDamagedError(member=info.filename)
        if info.file_size > _limit(info.filename):
            raise ArchiveTooLargeError


def _unpacked_limit(bundle: zipfile.ZipFile) -> int:
    file = bundle.fp
    assert file is not None
    return max(RATIO_FLOOR, RATIO_LIMIT * file.seek(0, io.SEEK_END))


def _limit(name: str) -> int:
    if name.startswith(model.PHOTOS):
        return PHOTO_LIMIT
    return DIARY_LIMIT if name in {model.DIARY, model.CSV} else TEXT_LIMIT


def _checked_sums(bundle: zipfile.ZipFile) -> dict[str, str]:
    """What `checksums.txt` says of every other member, found to be so."""
    said = dict(_said_sums(bundle))
    names = {info.filename for info in bundle.infolist()} - {model.CHECKSUMS}
    for name in sorted(names ^ set(said)):
        raise ArchiveDamagedError(member=name)
    for name, wanted in said.items():
        try:
            found = _digest(bundle, name)
        except (*_BROKEN, OSError) as error:
            raise ArchiveDamagedError(member=name) from error
        if found != wanted:
            raise ArchiveDamagedError(member=name)
    return said


def _said_sums(bundle: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    try:
        with bundle.open(model.CHECKSUMS) as stream:
            text = stream.read(TEXT_LIMIT).decode("ascii")
    except (*_BROKEN, UnicodeDecodeError, OSError) as error:
        raise ArchiveDamagedError(member=model.CHECKSUMS) from error
    for line in text.splitlines():
        match = _SUM_LINE.fullmatch(line)
        if match is None:
            raise ArchiveDamagedError(member=model.CHECKSUMS)
        yield match[2], match[1]


def _digest(bundle: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    left = _limit(name)
    with bundle.open(name) as stream:
        while part := stream.read(_CHUNK):
            left -= len(part)
            if left < 0:
                raise ArchiveTooLargeError
            digest.update(part)
    return digest.hexdigest()


def _read_head(stream: IO[bytes]) -> ArchiveHead:
    """The members before the entries; the stream stands at the first entry after it."""
    whole, left = b"", HEAD_LIMIT
    while True:
        line = stream.readline(left)
        left -= len(line)
        if not line or left <= 0:
            raise ArchiveContentError(place="entries", rule=_ENTRIES.decode())
        if line.rstrip() == _ENTRIES:
            break
        whole += line
    value = _loads(whole + b'"entries": []}', place="diary")
    if not isinstance(value, dict):
        raise ArchiveContentError(place="diary", rule="object")
    value.pop("entries")
    _check_version(value)
    return parse_head(value)


def _check_version(value: dict[str, Any]) -> None:
    version = value.pop("version", None)
    if value.pop("format", None) != FORMAT:
        raise NotAnArchiveError
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ArchiveContentError(place="version", rule=str(VERSION))
    if version > VERSION:
        raise ArchiveVersionError(known=VERSION, received=version)


def _entry_values(stream: IO[bytes]) -> Iterator[object]:
    number = 0
    while True:
        line = stream.readline(LINE_LIMIT)
        place = f"entries[{number}]"
        if len(line) >= LINE_LIMIT:
            raise ArchiveTooLargeError
        text = line.strip()
        if text == b"]":
            return
        if not text:
            raise ArchiveContentError(place=place, rule="]")
        yield _loads(text.removesuffix(b","), place=place)
        number += 1


def _loads(text: bytes, *, place: str) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise ArchiveContentError(place=place, rule="JSON") from error


def _no_constant(name: str) -> Never:
    raise ValueError(f"JSON has no {name}.")
