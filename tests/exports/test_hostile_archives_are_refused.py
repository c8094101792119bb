"""An archive that anybody may have made: refused with a sentence, and nothing written."""

import contextlib
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from export_writing import NOW, archive_of, members, packed, small_diary
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from moodtracker.accounts.models import User
from moodtracker.diary.models import Entry, EntryPhoto, Tag
from moodtracker.diary.thumbnails import thumbnail
from moodtracker.exports.errors import (
    ArchiveContentError,
    ArchiveDamagedError,
    ArchiveError,
    ArchiveTooLargeError,
    ArchiveVersionError,
    NotAnArchiveError,
)
from moodtracker.exports.services import archive_restore

pytestmark = pytest.mark.django_db
PHOTO = "photos/00000000-0000-0000-0000-000000000002.jpg"
Files = dict[str, bytes]


@pytest.fixture
def files(hana: User) -> Files:
    small_diary(hana)
    return members(archive_of(hana))


def refused(owner: User, archive: io.BytesIO, kind: type[ArchiveError]) -> str:
    with pytest.raises(kind) as caught:
        archive_restore(owner=owner, archive=archive, now=NOW)
    assert not Entry.objects.filter(owner=owner).exists()
    assert not Tag.objects.filter(owner=owner).exists()
    return str(caught.value)


def changed(files: Files, change: Callable[[dict[str, Any]], None]) -> io.BytesIO:
    """The archive with one thing in diary.json changed and all checksums right again."""
    diary = json.loads(files["diary.json"])
    change(diary)
    head = {name: value for name, value in diary.items() if name != "entries"}
    lines = ["{"]
    lines += [f"{json.dumps(name)}: {json.dumps(value)}," for name, value in head.items()]
    body = ",\n".join(json.dumps(entry) for entry in diary["entries"])
    text = "\n".join([*lines, '"entries": [', body, "]", "}"])
    return packed(files | {"diary.json": text.encode()})


def test_the_changing_itself_is_accepted(minsu: User, files: Files) -> None:
    """Otherwise the refusals below would prove nothing."""
    archive = changed(files, lambda diary: None)
    assert archive_restore(owner=minsu, archive=archive, now=NOW).added == 4


def test_no_zip(minsu: User) -> None:
    assert "ZIP" in refused(minsu, io.BytesIO(b"full_date,mood"), NotAnArchiveError)
    refused(minsu, io.BytesIO(b""), NotAnArchiveError)


def test_another_zip(minsu: User) -> None:
    refused(minsu, packed({"diary.txt": b"x"}), NotAnArchiveError)


def test_a_newer_version(minsu: User, files: Files) -> None:
    archive = changed(files, lambda diary: diary.update(version=2))
    assert "2판" in refused(minsu, archive, ArchiveVersionError)


@pytest.mark.parametrize("name", [PHOTO, "diary.json", "daylio.csv"])
def test_a_changed_byte(minsu: User, files: Files, name: str) -> None:
    data = bytearray(files[name])
    data[len(data) // 2] ^= 1
    buffer = packed(files | {name: bytes(data)}, sums=False)
    with zipfile.ZipFile(buffer, "a") as bundle:
        bundle.writestr("checksums.txt", files["checksums.txt"])
    buffer.seek(0)
    assert name in refused(minsu, buffer, ArchiveDamagedError)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "photos/../x.jpg", "photos/a.jpg", "C:\\x", "x"]
)
def test_a_name_that_the_writer_does_not_make(minsu: User, files: Files, name: str) -> None:
    refused(minsu, packed(files | {name: b"x"}), ArchiveDamagedError)


def test_a_missing_photo(minsu: User, files: Files) -> None:
    left = {name: data for name, data in files.items() if name != PHOTO}
    assert PHOTO in refused(minsu, packed(left), ArchiveDamagedError)


def test_a_file_without_a_checksum(minsu: User, files: Files) -> None:
    buffer = packed(files)
    with zipfile.ZipFile(buffer, "a") as bundle:
        bundle.writestr("photos/00000000-0000-0000-0000-000000000009.jpg", b"x")
    buffer.seek(0)
    refused(minsu, buffer, ArchiveDamagedError)


def test_a_bomb(minsu: User, files: Files) -> None:
    bomb = packed(files | {"daylio.csv": bytes(90_000_000)})
    assert len(bomb.getvalue()) < 200_000
    assert "너무 커서" in refused(minsu, bomb, ArchiveTooLargeError)


