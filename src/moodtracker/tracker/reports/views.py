"""Pages of the reports, and the PDF."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from moodtracker.accounts.models import User
from moodtracker.accounts.requests import person
from moodtracker.paper.blocks import Document
from moodtracker.tracker.periods import Kind, Period
from moodtracker.tracker.reports import selectors, services
from moodtracker.tracker.reports.chapters.method import statement
from moodtracker.tracker.reports.errors import ReportError, TooManyReportsError
from moodtracker.tracker.reports.forms import MOST_DAYS, BetweenForm, OptionsForm, period_of
from moodtracker.tracker.reports.material import gather
from moodtracker.tracker.reports.options import Wanted
from moodtracker.tracker.reports.paper import cover_facts
from moodtracker.tracker.reports.story import tell


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report as its page shows it; `document` is None for a period without entries."""

    wanted: Wanted
    title: str
    label: str
    contents: str
    options: OptionsForm
    document: Document | None
    facts: list[tuple[str, str]]
    statement: str
    problem: str = ""

    @property
    def address(self) -> str:
        """Where it stands."""
        return _address(self.wanted.period)

    @property
    def sent(self) -> list[tuple[str, str]]:
        """What the form of the PDF sends along: the report as it is shown."""
        period, given = self.wanted.period, self.options.cleaned_data
        boxes = [(name, "on") for name in ("named", "tags", "photos") if given[name]]
        return [
            ("first", period.first.isoformat()),
            ("last", period.last.isoformat()),
            ("chosen", "on"),
            ("notes", given["notes"]),
            ("language", given["language"]),
            *boxes,
        ]


@login_required
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Which months and years there are to tell of, and a choice of two dates."""
    user, today = person(request), timezone.localdate()
    between = BetweenForm(request.GET or None, latest=_latest(today))
    if between.is_bound and between.is_valid():
        return redirect(_address(between.period))
    months = selectors.months_written(owner=user)
    years = [(year, list(found)) for year, found in groupby(months, key=lambda one: one.year)]
    return render(request, "tracker/reports/index.html", {"years": years, "between": between})


@login_required
@require_safe
def report_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The report of a month."""
    return _report(request, Kind.MONTH, year, month)


@login_required
@require_safe
def report_year(request: HttpRequest, year: int) -> HttpResponse:
    """The report of a year."""
    return _report(request, Kind.YEAR, year, 1)


@login_required
@require_safe
def report_between(request: HttpRequest, first: date, last: date) -> HttpResponse:
    """The report of the days between two dates."""
    return _answer(request, _period(first, last))


@login_required
@require_POST
def report_pdf(request: HttpRequest) -> HttpResponse:
    """The report as a file. What cannot be made is said on the report's page."""
    try:
        period = _period(
            date.fromisoformat(request.POST.get("first", "")),
            date.fromisoformat(request.POST.get("last", "")),
        )
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    user, today = person(request), timezone.localdate()
    options = OptionsForm.asked(request.POST, period=period, language=get_language() or "ko")
    wanted = options.wanted(period)
    if not selectors.has_days(owner=user, period=period):
        return redirect(_address(period))
    try:
        data = services.report_make(owner=user, wanted=wanted, today=today)
    except ReportError as error:
        page = _page(user, wanted, options, today, problem=str(error))
        status = 429 if isinstance(error, TooManyReportsError) else 503
        return render(request, "tracker/reports/report.html", {"page": page}, status=status)
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=_file_name(wanted)
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _report(request: HttpRequest, kind: Kind, year: int, month: int) -> HttpResponse:
    try:
        period = Period.of(kind, date(year, month, 1))
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    return _answer(request, _period(period.first, period.last))


def _period(first: date, last: date) -> Period:
    """What can be told of. Raises Http404 for days to come, and for more than three years."""
    try:
        period = period_of(first, last)
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    if period.first > _latest(timezone.localdate()) or period.days > MOST_DAYS:
        raise Http404
    return period


def _answer(request: HttpRequest, period: Period) -> HttpResponse:
    options = OptionsForm.asked(request.GET, period=period, language=get_language() or "ko")
    wanted = options.wanted(period)
    page = _page(person(request), wanted, options, timezone.localdate())
    return render(request, "tracker/reports/report.html", {"page": page})


def _page(
    user: User, wanted: Wanted, options: OptionsForm, today: date, *, problem: str = ""
) -> ReportPage:
    with override(wanted.language):
        told = gather(owner=user, wanted=wanted, today=today)
        return ReportPage(
            wanted=wanted,
            title=_("마음 보고서"),
            contents=_("차례"),
            label=wanted.period.label(wanted.language),
            options=options,
            document=tell(told) if told.days else None,
            facts=cover_facts(told),
            statement=statement(),
            problem=problem,
        )


def _address(period: Period) -> str:
    first = period.first
    if period.kind is Kind.MONTH:
        return reverse("tracker:report_month", args=[first.year, first.month])
    if period.kind is Kind.YEAR:
        return reverse("tracker:report_year", args=[first.year])
    return reverse("tracker:report_between", args=[first, period.last])


def _file_name(wanted: Wanted) -> str:
    name = "무드트래커" if wanted.language.startswith("ko") else "moodtracker"
    return f"{name}-{wanted.period.slug}.pdf"


def _latest(today: date) -> date:
    """A day of grace, as in the calendar: the date line lies behind who flew home."""
    return today + timedelta(days=1)
