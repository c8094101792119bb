"""Entries on pages."""

from datetime import datetime

from django import template

from moodtracker.diary.models import Entry
from moodtracker.diary.wall_clock import on_wall

register = template.Library()


@register.filter
def wall_time(entry: Entry) -> datetime:
    """What the clock on the person's wall showed: naive, so that the page does not shift it."""
    return on_wall(entry.recorded_at, zone=entry.zone).replace(tzinfo=None)


@register.filter
def percent_words(percent: float) -> str:
    """One decimal; never 0 or 100, for no reading is that sure."""
    if percent < 0.1:
        return "<0.1%"
    if percent > 99.9:
        return ">99.9%"
    return f"{percent:.1f}%"
