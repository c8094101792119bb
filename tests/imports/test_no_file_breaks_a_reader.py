"""Broken, hostile and enormous files give a sentence, in little time and memory."""

import base64
import io
import json
import struct
import time
import zipfile
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from import_files import daylio_zip, samples, zipped
from PIL import ExifTags, Image

from moodtracker.imports.formats import limits
from moodtracker.imports.formats.problems import ImportProblem, Problem
from moodtracker.imports.formats.readers import READERS, reader_for
from moodtracker.imports.formats.selfies import dated
from moodtracker.imports.formats.sources import Source
from moodtracker.imports.formats.types import Options, Reader, Record
from moodtracker.imports.formats.zones import placed

SAMPLES = list(samples().values())
NAMES = (
    "dayEntries customMoods tags assets id mood year month day hour minute datetime "
    "timeZoneOffset date scores data stateOfMind start valence labels name entries note checksum"
)
SPLICES = [
    b"\x00",
    b'"',
    b"\n",
    b",,,,,,",
    b"\xff\xfe",
    b"[[[[",
    b"1e999",
    b"NaN",
    b"\\ud800",
    b"<",
]


def drain(reader: Reader, data: bytes) -> None:
    source = Source.of_bytes(data)
    try:
        for row in reader.read(source, Options()):
            if isinstance(row, Record):
                placed(row.moment, "Asia/Seoul")
                row.note.encode()
                for name in row.photos:
                    reader.photo(source, name)
    except ImportProblem:
        pass


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(SAMPLES)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        match draw(st.integers(0, 3)):
            case 0:
                data[at : at + 1] = bytes([draw(st.integers(0, 255))])
            case 1:
                data[at:at] = draw(st.sampled_from(SPLICES))
            case 2:
                del data[at : at + draw(st.integers(1, 40))]
            case _:
                data = data[:at]
    return bytes(data)


@settings(max_examples=60, deadline=2000, suppress_health_check=list(HealthCheck))
@given(mutated())
def test_mutated_files_raise_nothing_but_problems(data: bytes) -> None:
    for reader in READERS:
        reader.fits(Source.of_bytes(data))
        drain(reader, data)


def json_values() -> st.SearchStrategy[object]:
    names = st.sampled_from(NAMES.split())
    leaves = st.none() | st.booleans() | st.floats() | st.text(max_size=8)
    leaves |= st.integers() | st.sampled_from([1, 2023, -1, 1e14, "2024-1-5", "2026-09-08T21:30Z"])
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner),
        max_leaves=20,
    )


@settings(max_examples=60, deadline=2000, suppress_health_check=list(HealthCheck))
@given(json_values())
def test_json_of_any_shape_raises_nothing_but_problems(value: object) -> None:
    text = json.dumps(value).encode()
    for reader in READERS:
        drain(reader, text)
        drain(reader, zipped({"backup.daylio": base64.b64encode(text)}))


@settings(max_examples=60, deadline=2000, suppress_health_check=list(HealthCheck))
@given(st.lists(st.text(max_size=30), min_size=3, max_size=3))
def test_cells_of_any_text_raise_nothing(cells: list[str]) -> None:
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
    head = "full_date,time,mood,activities,note\n"
    drain(READERS[-1], (head + ",".join(quoted) + ",a|b,<li>x\n").encode("utf-8", "ignore"))


def read_all(data: bytes) -> None:
    source = Source.of_bytes(data)
    for _ in reader_for(source).read(source, Options()):
        pass


def problem(data: bytes) -> Problem:
    started = time.monotonic()
    with pytest.raises(ImportProblem) as caught:
        read_all(data)
    assert time.monotonic() - started < 5
    return caught.value.problem


def test_a_line_with_a_million_columns() -> None:
    assert problem(b"full_date,time,mood,note" + b"," * 1_000_000 + b"\n") == Problem.UNKNOWN
    head = b"full_date,time,mood,note\n"
    assert problem(head + b"," * 1_000_000 + b"\n") == Problem.LINE_TOO_LONG


