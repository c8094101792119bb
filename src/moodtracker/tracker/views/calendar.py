"""The calendar month."""

from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from moodtracker.accounts.requests import person
from moodtracker.core.weekdays import SUNDAY_FIRST
from moodtracker.tracker import selectors
from moodtracker.tracker.dates import FIRST_YEAR, Month

_SUNDAY = date(2026, 11, 1)
# The head of the sheet: a date for the weekday's whole name, and the short name.
_WEEKDAYS = tuple(
    (_SUNDAY + timedelta(days=place), name) for place, name in enumerate(SUNDAY_FIRST)
)


@login_required
@require_safe
def month(request: HttpRequest, year: int | None = None, month: int | None = None) -> HttpResponse:
    """A month; the present one in the person's zone when none is named."""
    today = timezone.localdate()
    try:
        asked = Month.of(today) if year is None or month is None else Month(year, month)
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    if asked > selectors.latest_month(today=today):
        raise Http404
    sheet = selectors.month_sheet(owner=person(request), month=asked, today=today)
    latest = selectors.latest_month(today=today)
    months = [Month(asked.year, number) for number in range(1, 13)]
    picker = [(each, each <= latest) for each in months]
    context = {
        "sheet": sheet,
        "weekdays": _WEEKDAYS,
        "picker": picker,
        "picker_before": asked.year - 1 if asked.year > FIRST_YEAR else None,
        "picker_after": asked.year + 1 if asked.year < latest.year else None,
    }
    return render(request, "tracker/month.html", context)


@login_required
@require_safe
def day(_request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    """Sends to the diary's page of that day, where its entries stand as a thread."""
    try:
        asked = date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    return redirect("diary:day", asked)
