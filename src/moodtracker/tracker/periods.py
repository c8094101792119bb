"""The periods that the tracker looks at: week, month, quarter, year, everything, or free dates.

Pure arithmetic on the Gregorian calendar. Weeks begin on Sunday, as the calendar's sheet does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import urlencode

FIRST_DAY = date(1970, 1, 1)
LAST_DAY = date(9998, 12, 31)
DAY = timedelta(days=1)
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class Kind(StrEnum):
    """What a period is measured by."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ALL = "all"
    FREE = "free"


CALENDAR_KINDS = (Kind.WEEK, Kind.MONTH, Kind.QUARTER, Kind.YEAR)
_MONTHS_OF = {Kind.MONTH: 1, Kind.QUARTER: 3, Kind.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Period:
    """The days `first`…`last`, both included.

    Raises ValueError when they stand the wrong way round or outside 1970-01-01…9998-12-31.
    """

    kind: Kind
    first: date
    last: date

    def __post_init__(self) -> None:
        if not FIRST_DAY <= self.first <= self.last <= LAST_DAY:
            raise ValueError(
                f"A period goes forward within {FIRST_DAY}…{LAST_DAY}; "
                f"got {self.first}…{self.last}."
            )

    @classmethod
    def of(cls, kind: Kind, day: date) -> "Period":
        """The week, month, quarter or year in which a day lies, cut at the ends of time.

        Raises ValueError for the kinds that a day does not tell.
        """
        if kind is Kind.WEEK:
            sunday = day - DAY * (day.isoweekday() % 7)
            return cls(kind, max(sunday, FIRST_DAY), min(sunday + 6 * DAY, LAST_DAY))
        if kind not in _MONTHS_OF:
            raise ValueError(f"A day tells its {', '.join(CALENDAR_KINDS)}; got {kind}.")
        months = _MONTHS_OF[kind]
        month = (day.month - 1) // months * months + 1
        end = (day.year, month + months) if month + months <= 12 else (day.year + 1, 1)
        return cls(kind, date(day.year, month, 1), date(*end, 1) - DAY)

    @classmethod
    def free(cls, first: date, last: date) -> "Period":
        """The days between two dates, whichever comes first."""
        return cls(Kind.FREE, min(first, last), max(first, last))

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def previous(self) -> "Period | None":
        """The one before: the calendar's, or as many days; None before everything."""
        if self.kind is Kind.ALL or self.first == FIRST_DAY:
            return None
        if self.kind is Kind.FREE:
            return Period(self.kind, _back(self.first, self.days), self.first - DAY)
        return Period.of(self.kind, self.first - DAY)

    @property
    def next(self) -> "Period | None":
        """The one after; None after everything."""
        if self.kind is Kind.ALL or self.last == LAST_DAY:
            return None
        if self.kind is Kind.FREE:
            return Period(self.kind, self.last + DAY, _on(self.last, self.days))
        return Period.of(self.kind, self.last + DAY)

    def until(self, day: date) -> "Period":
        """What has come of it by a day: free dates where it still runs, itself otherwise.

        A period that has not begun gives its first day.
        """
        if day >= self.last:
            return self
        return Period(Kind.FREE, self.first, max(self.first, day))

    def compared(self, today: date) -> "tuple[Period, Period] | None":
        """What has come of it, and as much of the one before: 1–25 November with 1–25 October.

        A finished month is held against the whole month before, be it shorter or longer. None
        for everything, which has nothing before it.
        """
        before = self.previous
        if before is None:
            return None
        here = self.until(today)
        if here is self:
            return here, before
        return here, before.until(_on(before.first, here.days - 1))

    def label(self, language: str) -> str:
        """Its name for people, in Korean for `ko` and in English otherwise."""
        return _label_ko(self) if language.startswith("ko") else _label_en(self)

    @property
    def query(self) -> str:
        """Its address as a query string, which `parse` reads."""
        if self.kind is Kind.ALL:
            return urlencode({"period": self.kind})
        if self.kind is Kind.FREE:
            return urlencode({"period": self.kind, "from": self.first, "to": self.last})
        return urlencode({"period": self.kind, "day": self.first})

    @property
    def slug(self) -> str:
        """Its name in file names: 2026-11, 2026-q4, 2026, 2026-11-22_2026-11-28, all."""
        if self.kind is Kind.ALL:
            return "all"
        if self.kind is Kind.MONTH:
            return f"{self.first:%Y-%m}"
        if self.kind is Kind.QUARTER:
            return f"{self.first.year}-q{_quarter(self.first)}"
        if self.kind is Kind.YEAR:
            return str(self.first.year)
        return f"{self.first}_{self.last}"


def parse(query: Mapping[str, str], *, today: date, written: tuple[date, date] | None) -> Period:
    """The period that an address asks for, moved into the days that can hold entries.

    `written` are the first and the last day with an entry. What cannot be read as a kind or a
    date counts as not asked: the page then shows the present month. Nothing lies further ahead
    than tomorrow, the date of those who flew home over the date line.
    """
    latest = today + DAY
    kind = next((kind for kind in Kind if kind == query.get("period")), Kind.MONTH)
    if kind is Kind.ALL:
        first, last = written or (today, today)
        return Period(kind, _clamp(min(first, today), latest), max(_clamp(last, latest), today))
    if kind is Kind.FREE:
        ends = [_read(query.get(end, "")) for end in ("from", "to")]
        given = [_clamp(day, latest) for day in ends if day]
        return Period.free(given[0], given[-1]) if given else Period.of(Kind.MONTH, today)
    return Period.of(kind, _clamp(_read(query.get("day", "")) or today, latest))


def buckets(period: Period) -> tuple[Period, ...]:
    """The period in pieces that a chart can show: days, weeks, months, quarters or years.

    Together they are the period: the first and the last are cut where they reach outside.
    """
    if period.days <= 31:
        count = range(period.days)
        days = (period.first + DAY * place for place in count)
        return tuple(Period(Kind.FREE, day, day) for day in days)
    kind = next(
        kind
        for kind, most in zip(CALENDAR_KINDS, (200, 2200, 7300, None), strict=True)
        if most is None or period.days <= most
    )
    found = [Period.of(kind, period.first)]
    while found[-1].last < period.last:
        found.append(Period.of(kind, found[-1].last + DAY))
    return tuple(
        Period(kind, max(piece.first, period.first), min(piece.last, period.last))
        for piece in found
    )


def _read(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _clamp(day: date, latest: date) -> date:
    return min(max(day, FIRST_DAY), latest)


def _back(day: date, days: int) -> date:
    return max(FIRST_DAY, day - DAY * min(days, (day - FIRST_DAY).days))


def _on(day: date, days: int) -> date:
    return day + DAY * min(days, (LAST_DAY - day).days)


def _quarter(day: date) -> int:
    return (day.month + 2) // 3


def _label_ko(period: Period) -> str:
    first, last = period.first, period.last
    names = {
        Kind.ALL: "모든 기록",
        Kind.MONTH: f"{first.year}년 {first.month}월",
        Kind.QUARTER: f"{first.year}년 {_quarter(first)}분기",
        Kind.YEAR: f"{first.year}년",
    }
    if period.kind in names:
        return names[period.kind]
    begin = f"{first.year}년 {first.month}월 {first.day}일"
    if first == last:
        return begin
    if first.year != last.year:
        return f"{begin} – {last.year}년 {last.month}월 {last.day}일"
    if first.month != last.month:
        return f"{begin} – {last.month}월 {last.day}일"
    return f"{begin} – {last.day}일"


def _label_en(period: Period) -> str:
    first, last = period.first, period.last
    names = {
        Kind.ALL: "All entries",
        Kind.MONTH: f"{MONTHS[first.month - 1]} {first.year}",
        Kind.QUARTER: f"Q{_quarter(first)} {first.year}",
        Kind.YEAR: str(first.year),
    }
    if period.kind in names:
        return names[period.kind]
    begin = f"{first.day} {MONTHS[first.month - 1]}"
    end = f"{last.day} {MONTHS[last.month - 1]} {last.year}"
    if first == last:
        return end
    if first.year != last.year:
        return f"{begin} {first.year} – {end}"
    return f"{begin} – {end}" if first.month != last.month else f"{first.day} – {end}"
