"""How figures, days and moods are written in a report."""

from datetime import date
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from moodtracker.core.templatetags.mood import emotion_name
from moodtracker.emotions import Emotion
from moodtracker.tracker.reports.selectors import DayFound
from moodtracker.tracker.trends.intervals import Interval

MINUS = "\u2212"


def signed(value: float) -> str:
    """+0.12, −0.05, and 0.00 without a sign."""
    text = f"{abs(value):.2f}"
    return text if float(text) == 0 else f"{'+' if value > 0 else MINUS}{text}"


def ends(interval: Interval) -> str:
    """The two ends of an interval of valence."""
    return _("%(low)s ~ %(high)s") % {"low": signed(interval.low), "high": signed(interval.high)}


def percent(share: float) -> str:
    """A whole percentage; what is there is never nothing."""
    return "<1%" if 0 < share < 0.005 else f"{share:.0%}"


def count_of_days(number: int) -> str:
    """12일, 12 days."""
    return ngettext("%(n)d일", "%(n)d일", number) % {"n": number}


def weekdays() -> tuple[str, ...]:
    """The short names from Sunday on."""
    return (
        pgettext("weekday", "일"),
        pgettext("weekday", "월"),
        pgettext("weekday", "화"),
        pgettext("weekday", "수"),
        pgettext("weekday", "목"),
        pgettext("weekday", "금"),
        pgettext("weekday", "토"),
    )


def day_name(day: date) -> str:
    """11월 3일 화요일."""
    return _("%(day)s %(weekday)s") % {
        "day": date_format(day, "MONTH_DAY_FORMAT"),
        "weekday": date_format(day, "l"),
    }


def long_date(day: date) -> str:
    """2026년 11월 3일."""
    return date_format(day, "DATE_FORMAT")


def moods_of(moods: tuple[Emotion, ...]) -> str:
    """기쁨, 불안."""
    return ", ".join(emotion_name(mood) for mood in moods)


def longest_gap(days: tuple[DayFound, ...], first: date, last: date) -> tuple[date, date] | None:
    """The first and the last day of the longest run of days without entries; None without any."""
    edges = [first.toordinal() - 1, *(day.date.toordinal() for day in days), last.toordinal() + 1]
    length, begin = max((later - earlier - 1, -earlier) for earlier, later in pairwise(edges))
    if length < 1:
        return None
    return date.fromordinal(1 - begin), date.fromordinal(length - begin)
