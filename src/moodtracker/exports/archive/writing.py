"""Writes an archive as a stream: never more in memory than one photo and one entry.

Photos go first, because `diary.json` names their checksums. The same diary exported at the same
instant gives the same bytes.
"""

import base64
import hashlib
import json
import uuid
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import IO, Any, cast

from moodtracker.emotions import CLASS_NAMES
from moodtracker.exports.archive import model
from moodtracker.exports.archive.model import (
    ArchivedEntry,
    ArchiveHead,
    DiarySource,
    photo_file,
)
from moodtracker.exports.archive.schema import SCHEMA_DOCUMENT

_CHUNK = 128 * 1024


def instant_text(instant: datetime) -> str:
    """UTC to the microsecond, `2026-11-25T11:30:00.000000Z`."""
    naive = instant.astimezone(UTC).replace(tzinfo=None)
    return f"{naive.isoformat(timespec='microseconds')}Z"


def entry_json(entry: ArchivedEntry) -> dict[str, Any]:
    """An entry as `schema.json` has it."""
    return {
        "key": str(entry.key),
        "recorded_at": instant_text(entry.recorded_at),
        "zone": entry.zone,
        "local_date": entry.local_date.isoformat(),
        "local_hour": entry.local_hour,
        "source": entry.source,
        "probabilities": _six(entry.probabilities),
        "model": {"name": entry.model_name, "version": entry.model_version}
        if entry.model_name
        else None,
        "model_mood": entry.model_mood or None,
        "own_mood": entry.own_mood or None,
        "intensity": entry.intensity,
        "ambiguous": entry.ambiguous,
        "advice": list(entry.advice),
        "heatmap": None if entry.heatmap is None else base64.b64encode(entry.heatmap).decode(),
        "note": entry.note,
        "tags": list(entry.tags),
        "heard": [
            {"work": heard.work, "at": instant_text(heard.at), "shift": heard.shift}
            for heard in entry.heard
        ],
        "photo": _photo(entry),
        "created_at": instant_text(entry.created_at),
        "updated_at": instant_text(entry.updated_at),
    }


def diary_lines(head: ArchiveHead, entries: Iterable[ArchivedEntry]) -> Iterator[str]:
    """`diary.json` line by line: the members of the head, then one entry a line."""
    yield "{\n"
    for name, value in _head_json(head).items():
        yield f"{_json(name)}: {_json(value)},\n"
    yield '"entries": ['
    end = "\n"
    for entry in entries:
        yield end + _json(entry_json(entry))
        end = ",\n"
    yield "\n]\n}\n"


def archive_chunks(
    source: DiarySource,
    *,
    readme: str,
    csv_head: str,
    csv_line: Callable[[ArchivedEntry], str],
) -> Iterator[bytes]:
    """The archive in chunks of about 128 KB. Raises what `source` raises."""
    sink = _Sink()
    digests: dict[uuid.UUID, str] = {}
    missing: list[uuid.UUID] = []
    with zipfile.ZipFile(cast("IO[bytes]", sink), "w") as bundle:
        out = _Members(bundle, sink, source.exported_at)
        if source.photos_included:
            for photo in source.photos():
                if photo.jpeg is None:
                    missing.append(photo.key)
                    continue
                name = photo_file(photo.key)
                yield from out.member(name, [photo.jpeg], packed=False)
                digests[photo.key] = out.sums[name]
        head = ArchiveHead(
            source.exported_at,
            source.person(),
            source.tags(),
            source.photos_included,
            tuple(missing),
        )
        table = _Packed()
        table.write(csv_head)
        entries = _noting(source.entries(digests), table, csv_line)
        lines = (line.encode() for line in diary_lines(head, entries))
        yield from out.member(model.DIARY, lines)
        schema = json.dumps(SCHEMA_DOCUMENT, ensure_ascii=False, indent=1)
        yield from out.member(model.SCHEMA, [schema.encode()])
        yield from out.member(model.CSV, table.unpacked())
        yield from out.member(model.README, [readme.encode()])
        sums = "".join(f"{digest}  {name}\n" for name, digest in out.sums.items())
        yield from out.member(model.CHECKSUMS, [sums.encode()])
    yield sink.take()


class _Sink:
    """A stream that can only be written to; what was written is taken from it in chunks."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self.waiting = 0

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        self.waiting += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        whole = b"".join(self._parts)
        self._parts, self.waiting = [], 0
        return whole


class _Members:
    """Writes members one after another, and keeps their SHA-256 in `sums`."""

    def __init__(self, bundle: zipfile.ZipFile, sink: _Sink, at: datetime) -> None:
        self._bundle, self._sink = bundle, sink
        self._at = at.astimezone(UTC).timetuple()[:6]
        self.sums: dict[str, str] = {}

    def member(self, name: str, parts: Iterable[bytes], *, packed: bool = True) -> Iterator[bytes]:
        info = zipfile.ZipInfo(name, self._at)
        # A JPEG does not get smaller.
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.external_attr = 0o600 << 16
        digest = hashlib.sha256()
        with self._bundle.open(info, "w") as stream:
            for part in parts:
                digest.update(part)
                _write(stream, part)
                if self._sink.waiting >= _CHUNK:
                    yield self._sink.take()
        self.sums[name] = digest.hexdigest()


def _write(stream: IO[bytes], part: bytes) -> None:
    stream.write(part)


class _Packed:
    """Text kept packed until it is wanted: the table is made while the diary is written."""

    def __init__(self) -> None:
        self._pack = zlib.compressobj(6)
        self._parts: list[bytes] = []

    def write(self, text: str) -> None:
        if part := self._pack.compress(text.encode()):
            self._parts.append(part)

    def unpacked(self) -> Iterator[bytes]:
        self._parts.append(self._pack.flush())
        unpack = zlib.decompressobj()
        for part in self._parts:
            yield unpack.decompress(part)


def _noting(
    entries: Iterable[ArchivedEntry], table: _Packed, line: Callable[[ArchivedEntry], str]
) -> Iterator[ArchivedEntry]:
    for entry in entries:
        table.write(line(entry))
        yield entry


def _head_json(head: ArchiveHead) -> dict[str, Any]:
    person = head.person
    return {
        "format": model.FORMAT,
        "version": model.VERSION,
        "exported_at": instant_text(head.exported_at),
        "person": {name: getattr(person, name) for name in person.__slots__},
        "tags": [
            {
                "key": tag.key,
                "group": tag.group,
                "name": tag.name,
                "emoji": tag.emoji,
                "position": tag.position,
                "hidden": tag.hidden,
            }
            for tag in head.tags
        ],
        "photos_included": head.photos_included,
        "photos_missing": [str(key) for key in head.photos_missing],
    }


def _six(probabilities: tuple[float, ...] | None) -> dict[str, float] | None:
    if probabilities is None:
        return None
    return dict(zip(CLASS_NAMES, probabilities, strict=True))


def _photo(entry: ArchivedEntry) -> dict[str, Any] | None:
    photo = entry.photo
    if photo is None:
        return None
    return {
        "file": photo.file,
        "sha256": photo.sha256,
        "width": photo.width,
        "height": photo.height,
        "face": {
            "x": photo.face_x,
            "y": photo.face_y,
            "side": photo.face_side,
            "tilt": photo.face_tilt,
        },
    }


def _json(value: object) -> str:
    # `repr` of a float, which json writes, reads back as the same float.
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
