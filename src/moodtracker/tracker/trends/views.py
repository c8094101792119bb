"""Pages of trends, and their charts as pictures to save."""

from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext
from django.views.decorators.http import require_safe

from moodtracker.accounts.models import User
from moodtracker.accounts.requests import person
from moodtracker.core.views import problem_page
from moodtracker.emotions import Emotion
from moodtracker.paper.drawing import draw
from moodtracker.paper.errors import PaperError
from moodtracker.tracker.charts.specify import for_browser, for_saving
from moodtracker.tracker.periods import CALENDAR_KINDS, Kind, Period, parse
from moodtracker.tracker.trends import selectors
from moodtracker.tracker.trends.naming import companion_name
from moodtracker.tracker.trends.sections import (
    TOGETHER_CHART,
    Section,
    sections,
    together_section,
)
from moodtracker.tracker.trends.sentences import letter

_TYPES = {"png": "image/png", "svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose period it is."""

    owner: User
    today: date
    period: Period
    written: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A section with its specification for the browser; None where there is no chart yet."""

    section: Section
    specification: dict[str, Any] | None


@login_required
@require_safe
def trends(request: HttpRequest) -> HttpResponse:
    """A period like a letter: first the sentences, then the charts."""
    asked = _asked(request)
    context = _switcher(asked, "tracker:trends")
    if asked.written:
        found = selectors.trends(owner=asked.owner, period=asked.period, today=asked.today)
        context["found"] = found
        if found.coverage.recorded:
            context["letter"] = letter(found, today=asked.today)
            context["sections"] = [_drawn(section) for section in sections(found)]
    return render(request, "tracker/trends/trends.html", context)


@login_required
@require_safe
def together(request: HttpRequest) -> HttpResponse:
    """What goes with what."""
    asked = _asked(request)
    found = selectors.companions(owner=asked.owner, period=asked.period, today=asked.today)
    language = get_language() or "ko"
    context = _switcher(asked, "tracker:together")
    context["found"] = found
    context["drawn"] = _drawn(together_section(found))
    context["clear"] = [(companion_name(row, language), row) for row in found.shown if row.clear]
    context["waiting"] = [(companion_name(row, language), row) for row in found.waiting[:12]]
    return render(request, "tracker/trends/together.html", context)


@login_required
@require_safe
def picture(request: HttpRequest, chart: str, form: str) -> HttpResponse:
    """One chart as a file, with its title and how it counts. 404 where the page has no chart."""
    asked = _asked(request)
    section = _section(asked, chart)
    if section is None or section.chart is None:
        raise Http404
    language = get_language() or "ko"
    korean = language.startswith("ko")
    specification = for_saving(
        section.chart,
        title=f"{section.heading} · {asked.period.label(language)}",
        subtitle=f"{section.reading}. {section.counting}",
        korean=korean,
    )
    try:
        data = draw(specification, form)
    except PaperError:
        return problem_page(
            request,
            heading=gettext("그림을 만들지 못했어요"),
            sentence=gettext("잠시 뒤에 다시 눌러 주세요."),
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            stamp=Emotion.NEUTRALITY,
        )
    answer = HttpResponse(data, content_type=_TYPES[form])
    name = f"moodtracker-{chart.replace('_', '-')}-{asked.period.slug}.{form}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _section(asked: Asked, chart: str) -> Section | None:
    if not asked.written:
        return None
    owner, period, today = asked.owner, asked.period, asked.today
    if chart == TOGETHER_CHART:
        return together_section(selectors.companions(owner=owner, period=period, today=today))
    found = selectors.trends(owner=owner, period=period, today=today)
    if not found.coverage.recorded:
        return None
    return next(section for section in sections(found) if section.name == chart)


def _asked(request: HttpRequest) -> Asked:
    owner, today = person(request), timezone.localdate()
    written = selectors.days_written(owner=owner)
    period = parse(request.GET.dict(), today=today, written=written)
    return Asked(owner, today, period, written is not None)


def _drawn(section: Section) -> Drawn:
    return Drawn(section, for_browser(section.chart) if section.chart else None)


def _switcher(asked: Asked, name: str) -> dict[str, Any]:
    """What the period switcher shows: the kinds, the way back and forth, the free dates."""
    period, address = asked.period, reverse(name)
    # The kinds lead to the period around the day that one looks at, or to the present one.
    here = asked.today if period.first <= asked.today <= period.last else period.last
    latest = asked.today + timedelta(days=1)
    following = period.next
    names = {
        Kind.WEEK: pgettext("period", "주"),
        Kind.MONTH: pgettext("period", "달"),
        Kind.QUARTER: pgettext("period", "분기"),
        Kind.YEAR: pgettext("period", "해"),
    }
    kinds = [
        (names[kind], Period.of(kind, here).query, period.kind == kind) for kind in CALENDAR_KINDS
    ]
    kinds.append((pgettext("period", "전체"), "period=all", period.kind == Kind.ALL))
    return {
        "address": address,
        "period": period,
        "label": period.label(get_language() or "ko"),
        "kinds": kinds,
        "is_free": period.kind == Kind.FREE,
        "previous": period.previous,
        "next": following if following and following.first <= latest else None,
        "latest": latest,
        "written": asked.written,
    }
