"""A year sheet as it is drawn, on a page and on paper: the same cells and the same words."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from moodtracker.core.templatetags.mood import emotion_name
from moodtracker.tracker.dates import FIRST_YEAR, Month
from moodtracker.tracker.year import YearDay, YearSheet, latest_year

LEVEL_NAMES: dict[int, Promise] = {
    1: _("많이 무거워요"),
    2: _("조금 무거워요"),
    3: _("잔잔해요"),
    4: _("조금 밝아요"),
    5: _("많이 밝아요"),
}


class By(StrEnum):
    """What colours a day."""

    MOOD = "mood"
    VALENCE = "valence"


@dataclass(frozen=True, slots=True)
class Cell:
    """A day. `kind` is its CSS class and `glyph` the symbol inside, both empty without entries;
    `href` is empty for a day to come; `label` says all of it in words.
    """

    date: date
    kind: str
    glyph: str
    href: str
    label: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A month with its days."""

    month: Month
    href: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """A line of the legend: the class and glyph of its cells, its name, and its days."""

    kind: str
    glyph: str
    name: str
    days: int


def rows(sheet: YearSheet, by: By) -> tuple[Row, ...]:
    """Twelve months of days; months that have not begun have no address."""
    # A day of grace: who flew home over the date line has entries dated tomorrow.
    end = sheet.today + timedelta(days=1)
    pattern = reverse("diary:day", args=[date(2000, 1, 1)])
    return tuple(
        Row(
            month=tally.month,
            href=reverse("tracker:month", args=[sheet.year, tally.month.month])
            if tally.month.first <= end
            else "",
            cells=tuple(
                _cell(sheet, day, by, pattern, end)
                for day in _days(tally.month.first, tally.month.last)
            ),
        )
        for tally in sheet.months
    )


def legend(sheet: YearSheet, by: By) -> tuple[Key, ...]:
    """What the colours and glyphs mean, and on how many days."""
    if by is By.VALENCE:
        return tuple(
            Key(f"level-{level}", f"moon-{level}", str(LEVEL_NAMES[level]), days)
            for level, days in sheet.levels
        )
    return tuple(
        Key(f"mood-{emotion}", f"stamp-{emotion}", emotion_name(emotion), days)
        for emotion, days in sheet.tally
    )


def title(sheet: YearSheet, by: By) -> str:
    """What the sheet is."""
    if by is By.VALENCE:
        return gettext("%(year)s년, 하루하루의 밝기") % {"year": sheet.year}
    return gettext("%(year)s년, 하루하루의 마음") % {"year": sheet.year}


def summary(sheet: YearSheet) -> str:
    """How much was written."""
    days = ngettext("%(n)s일", "%(n)s일", len(sheet.days)) % {"n": len(sheet.days)}
    words = {"days": days, "entries": _entries(sheet.entry_count)}
    return gettext("%(days)s에 남긴 %(entries)s") % words


def counted(by: By) -> str:
    """How it counts, in a sentence or two."""
    if by is By.VALENCE:
        return gettext(
            "그날 기록의 밝기를 평균 냈어요. 직접 고른 마음은 크기만큼, 사진에서 읽은 마음은 "
            "여섯 확률만큼 더해요. 기록이 없는 날은 비워 두고 세지 않아요."
        )
    return gettext(
        "하루에 여러 번 적으면 가장 많이 느낀 마음이, 횟수가 같으면 나중에 느낀 마음이 그날의 "
        "도장이에요. 기록마다 직접 고른 마음이 사진보다 먼저예요. 기록이 없는 날은 비워 두고 "
        "세지 않아요."
    )


def _entries(count: int) -> str:
    return ngettext("기록 %(n)s개", "기록 %(n)s개", count) % {"n": count}


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _cell(sheet: YearSheet, day: date, by: By, pattern: str, end: date) -> Cell:
    found = sheet.days.get(day)
    spoken = date_format(day, "MONTH_DAY_FORMAT")
    # One reverse() for the year: 365 of them would cost more than all of the rest.
    href = pattern.replace("2000-01-01", day.isoformat()) if day <= end or found else ""
    if found is None:
        label = f"{spoken}, {gettext('기록이 없어요')}"
        return Cell(day, "", "", href, label, is_today=day == sheet.today)
    kind, glyph, name = _look(found, by)
    label = f"{spoken}, {name}"
    if found.entry_count > 1:
        label += f", {_entries(found.entry_count)}"
    return Cell(day, kind, glyph, href, label, is_today=day == sheet.today)


def _look(day: YearDay, by: By) -> tuple[str, str, str]:
    if by is By.VALENCE:
        return f"level-{day.level}", f"moon-{day.level}", str(LEVEL_NAMES[day.level])
    return f"mood-{day.main}", f"stamp-{day.main}", emotion_name(day.main)


def is_year(year: int, *, today: date) -> bool:
    """Whether such a page exists."""
    return FIRST_YEAR <= year <= latest_year(today=today)
