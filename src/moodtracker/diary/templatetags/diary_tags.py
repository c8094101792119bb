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
