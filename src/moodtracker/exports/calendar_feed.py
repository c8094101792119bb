"""The calendar (RFC 5545) that other programs show: one all-day event a day, on the frozen date."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from icalendar.prop import vDuration

from moodtracker.emotions import FACTS, Emotion

# The shape of each mood's stamp as a character; the word stands beside it.
MARKS = {
    Emotion.ANGER: "🔺",
    Emotion.EMBARRASSMENT: "🔶",
    Emotion.HAPPY: "☀️",
    Emotion.NEUTRALITY: "◽",
    Emotion.SAD: "💧",
    Emotion.UNREST: "🌊",
}
_REFRESH = timedelta(hours=6)
# RFC 5545, 3.1: a text has no control characters; a bare CR begins a new property in some programs.
_LINE_END = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry as the calendar needs it."""

    local_date: date
    recorded_at: datetime
    zone: str
    mood: str
    note: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class FeedLook:
    """How a feed tells its days. `name` is the calendar's; `key` makes its events' ids stable."""

    key: uuid.UUID
    name: str
    korean: bool
    words: bool
    notes: bool


def feed_calendar(entries: Sequence[FeedEntry], look: FeedLook) -> bytes:
    """The whole calendar; `entries` come in the order of their days."""
    calendar = Calendar()
    calendar.add("prodid", "-//Mood Tracker//moods//KO" if look.korean else "-//Mood Tracker//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", look.name)
    calendar.add("x-wr-calname", look.name)
    calendar.add("refresh-interval", vDuration(_REFRESH), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for day, of_day in groupby(entries, key=lambda entry: entry.local_date):
        calendar.add_component(_event(day, list(of_day), look))
    written: bytes = calendar.to_ical()
    return written


def _event(day: date, entries: list[FeedEntry], look: FeedLook) -> Event:
    event = Event()
    event.add("uid", f"{uuid.uuid5(look.key, day.isoformat())}@moodtracker")
    changed = max(entry.updated_at for entry in entries)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("dtstart", day)
    if day < date.max:
        event.add("dtend", day + timedelta(days=1))
    moods = dict.fromkeys(Emotion(entry.mood) for entry in entries)
    event.add("summary", (" · " if look.words else " ").join(_told(mood, look) for mood in moods))
    if look.notes:
        event.add("description", "\n".join(_line(entry, look) for entry in entries))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _told(mood: Emotion, look: FeedLook) -> str:
    if not look.words:
        return MARKS[mood]
    facts = FACTS[mood]
    return f"{MARKS[mood]} {facts.ko if look.korean else facts.en}"


def _line(entry: FeedEntry, look: FeedLook) -> str:
    clock = entry.recorded_at.astimezone(ZoneInfo(entry.zone)).strftime("%H:%M")
    line = f"{clock} {_told(Emotion(entry.mood), look)}"
    note = _CONTROL.sub("", _LINE_END.sub("\n", entry.note))
    return f"{line} — {note}" if note else line