def test_a_bomb_that_lies_about_its_size(minsu: User, files: Files) -> None:
    honest = packed(files | {"README.txt": bytes(45_000_000)}).getvalue()
    lying = honest.replace((45_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != honest
    refused(minsu, io.BytesIO(lying), ArchiveDamagedError)


def test_an_entry_without_an_end(minsu: User, files: Files) -> None:
    refused(minsu, packed(files | {"diary.json": b"{" + b" " * 9_000_000}), ArchiveContentError)
    line = files["diary.json"].split(b'"entries": [\n')[0] + b'"entries": [\n' + b"[" * 3_000_000
    refused(minsu, packed(files | {"diary.json": line}), ArchiveTooLargeError)
    deep = line[:-2_500_000] + b"\n"
    refused(minsu, packed(files | {"diary.json": deep}), ArchiveContentError)


def first(name: str, value: object) -> Callable[[dict[str, Any]], None]:
    return lambda diary: diary["entries"][1].update({name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("key", "not a key"),
        ("key", "00000000-0000-0000-0000-000000000001"),
        ("recorded_at", "2026-11-22T12:30:00"),
        ("recorded_at", "2030-11-22T12:30:00.000000Z"),
        ("recorded_at", "0001-01-01T00:00:00.000000Z"),
        ("zone", "Mars/Olympus"),
        ("zone", "../../etc/passwd"),
        ("local_date", "2026-01-01"),
        ("local_hour", 24),
        ("local_hour", True),
        ("source", "hand"),
        ("probabilities", dict.fromkeys(("anger",), 1.0)),
        ("model", None),
        ("model_mood", "hurt"),
        ("own_mood", 3),
        ("intensity", 6),
        ("advice", ["no such"]),
        ("heatmap", "AAAA"),
        ("heatmap", "한글"),
        ("note", "x" * 4001),
        ("note", "a\x00b"),
        ("note", "\ud800"),
        ("tags", ["people:모르는 태그"]),
        ("heard", [{"work": "", "at": "2026-11-22T12:30:00.000000Z", "shift": None}]),
        ("photo", {"file": "photos/../../x"}),
        ("extra", 1),
    ],
)
def test_an_entry_that_breaks_the_schema(
    minsu: User, files: Files, name: str, value: object
) -> None:
    refused(minsu, changed(files, first(name, value)), ArchiveContentError)


def test_numbers_that_json_does_not_have(minsu: User, files: Files) -> None:
    text = files["diary.json"].replace(b'"anger": 0.1', b'"anger": NaN')
    assert text != files["diary.json"]
    refused(minsu, packed(files | {"diary.json": text}), ArchiveContentError)


def test_a_photo_that_is_more_than_a_photo(minsu: User, files: Files) -> None:
    """A comment, a GPS tag, a script behind the end: none is a JPEG as the diary writes it."""
    import hashlib

    plain = files[PHOTO]
    others = (
        plain + b"<script>",
        plain[:2] + b"\xff\xfe\x00\x05abc" + plain[2:],
        plain[:2] + b"\xff\xe1\x00\x08Exif\x00\x00" + plain[2:],
        plain[: len(plain) // 2] + b"\xff\xd9",
        b"GIF89a" + plain,
    )
    for jpeg in others:
        digest = hashlib.sha256(jpeg).hexdigest()
        diary = files["diary.json"].replace(
            hashlib.sha256(plain).hexdigest().encode(), digest.encode()
        )
        archive = packed(files | {PHOTO: jpeg, "diary.json": diary})
        assert PHOTO in refused(minsu, archive, ArchiveDamagedError)


@hypothesis_settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(cuts=st.lists(st.tuples(st.integers(0), st.integers(0, 255)), min_size=1, max_size=4))
def test_a_mutated_archive_never_breaks_the_reader(
    minsu: User, files: Files, cuts: list[tuple[int, int]]
) -> None:
    data = bytearray(packed(files).getvalue())
    for place, value in cuts:
        data[place % len(data)] = value
    with contextlib.suppress(ArchiveError):
        archive_restore(owner=minsu, archive=io.BytesIO(bytes(data)), now=NOW)
    Entry.objects.filter(owner=minsu).delete()
    Tag.objects.filter(owner=minsu).delete()


def heat_of_nothing(diary: dict[str, Any]) -> None:
    (entry, *_) = [one for one in diary["entries"] if one["heatmap"]]
    entry["heatmap"] = "AAA="


def heard_at_the_end_of_time(diary: dict[str, Any]) -> None:
    (entry, *_) = [one for one in diary["entries"] if one["heard"]]
    entry["heard"][0]["at"] = "9999-12-31T23:59:59.999999Z"


@pytest.mark.parametrize("change", [heat_of_nothing, heard_at_the_end_of_time])
def test_what_no_page_could_show(
    minsu: User, files: Files, change: Callable[[dict[str, Any]], None]
) -> None:
    refused(minsu, changed(files, change), ArchiveContentError)


def test_a_face_of_no_size_outside_its_photo_has_a_thumbnail(minsu: User, files: Files) -> None:
    def change(diary: dict[str, Any]) -> None:
        for entry in diary["entries"]:
            if entry["photo"]:
                entry["photo"]["face"] = {"x": 1e6, "y": -1e6, "side": 0.0, "tilt": 0.0}

    assert archive_restore(owner=minsu, archive=changed(files, change), now=NOW).photos
    for photo in EntryPhoto.objects.filter(entry__owner=minsu):
        assert thumbnail(photo).startswith(b"\xff\xd8")
