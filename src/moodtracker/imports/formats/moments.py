"""Dates and times as people's phones write them.

Numbers alone can be ambiguous (03/04/2023): then the whole file is asked first, and if no row of
it decides, the person.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from moodtracker.imports.formats.types import DateOrder

_NAMES = {
    1: "january jan januar janvier janv enero ene gennaio gen januari janeiro styczen stycznia",
    2: "february feb februar fevrier fevr febrero febbraio februari fevereiro luty lutego",
    3: "march mar marz maerz mars marzo maart mrt marco marzec marca",
    4: "april apr avril avr abril abr aprile kwiecien kwietnia",
    5: "may mai mayo maggio mag mei maio maj maja",
    6: "june jun juni juin junio giugno giu junho czerwiec czerwca",
    7: "july jul juli juillet juil julio luglio lug julho lipiec lipca",
    8: "august aug aout agosto ago augustus augusti sierpien sierpnia",
    9: "september sep sept septembre septiembre settembre set setembro wrzesien wrzesnia",
    10: "october oct oktober okt octobre octubre ottobre ott outubro out pazdziernik pazdziernika",
    11: "november nov novembre noviembre novembro listopad listopada",
    12: "december dec dezember dez decembre diciembre dic dicembre dezembro grudzien grudnia",
}
MONTHS = {word: month for month, words in _NAMES.items() for word in words.split()}
_CYRILLIC = ("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")

_EAST = re.compile(r"(?:(\d{4})\s*[년年]\s*)?(\d{1,2})\s*[월月]\s*(\d{1,2})\s*[일日]")
_ISO = re.compile(r"(\d{4})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})\s*[-./]\s*(\d{1,2})(?:\s*[-./]\s*(\d{4}|\d{2}))?(?!\d)")
_WORD = re.compile(r"[^\W\d_]{3,12}")
_DAY = re.compile(r"(?<![\d:])(\d{1,2})(?![\d:])")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})\s*(?:[:.시時h]\s*(\d{1,2}))?(?:\s*[:.]\s*(\d{1,2}))?")
_AFTERNOON = ("pm", "p.m", "오후", "午後", "下午", "nachm", "μμ")
_MORNING = ("am", "a.m", "오전", "午前", "上午", "vorm", "πμ")
_MEANT = 100


def plain(text: str) -> str:
    """Letters without accents or width, in small case."""
    # Cut again: one character can stand for eighteen.
    wide = unicodedata.normalize("NFKC", text[:_MEANT]).casefold()[:_MEANT]
    if not wide.isascii() and any("\uac00" <= c <= "\ud7a3" for c in wide):
        return wide
    bare = unicodedata.normalize("NFKD", wide)
    return "".join(c for c in bare if not unicodedata.combining(c)).replace("ł", "l")


def parse_date(
    text: str, *, year: int | None = None, order: DateOrder | None = None
) -> date | None:
    """The date in a text; `year` where another column holds it. None where there is none."""
    given = plain(text)
    for attempt in (_iso, _east):
        found = attempt(given, year)
        if found:
            return found
    return _by_month_name(given, year) or _by_numbers(given, year, order)


def date_order_of(texts: Iterable[str]) -> DateOrder | None:
    """What the whole of a file decides: a first number above 12 is a day. None when nothing does,
    or when rows contradict each other.
    """
    day_first = month_first = False
    for text in texts:
        match = _ambiguous(text)
        if match:
            first, second = int(match[1]), int(match[2])
            day_first |= first > 12 >= second
            month_first |= second > 12 >= first
    if day_first == month_first:
        return None
    return DateOrder.DAY_FIRST if day_first else DateOrder.MONTH_FIRST


def is_numeric(text: str) -> bool:
    """Whether a date is written so that its order has to be known."""
    return _ambiguous(text) is not None


def parse_time(text: str) -> time | None:
    """A clock time in 12 or 24 hours, Korean 오전/오후 too. None where there is none."""
    given = plain(text).strip()
    half = _half(given)
    match = _CLOCK.search(given)
    if not match or (match[2] is None and half is None and "시" not in given):
        return None
    hour, minute, second = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if half is not None:
        if not 1 <= hour <= 12:
            # 오후 15:20 does occur; am with 0:10 as well.
            return _time(hour, minute, second) if half == (hour >= 12) else None
        hour = hour % 12 + (12 if half else 0)
    return _time(hour, minute, second)


def parse_instant(text: str) -> datetime | None:
    """An ISO-like instant such as `2026-09-08 21:30:00 -0400`; naive where it has no offset."""
    given = unicodedata.normalize("NFKC", text[:_MEANT]).strip().replace(" ", " ")
    given = re.sub(r"\s+([+-]\d{2}):?(\d{2})$", r"\1:\2", given)
    given = re.sub(r"\s+(Z|UTC|GMT)$", "+00:00", given, flags=re.IGNORECASE)
    try:
        found = datetime.fromisoformat(given)
    except ValueError:
        return None
    offset = found.utcoffset()
    if offset is not None and abs(offset) > timedelta(hours=15):
        return None
    return found if 1900 <= found.year <= 9998 else None


def parse_wall(text: str, *, order: DateOrder | None = None) -> datetime | None:
    """A date and a time in one text, such as `2026 Sun May 17 3:39 PM`."""
    day = parse_date(text, order=order)
    # The clock stands last; a date's dots and dashes are no clock.
    tail = re.search(
        r"(?:오전|오후|[ap]\.?m\.?)?\s*\d{1,2}[:시]\s*\d{0,2}.*$", plain(text), re.IGNORECASE
    )
    clock = parse_time(tail[0]) if tail else None
    return datetime.combine(day, clock) if day and clock else None


def _half(given: str) -> bool | None:
    """True for the afternoon, False for the morning, None where nothing says."""
    if any(word in given for word in _AFTERNOON):
        return True
    return False if any(word in given for word in _MORNING) else None


def _iso(given: str, _year: int | None) -> date | None:
    match = _ISO.search(given)
    return _date(int(match[1]), int(match[2]), int(match[3])) if match else None


def _east(given: str, year: int | None) -> date | None:
    match = _EAST.search(given)
    if not match:
        return None
    return _date(int(match[1]) if match[1] else year, int(match[2]), int(match[3]))


def _by_month_name(given: str, year: int | None) -> date | None:
    month = next((m for word in _WORD.findall(given) if (m := _month(word))), None)
    if month is None:
        return None
    found = _YEAR.search(given)
    if found:
        year = int(found[1])
        given = given[: found.start()] + " " + given[found.end() :]
    day = _DAY.search(given)
    return _date(year, month, int(day[1])) if day else None


def _month(word: str) -> int | None:
    if word in MONTHS:
        return MONTHS[word]
    # NFKD takes the breve off й, so that май reads as маи.
    stem = "май" if word[:3] in {"маи", "мая"} else word[:3]
    return _CYRILLIC.index(stem) + 1 if stem in _CYRILLIC else None


def _by_numbers(given: str, year: int | None, order: DateOrder | None) -> date | None:
    match = _NUMBERS.search(given)
    if not match:
        return None
    first, second = int(match[1]), int(match[2])
    if match[3]:
        year = int(match[3]) if len(match[3]) == 4 else 2000 + int(match[3])
    if first > 12:
        order = DateOrder.DAY_FIRST
    elif second > 12:
        order = DateOrder.MONTH_FIRST
    if order is None and first != second:
        return None
    day, month = (first, second) if order == DateOrder.DAY_FIRST else (second, first)
    return _date(year, month, day)


def _ambiguous(text: str) -> re.Match[str] | None:
    given = plain(text)
    if _ISO.search(given) or _EAST.search(given):
        return None
    return _NUMBERS.search(given)


def _date(year: int | None, month: int, day: int) -> date | None:
    if year is None or not 1900 <= year <= 9998:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _time(hour: int, minute: int, second: int) -> time | None:
    try:
        return time(hour, minute, second)
    except ValueError:
        return None
