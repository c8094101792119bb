"""What reminders say, and how times are told."""

import json
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from moodtracker.core.weekdays import WEEKDAYS
from moodtracker.reminders.schedule import Due

_WORKING, _RESTING = frozenset(range(5)), frozenset({5, 6})


def reminder_line() -> str:
    """The whole of what a locked screen shows: nothing of how one felt, and no pressure."""
    return _("오늘의 마음, 한 번 찍어 둘까요?")


def trial_line() -> str:
    """What a test says."""
    return _("시험 알림이에요. 이렇게 알려 드릴게요.")


def push_payload(*, key: str, body: str) -> bytes:
    """What the service worker gets (`static/reminders/push-worker.js`)."""
    message = {
        "key": key,
        "title": _("무드 트래커"),
        "body": body,
        "url": f"{reverse('diary:home')}?quick",
    }
    return json.dumps(message, ensure_ascii=False).encode()


def clock_words(clock: time) -> str:
    """“오후 9시”, “오후 9시 30분”; “9 p.m.”."""
    if clock.minute:
        return time_format(clock, pgettext("clock format", "A g시 i분"))
    return time_format(clock, pgettext("clock format", "A g시"))


def day_words(day: date, *, today: date) -> str:
    """“오늘”, “내일”, “모레”, or the date with its weekday."""
    near = {
        -1: pgettext("day", "어제"),
        0: pgettext("day", "오늘"),
        1: pgettext("day", "내일"),
        2: pgettext("day", "모레"),
    }
    return near.get((day - today).days) or date_format(day, pgettext("date format", "n월 j일 l"))


def due_words(due: Due, *, zone: str, now: datetime) -> str:
    """“내일 오후 9시”, by the clock of the zone: a time that spring skips is told as it will be."""
    wall = due.instant.astimezone(ZoneInfo(zone))
    today = now.astimezone(ZoneInfo(zone)).date()
    return _("%(day)s %(clock)s") % {
        "day": day_words(wall.date(), today=today),
        "clock": clock_words(wall.time()),
    }


def days_words(days: frozenset[int]) -> str:
    """“매일”, “평일”, “주말” or “월·수·금”."""
    if len(days) == 7:
        return _("매일")
    if days == _WORKING:
        return _("평일")
    if days == _RESTING:
        return _("주말")
    return "·".join(str(WEEKDAYS[day]) for day in sorted(days))
