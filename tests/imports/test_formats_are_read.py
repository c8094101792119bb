"""Every format, every generation of its header, in every dress that files come in."""

from datetime import datetime, timedelta

import pytest
from import_files import (
    GENERATION_1,
    GENERATION_2,
    GENERATION_3,
    GENERATION_4,
    daylio_zip,
    samples,
)

from moodtracker.imports.defaults import mood_default, tag_default
from moodtracker.imports.formats.problems import ImportProblem, Problem
from moodtracker.imports.formats.readers import reader_for
from moodtracker.imports.formats.sources import Source
from moodtracker.imports.formats.types import (
    DateOrder,
    Kind,
    Options,
    Reason,
    Record,
    Skip,
)

KINDS = {
    "daylio 1": Kind.DAYLIO_CSV,
    "daylio 2": Kind.DAYLIO_CSV,
    "daylio 3": Kind.DAYLIO_CSV,
    "daylio 4": Kind.DAYLIO_CSV,
    "daylio backup": Kind.DAYLIO_BACKUP,
    "how we feel": Kind.HOW_WE_FEEL,
    "how we feel, older": Kind.HOW_WE_FEEL,
    "state of mind": Kind.STATE_OF_MIND,
    "state of mind, csv": Kind.STATE_OF_MIND,
    "pixels": Kind.PIXELS,
}


