"""Texts that cost their square, and tables that cost the memory, cost nothing here.

A regular expression holds the interpreter: while one runs, no page is answered.
"""

import io
import struct
import time
import tracemalloc

import pytest

from moodtracker.exports.archive.reading import TABLE_LIMIT, open_archive
from moodtracker.exports.errors import ArchiveTooLargeError
from moodtracker.imports.formats import limits
from moodtracker.imports.formats.moments import parse_instant, parse_time, parse_wall
from moodtracker.imports.formats.problems import ImportProblem, Problem
from moodtracker.imports.formats.readers import reader_for
from moodtracker.imports.formats.sources import Source
from moodtracker.imports.formats.text import plain_text
from moodtracker.imports.formats.types import Options

BLANKS = " " * 120_000


@pytest.mark.parametrize(
    "note",
    [
        f"<br{BLANKS}",
        f"<{BLANKS}/{BLANKS}p",
        f"<{BLANKS}li",
        "<a " * 40_000,
        f"<a{BLANKS}",
        "<br" * 40_000,
        f"a\n{BLANKS}\n" * 2,
        "&" * 120_000,
    ],
    ids=lambda note: note[:5].strip(),
)
def test_a_note_is_plain_in_no_time(note: str) -> None:
    started = time.perf_counter()
    plain_text(note)
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    "table",
    [
        "Date,Mood,Tags (People)\n2024 Mon Jan 1 12:30 AM,a{0}b,c{0}d\n",
        "start,kind,valence,labels,associations\n2026-09-08 21:30,x,0.1,a{0}b,c{0}d\n",
        "full_date,time,mood,activities,note\n2024-01-01,10:00,a{0}b,c{0}d,<br{0}\n",
    ],
    ids=["how we feel", "state of mind", "daylio"],
)
def test_a_cell_of_blanks_is_read_in_no_time(table: str) -> None:
    source = Source.of_bytes(table.format(BLANKS[:60_000]).encode())
    started = time.perf_counter()
    assert len(list(reader_for(source).read(source, Options()))) == 1
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("parse", [parse_wall, parse_time, parse_instant])
@pytest.mark.parametrize(
    "text",
    [" " * 99 + "x", "1" + " " * 98, "오전" * 50, "1: " * 33, "ﷺ" * 99],
    ids=["blanks", "digit", "halves", "clocks", "long"],
)
def test_an_odd_date_costs_little(parse: object, text: str) -> None:
    started = time.perf_counter()
    for _ in range(20):
        parse(text)  # type: ignore[operator]
    assert time.perf_counter() - started < 0.2


@pytest.mark.parametrize(
    ("note", "plain"),
    [
        ("&#" + "1" * 5000 + ";!", "\ufffd!"),
        ("&#65;&amp;&#x41;", "A&A"),
        ("1 < 2 <br > 3", "1 < 2\n 3"),
    ],
)
def test_numbers_of_characters_that_are_none(note: str, plain: str) -> None:
    assert plain_text(note) == plain


def test_a_number_of_thousands_of_digits_in_a_file() -> None:
    table = f"full_date,time,mood,note\n2024-01-01,10:00,good,&#{'1' * 5000};\n"
    source = Source.of_bytes(table.encode())
    assert len(list(reader_for(source).read(source, Options()))) == 1


def nothing_but_a_table(size: int) -> bytes:
    """A ZIP that holds nothing, a hundred thousand times over."""
    member = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, *[0] * 15)
    count = size // len(member)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, count * len(member), 0, 0)
    return member * count + end


def test_a_zip_that_is_all_table_is_refused_before_it_is_read() -> None:
    data = nothing_but_a_table(limits.ZIP_TABLE + 100_000)
    tracemalloc.start()
    try:
        with pytest.raises(ImportProblem) as caught:
            Source.of_bytes(data).archive()
        assert caught.value.problem == Problem.ZIP_TOO_MANY
        assert tracemalloc.get_traced_memory()[1] < 1_000_000 + len(data)
    finally:
        tracemalloc.stop()


def test_our_own_archive_is_asked_the_same() -> None:
    file = io.BytesIO(nothing_but_a_table(TABLE_LIMIT + 100_000))
    with pytest.raises(ArchiveTooLargeError), open_archive(file):
        pass
