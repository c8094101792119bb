"""How days and moods are written in a report."""

from datetime import date
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moodtracker.core.templatetags.mood import emotion_name
from moodtracker.core.weekdays import SUNDAY_FIRST
from moodtracker.emotions import Emotion
from moodtracker.tracker.reports.selectors import DayFound


def count_of_days(number: int) -> str:
    """12일, 12 days."""
    return ngettext("%(n)d일", "%(n)d일", number) % {"n": number}


def weekdays() -> tuple[str, ...]:
    """The short names from Sunday on."""
    return tuple(str(name) for name in SUNDAY_FIRST)


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