def wall(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 - what a wall says


def read(data: bytes, order: DateOrder | None = None) -> list[Record | Skip]:
    source = Source.of_bytes(data, "file")
    return list(reader_for(source).read(source, Options(order)))


def records(data: bytes, order: DateOrder | None = None) -> list[Record]:
    rows = read(data, order)
    assert not [row for row in rows if isinstance(row, Skip)]
    return [row for row in rows if isinstance(row, Record)]


@pytest.mark.parametrize("name", KINDS)
def test_a_file_is_known_by_what_is_in_it(name: str) -> None:
    assert reader_for(Source.of_bytes(samples()[name], "whatever.bin")).kind == KINDS[name]


def test_daylios_first_header() -> None:
    first, second, third = records(GENERATION_1.encode())
    assert first.moment.wall == wall(2018, 5, 18, 23, 54)
    assert first.note == "Went to a party\nlate"
    assert [tag.name for tag in first.tags] == ["clean", "cook", "family"]
    assert (first.row, second.row) == (2, 3)
    assert third.moment.wall == wall(2018, 5, 16, 0, 5)


def test_daylios_second_header_in_german() -> None:
    worst, best = records(GENERATION_2.encode())
    assert worst.moment.wall == wall(2019, 2, 17, 19, 5)
    proposals = [mood_default(Kind.DAYLIO_CSV, row.mood) for row in (worst, best)]
    assert [(p.emotion, p.intensity) for p in proposals if p] == [("sad", 5), ("happy", 5)]


def test_daylios_third_header_in_korean() -> None:
    snow, night = records(GENERATION_3.encode())
    assert snow.moment.wall == wall(2023, 12, 17, 20, 30)
    assert night.moment.wall == wall(2023, 12, 16, 0, 10)
    assert snow.note == "저녁\n\n눈이 왔다.\n하얗다 & 춥다"
    assert [tag_default(tag) for tag in snow.tags] == ["people", "doing"]


def test_daylios_newest_header_keeps_scales_and_leaves_formulas_text() -> None:
    walk, own = records(GENERATION_4.encode())
    assert walk.note == "=SUM(A1:A9)\n\nSleep: 7"
    assert mood_default(Kind.DAYLIO_CSV, own.mood) is None, "nobody knows what Sparkly means"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp949"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_the_same_rows_in_any_dress(encoding: str, delimiter: str, ends: str) -> None:
    plain = GENERATION_3.replace("&amp; ", "")
    dressed = plain.replace(",", delimiter).replace("\n", ends)
    expected = [(r.moment, r.mood, r.note, r.tags) for r in records(plain.encode())]
    assert [(r.moment, r.mood, r.note, r.tags) for r in records(dressed.encode(encoding))] == (
        expected
    )


def test_columns_are_found_by_name_wherever_they_stand() -> None:
    turned = "mood;note;time;full_date;activities\ngood;x;21:05;2024-02-29;a | b\n"
    (row,) = records(turned.encode())
    assert (row.moment.wall, row.note) == (wall(2024, 2, 29, 21, 5), "x")


def test_one_row_decides_how_all_dates_are_read() -> None:
    head = "full_date,time,mood,note\n"
    file = f"{head}03/04/2023,10:00,good,\n14/04/2023,10:00,good,\n"
    assert [row.moment.wall.month for row in records(file.encode())] == [4, 4]
    american = f"{head}03/04/2023,10:00,good,\n04/14/2023,10:00,good,\n"
    assert [row.moment.wall.month for row in records(american.encode())] == [3, 4]


def test_where_no_row_decides_the_person_is_asked() -> None:
    file = b"full_date,time,mood,note\n03/04/2023,10:00,good,\n"
    with pytest.raises(ImportProblem) as caught:
        read(file)
    assert caught.value.problem == Problem.DATE_ORDER
    (row,) = records(file, DateOrder.DAY_FIRST)
    assert row.moment.wall == wall(2023, 4, 3, 10)


def test_rows_that_cannot_come_in_say_why() -> None:
    file = (
        "full_date,time,mood,activities,note\n"
        ",10:00,good,,\n2023-02-30,10:00,good,,\n2023-02-03,25:00,good,,\n"
        "2023-02-03,10:00,,,\n2023-02-03,10:00,good,,a,b,c\n2023-02-03,,good,,\n"
    )
    rows = read(file.encode())
    assert [(row.row, row.reason) for row in rows if isinstance(row, Skip)] == [
        (2, Reason.NO_DATE),
        (3, Reason.BAD_DATE),
        (4, Reason.BAD_TIME),
        (5, Reason.NO_MOOD),
        (6, Reason.TOO_MANY_COLUMNS),
    ]
    (noon,) = [row for row in rows if isinstance(row, Record)]
    assert (noon.moment.wall.hour, noon.notices) == (12, (Reason.NO_TIME,))


def test_a_daylio_backup_with_its_photos() -> None:
    source = Source.of_bytes(daylio_zip({"f64aecf7": b"one", "0ff": b"two"}))
    reader = reader_for(source)
    snow, older = (row for row in reader.read(source, Options()) if isinstance(row, Record))
    assert snow.moment.wall == wall(2023, 11, 19, 10, 45), "months count from 0"
    assert snow.moment.offset == timedelta(hours=-5)
    assert snow.note == "제목\n\n눈"
    assert [tag_default(tag) for tag in snow.tags] == ["doing", "people"]
    assert [reader.photo(source, name) for name in snow.photos] == [b"one", b"two"]
    assert (older.mood.name, older.mood.level) == ("meh+", 2)
    choice = mood_default(Kind.DAYLIO_BACKUP, older.mood)
    assert choice is not None
    assert (choice.emotion, choice.intensity) == ("happy", 3), "a custom mood goes by its group"


def test_backup_and_csv_of_one_diary_have_the_same_fingerprints() -> None:
    csv = (
        "full_date,date,weekday,time,mood,activities,note_title,note\n"
        "2023-11-19,November 19,Sunday,10:45 am,rad,,,\n"
        "2019-12-07,December 7,Saturday,3:21 pm,meh+,,,\n"
    )
    by_csv = [row.fingerprint for row in records(csv.encode())]
    assert by_csv == [row.fingerprint for row in records(daylio_zip())]


def test_how_we_feel() -> None:
    determined, anxious = records(samples()["how we feel"])
    assert determined.moment.wall == wall(2026, 5, 17, 8, 39)
    assert [(tag.name, tag_default(tag)) for tag in determined.tags] == [
        ("By Myself", "people"),
        ("Home", "places"),
        ("Work", "doing"),
    ]
    assert (determined.note, anxious.note) == ("note A", "note B\n\nbreathe")
    choice = mood_default(Kind.HOW_WE_FEEL, anxious.mood)
    assert choice is not None
    assert choice.emotion == "unrest"
    (older,) = records(samples()["how we feel, older"])
    assert older.moment.wall == wall(2024, 1, 1, 0, 30)


@pytest.mark.parametrize("name", ["state of mind", "state of mind, csv"])
def test_states_of_mind_in_both_forms(name: str) -> None:
    calm, low = records(samples()[name])
    assert calm.moment.offset == timedelta(hours=9)
    assert (calm.mood.key, calm.intensity, calm.note) == ("calm", 3, "Grateful")
    assert [tag_default(tag) for tag in calm.tags] == ["people", "body"]
    assert (low.mood.key, low.intensity) == ("very unpleasant", 5)
    assert low.moment.offset == timedelta(hours=-4)
    assert calm.fingerprint == "2026-09-08T21:30:00 daily#1", "the same from JSON and CSV"


def test_pixels_of_both_ages() -> None:
    first, second, old = records(samples()["pixels"])
    assert first.moment.wall == wall(2024, 1, 5, 12)
    assert second.moment.wall == wall(2024, 1, 5, 12, 1)
    assert (first.note, second.note) == ("첫 눈", "")
    assert [tag.name for tag in first.tags] == ["joyful"]
    choice = mood_default(Kind.PIXELS, old.mood)
    assert choice is not None
    assert (choice.emotion, choice.intensity) == ("sad", 5)


def test_entries_of_one_minute_stay_apart() -> None:
    row = "2023-02-03,10:00,good,,\n"
    found = records(f"full_date,time,mood,activities,note\n{row}{row}".encode())
    assert len({record.fingerprint for record in found}) == 2