def test_a_quote_that_never_ends() -> None:
    head = b'full_date,time,mood,note\n2023-01-01,10:00,good,"'
    assert problem(head + b"x\n" * 200_000) == Problem.BROKEN_CSV


def test_json_that_is_deep_or_unfolds() -> None:
    assert problem(b'[{"date":1,"scores":' + b"[" * 100_000) == Problem.JSON_TOO_DEEP
    flood = b'[{"date":"2024-01-01","scores":[' + b"[]," * 2_000_000
    assert problem(flood) == Problem.JSON_TOO_BIG


def test_a_file_above_the_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    big = Source.of_bytes(b'[{"date":"2024-01-01","scores":[1]}]')
    big.size = limits.JSON_BYTES + 1
    with pytest.raises(ImportProblem) as caught:
        list(reader_for(big).read(big, Options()))
    assert caught.value.problem == Problem.TOO_LARGE


def test_a_zip_that_unfolds_to_too_much() -> None:
    bomb = zipped({"backup.daylio": b"A" * 50_000_000})
    assert len(bomb) < 100_000
    assert problem(bomb) == Problem.ZIP_BOMB


def test_a_zip_that_lies_about_its_sizes() -> None:
    data = bytearray(zipped({"backup.daylio": b"A" * 30_000_000}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 1000)
    assert problem(bytes(data)) in {Problem.BROKEN_ZIP, Problem.ZIP_BOMB, Problem.BROKEN_JSON}


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a\\..\\b", "C:/x"])
def test_names_that_lead_out_of_a_zip(name: str) -> None:
    assert problem(zipped({"backup.daylio": b"e30=", name: b"x"})) == Problem.ZIP_NAMES


def test_a_zip_under_a_password() -> None:
    data = bytearray(daylio_zip())
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    assert problem(bytes(data)) == Problem.ZIP_ENCRYPTED


def test_a_zip_packed_in_a_way_that_eats_memory() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("backup.daylio", "e30=")
    assert problem(buffer.getvalue()) == Problem.BROKEN_ZIP


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", Problem.EMPTY),
        (b"\xef\xbb\xbf\n\n", Problem.EMPTY),
        (b"<?xml version='1.0'?><!DOCTYPE x>", Problem.UNKNOWN),
        (b"hello, world\n1,2\n", Problem.UNKNOWN),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, Problem.UNKNOWN),
        (b"PK\x03\x04broken", Problem.BROKEN_ZIP),
        (b"full_date,time,mood,note\n2023-01-01,10:00,\xff\xff\xfe,x\n", Problem.UNKNOWN),
    ],
)
def test_what_is_no_diary_is_said_to_be_none(data: bytes, expected: Problem) -> None:
    assert problem(data) == expected


def photo_of(kind: str) -> bytearray:
    image, buffer = Image.new("RGB", (16, 16)), io.BytesIO()
    exif = image.getexif()
    exif[ExifTags.Base.DateTime] = "2019:01:02 03:04:05"
    image.save(buffer, kind, exif=exif)
    return bytearray(buffer.getvalue())


def test_a_photo_of_400_megapixels_has_its_date() -> None:
    picture = photo_of("JPEG")
    at = picture.index(b"\xff\xc0")
    picture[at + 5 : at + 9] = struct.pack(">HH", 20_000, 20_000)
    found = dated(bytes(picture), "IMG_20230514_101112.jpg", zone="Asia/Seoul")
    assert found
    assert (found.by, found.moment.wall.year) == ("exif", 2019)


def test_a_picture_that_claims_too_much_raises_nothing() -> None:
    picture = photo_of("PNG")
    picture[16:24] = struct.pack(">LL", 60_000, 60_000)
    picture[29:33] = struct.pack(">L", zlib.crc32(picture[12:29]))
    found = dated(bytes(picture), "IMG_20230514_101112.png", zone="Asia/Seoul")
    assert found
    assert found.by == "name"
