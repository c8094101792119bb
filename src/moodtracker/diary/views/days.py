"""Today's page and the page of any day."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from moodtracker.accounts.models import User
from moodtracker.accounts.requests import person
from moodtracker.core.time import local_date
from moodtracker.diary import selectors
from moodtracker.diary.models import Entry
from moodtracker.diary.mood_line import MoodLine, mood_line
from moodtracker.emotions import ORDER


@dataclass(frozen=True, slots=True)
class DayPage:
    """One day of the diary. `later` is None on today's page: tomorrow has nothing yet."""

    day: date
    today: date
    earlier: date | None
    later: date | None
    entries: list[Entry]
    line: MoodLine | None
    first_time: bool

    @property
    def is_today(self) -> bool:
        """Whether this is the page of the present day."""
        return self.day == self.today


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Today."""
    user = person(request)
    return _day_page(request, user, local_date(timezone.now(), user.zone))


@login_required
@require_safe
def day(request: HttpRequest, day: date) -> HttpResponse:
    """Any day; one without entries is an empty page, not a missing one."""
    user = person(request)
    return _day_page(request, user, day)


def _day_page(request: HttpRequest, user: User, day: date) -> HttpResponse:
    today = local_date(timezone.now(), user.zone)
    entries = selectors.entries_of_day(owner=user, day=day)
    page = DayPage(
        day=day,
        today=today,
        earlier=day - timedelta(days=1) if day > date.min else None,
        later=day + timedelta(days=1) if day < today else None,
        entries=entries,
        line=mood_line(entries),
        first_time=not entries and not selectors.has_entries(owner=user),
    )
    context = {"page": page, "emotions": ORDER, "quick_key": uuid.uuid4()}
    return render(request, "diary/day.html", context)
