"""Diaries for the tests of this room: generated ones, and one of each kind of entry."""

import io
import json
import uuid
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from hypothesis import strategies as st

from moodtracker.accounts.models import User
from moodtracker.core.time import local_date, local_hour
from moodtracker.diary import photo_files
from moodtracker.diary.heatmaps import pack_heatmaps
from moodtracker.diary.models import Entry, EntryPhoto, EntryTag, Heard, Tag
from moodtracker.emotions import CLASS_NAMES
from moodtracker.exports.services import archive_export
from moodtracker.vision.types import Advice

NOW = datetime(2026, 11, 25, 11, 30, 0, 123456, tzinfo=UTC)
ZONES = ("Asia/Seoul", "America/New_York", "Europe/London", "Pacific/Apia", "Asia/Kathmandu")

words = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=20
).filter(lambda text: text.strip() == text)
instants = st.datetimes(
    min_value=datetime(1995, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2026, 11, 24),  # noqa: DTZ001
    timezones=st.just(UTC),
)
moods = st.sampled_from(CLASS_NAMES)


@st.composite
def probabilities(draw: st.DrawFn) -> tuple[float, ...]:
    parts = [draw(st.floats(0.001, 1.0)) for _ in CLASS_NAMES]
    whole = sum(parts)
    return tuple(min(1.0, part / whole) for part in parts)


@st.composite
def entry_fields(draw: st.DrawFn) -> dict[str, Any]:
    read = draw(st.booleans())
    instant, zone = draw(instants), draw(st.sampled_from(ZONES))
    fields: dict[str, Any] = {
        "capture_key": draw(st.uuids()),
        "recorded_at": instant,
        "zone": zone,
        "local_date": local_date(instant, zone),
        "local_hour": local_hour(instant, zone),
        "intensity": draw(st.sampled_from([None, 1, 2, 3, 4, 5])),
        "note": draw(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)),
        "created_at": draw(instants),
        "updated_at": draw(instants),
        "tags": draw(st.sets(st.integers(0, 3), max_size=4)),
        "heard": draw(
            st.dictionaries(
                st.sampled_from(["bach-air", "satie-1", "쇼팽"]),
                st.tuples(instants, st.sampled_from([None, -2, -1, 0, 1, 2])),
            )
        ),
    }
    if not read:
        source = draw(st.sampled_from(["hand", "import"]))
        return fields | {"source": source, "own_mood": draw(moods), "picture": None}
    maps = draw(st.sampled_from([None, (1, 1), (3, 4)]))
    six = draw(probabilities())
    return (
        fields
        | {
            "source": draw(st.sampled_from(["photo", "camera", "import"])),
            "own_mood": draw(st.just("") | moods),
            "model_mood": draw(moods),
            "model_name": "ensemble",
            "model_version": "1.0",
            "ambiguous": draw(st.booleans()),
            "advice": draw(st.lists(st.sampled_from([code.value for code in Advice]), unique=True)),
            "heatmap": maps and pack_heatmaps(np.full((6, *maps), 0.5, np.float32)),
            "picture": draw(st.none() | st.integers(0, 255)),
        }
        | dict(zip(CLASS_NAMES, six, strict=True))
    )


diaries = st.lists(entry_fields(), max_size=6, unique_by=lambda one: one["capture_key"])


def write_diary(owner: User, entries: list[dict[str, Any]]) -> list[Entry]:
    """Save entries as `entry_fields` draws them, with four tags, one of them hidden."""
    tags = [
        Tag.objects.create(
            owner=owner, group=group, name=name, emoji=emoji, position=number, hidden=number == 3
        )
        for number, (group, name, emoji) in enumerate(
            [
                ("people", "가족", "👨‍👩‍👧"),
                ("places", "집", "🏠"),
                ("doing", "=산책", "🚶"),
                ("body", "가족", ""),
            ]
        )
    ]
    return [_write(owner, dict(fields), tags) for fields in entries]


def _write(owner: User, fields: dict[str, Any], tags: list[Tag]) -> Entry:
    chosen, heard, shade = (fields.pop(name) for name in ("tags", "heard", "picture"))
    entry = Entry.objects.create(owner=owner, **fields)
    for number in sorted(chosen, reverse=True):
        EntryTag.objects.create(entry=entry, tag=tags[number])
    for work, (at, shift) in heard.items():
        Heard.objects.create(entry=entry, work=work, at=at, shift=shift)
    if shade is not None:
        add_photo(entry, shade)
    return entry


def add_photo(entry: Entry, shade: int = 90) -> EntryPhoto:
    """A kept photo of one shade."""
    picture = photo_files.kept_picture(np.full((9, 12, 3), shade, np.uint8))
    file = photo_files.write_sealed(picture.jpeg, owner_id=entry.owner_id)
    return EntryPhoto.objects.create(
        entry=entry,
        name=file.name,
        byte_size=file.byte_size,
        sha256=file.sha256,
        width=picture.width,
        height=picture.height,
        face_x=5.5,
        face_y=1 / 3,
        face_side=7.25,
        face_tilt=-1.5,
    )


def small_diary(owner: User) -> list[Entry]:
    """By hand with everything on it, read with a photo, read without, imported."""
    at = NOW - timedelta(days=3)

    def one(number: int, **fields: Any) -> dict[str, Any]:
        instant = at + timedelta(hours=number)
        return {
            "capture_key": uuid.UUID(int=number + 1),
            "recorded_at": instant,
            "zone": "Asia/Seoul",
            "local_date": local_date(instant, "Asia/Seoul"),
            "local_hour": local_hour(instant, "Asia/Seoul"),
            "created_at": instant,
            "updated_at": instant,
            "tags": {0, 2},
            "heard": {},
            "picture": None,
        } | fields

    read = {
        "source": "photo",
        "model_mood": "sad",
        "model_name": "ensemble",
        "model_version": "1.0",
        "heatmap": pack_heatmaps(np.ones((6, 2, 3), np.float32)),
        **dict(zip(CLASS_NAMES, (0.1, 0.1, 0.1, 0.1, 0.5, 0.1), strict=True)),
    }
    hand = {"source": "hand", "own_mood": "happy", "intensity": 4}
    return write_diary(
        owner,
        [
            one(0, **hand, note="=SUM(A1)\n둘째 줄, “쉼표”", heard={"bach-air": (NOW, 1)}),
            one(1, **read, picture=120),
            one(2, **read | {"own_mood": "unrest", "heatmap": None, "advice": ["dark"]}),
            one(3, **{**hand, "source": "import", "own_mood": "neutrality"}),
        ],
    )


def archive_of(owner: User, *, photos: bool = True, now: datetime = NOW) -> bytes:
    """The whole archive."""
    return b"".join(archive_export(owner=owner, now=now, photos=photos))


def members(archive: bytes) -> dict[str, bytes]:
    """Every file of an archive."""
    with zipfile.ZipFile(io.BytesIO(archive)) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}


def diary_json(archive: bytes) -> dict[str, Any]:
    """`diary.json`, parsed."""
    parsed: dict[str, Any] = json.loads(members(archive)["diary.json"])
    return parsed


def packed(files: dict[str, bytes], *, sums: bool = True) -> io.BytesIO:
    """An archive of these files, with checksums that fit them."""
    import hashlib

    files = {name: data for name, data in files.items() if name != "checksums.txt"}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in files.items():
            bundle.writestr(name, data)
        if sums:
            lines = [f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in files.items()]
            bundle.writestr("checksums.txt", "\n".join(lines) + "\n")
    buffer.seek(0)
    return buffer


def windows(data: bytes, size: int) -> Iterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]
