"""`{% load tracker_tags %}`: the strip and the kind sentence for any page of a person."""

from datetime import date
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from moodtracker.accounts.models import User
from moodtracker.core.templatetags.mood import emotion_name
from moodtracker.music.texts import composer_text, title_text
from moodtracker.tracker import shapes
from moodtracker.tracker.gentle_card import gentle_card
from moodtracker.tracker.strip import EarlierDay, Song, Strip, StripDay, strip

register = template.Library()
register.filter("composer_text", composer_text)
register.filter("title_text", title_text)
register.simple_tag(shapes.symbols, name="mood_symbols")
register.simple_tag(shapes.pixels)

MARKS = 24
"""Entries of a day that are marked on the line of its hours."""


@register.inclusion_tag("tracker/_strip.html", takes_context=True)
def mood_strip(context: template.Context) -> dict[str, Any]:
    """Five days and the earlier years of today's date, in the zone of who is signed in; above
    them the kind sentence, when it stands.

    Four queries at most. Brings its own CSS. Shows nothing when nobody is signed in.
    """
    user = context.get("user")
    if not isinstance(user, User):
        return {"days": ()}
    today = timezone.localdate()
    found = strip(owner=user, today=today)
    return {
        "card": gentle_card(owner=user, today=today),
        "csrf_token": context.get("csrf_token"),
        "days": _named(found),
        "earlier": [(_years_ago(day), day) for day in found.earlier],
    }


@register.simple_tag
def hours_of_day(day: StripDay) -> SafeString:
    """A line from midnight to midnight with the moods at their hours, and the same in words."""
    marks = [(entry.hour, entry.mood) for entry in day.moods.entries[:MARKS]]
    said = ", ".join(
        gettext("%(hour)s시 %(mood)s") % {"hour": hour, "mood": emotion_name(mood)}
        for hour, mood in marks
    )
    return shapes.hours(marks, said=said)


def _named(found: Strip) -> tuple[tuple[str, StripDay], ...]:
    return (
        (gettext("오늘"), found.today),
        (gettext("어제"), found.yesterday),
        (gettext("일주일 전"), found.week_ago),
        (gettext("한 달 전"), found.month_ago),
        (gettext("일 년 전"), found.year_ago),
    )


def _years_ago(day: EarlierDay) -> str:
    return ngettext("%(years)s년 전", "%(years)s년 전", day.years) % {"years": day.years}


@register.filter
def song_words(song: Song) -> str:
    """What the song is to the day."""
    return gettext("들은 곡") if song.heard else gettext("어울리는 곡")


@register.filter
def month_first(month: int) -> date:
    """The first of a month, to be named by `|date:"F"`."""
    return date(2000, month, 1)
