"""Months and weeks as a Korean calendar draws them. Pure arithmetic on the Gregorian calendar."""

from calendar import SUNDAY, Calendar, monthrange
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_YEAR = 1970
FEBRUARY, LEAP_DAY = 2, 29
_CALENDAR = Calendar(firstweekday=SUNDAY)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of the years 1970 to 9998. Raises ValueError for any other."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (FIRST_YEAR <= self.year <= 9998 and 1 <= self.month <= 12):
            raise ValueError(
                f"A month lies in {FIRST_YEAR}-01…9998-12; got {self.year}-{self.month}."
            )

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month in which a day lies."""
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    @property
    def previous(self) -> "Month | None":
        """The month before, or None before the first one."""
        if (self.year, self.month) == (FIRST_YEAR, 1):
            return None
        return Month.of(self.first - timedelta(days=1))

    @property
    def next(self) -> "Month | None":
        """The month after, or None after the last one."""
        if (self.year, self.month) == (9998, 12):
            return None
        return Month.of(self.last + timedelta(days=1))

    @property
    def weeks(self) -> tuple[tuple[date | None, ...], ...]:
        """Four to six weeks of seven days, Sunday first, None outside the month."""
        return tuple(
            tuple(day if day.month == self.month else None for day in week)
            for week in _CALENDAR.monthdatescalendar(self.year, self.month)
        )


def a_month_before(day: date) -> date:
    """The same day of the month before, or that month's last day where it is shorter.

    31 March gives the last of February, 31 December gives 30 November.
    """
    last_before = day.replace(day=1) - timedelta(days=1)
    return last_before.replace(day=min(day.day, last_before.day))


def years_before(day: date, years: int) -> date:
    """The same date `years` ago; 29 February gives 28 February where the year has no 29th.

    Raises ValueError for a year before 1.
    """
    year = day.year - years
    if day.month == FEBRUARY and day.day == LEAP_DAY:
        return date(year, FEBRUARY, monthrange(year, FEBRUARY)[1])
    return day.replace(year=year)


def a_year_before(day: date) -> date:
    """The same date of the year before: 29 February 2028 gives 28 February 2027."""
    return years_before(day, 1)
