"""The table that people who used Daylio know, one line an entry.

A spreadsheet runs a cell that begins like a formula. Such a cell gets one apostrophe in front,
and so does one that already begins with apostrophes and then like a formula: taking one
apostrophe off again (`plain_cell`) gives back exactly what was there.
"""

import csv
import io
import re
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from moodtracker.emotions import FACTS, Emotion
from moodtracker.exports.archive.model import ArchivedEntry, ArchivedTag

COLUMNS = ("full_date", "date", "weekday", "time", "mood", "activities", "note_title", "note")
BOM = "\ufeff"
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_WEEKDAYS = {
    "ko": ("월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def guarded_cell(text: str) -> str:
    """The text as a cell that no spreadsheet runs."""
    return f"'{text}" if _FORMULA.match(text) else text


def plain_cell(cell: str) -> str:
    """What `guarded_cell` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def table_head() -> str:
    """The names of the columns, behind the mark by which Excel knows UTF-8."""
    return BOM + _line(COLUMNS)


def table_line(entry: ArchivedEntry, *, tags: Mapping[str, ArchivedTag], language: str) -> str:
    """One entry on its frozen local date, in words of the language, 24-hour clock."""
    day, facts = entry.local_date, FACTS[Emotion(entry.mood)]
    korean = language == "ko"
    cells = (
        day.isoformat(),
        f"{day.month}월 {day.day}일" if korean else f"{_MONTHS[day.month - 1]} {day.day}",
        _WEEKDAYS[language][day.weekday()],
        entry.recorded_at.astimezone(ZoneInfo(entry.zone)).strftime("%H:%M"),
        facts.ko if korean else facts.en,
        " | ".join(tags[key].name for key in entry.tags if key in tags),
        "",
        entry.note.replace("\n", "<br>"),
    )
    return _line(tuple(guarded_cell(cell) for cell in cells))


def _line(cells: tuple[str, ...]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()
