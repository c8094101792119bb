"""The year in pixels, as a page and as a picture to keep."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from moodtracker.accounts.requests import person
from moodtracker.tracker import pixels, year_page
from moodtracker.tracker.year import YearSheet, year_sheet
from moodtracker.tracker.year_page import By

PICTURES = {"svg": "image/svg+xml", "png": "image/png"}


@login_required
@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    """A year, by main mood or by brightness."""
    sheet, by = _sheet(request, year), _by(request)
    context = {
        "sheet": sheet,
        "by": by.value,
        "title": year_page.title(sheet, by),
        "summary": year_page.summary(sheet),
        "counted": year_page.counted(by),
        "rows": year_page.rows(sheet, by),
        "legend": year_page.legend(sheet, by),
        "numbers": range(1, 32),
    }
    return render(request, "tracker/year.html", context)


@login_required
@require_safe
def year_picture(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """The same year as a file, by day whatever the page's light."""
    sheet, by = _sheet(request, year), _by(request)
    drawing = pixels.drawing(sheet, by)
    body: str | bytes = pixels.with_fonts(drawing) if kind == "svg" else pixels.png(drawing)
    answer = HttpResponse(body, content_type=PICTURES[kind])
    answer["Content-Disposition"] = f'attachment; filename="mood-{sheet.year}-{by}.{kind}"'
    return answer


def _sheet(request: HttpRequest, year: int) -> YearSheet:
    today = timezone.localdate()
    if not year_page.is_year(year, today=today):
        raise Http404
    return year_sheet(owner=person(request), year=year, today=today)


def _by(request: HttpRequest) -> By:
    return By.VALENCE if request.GET.get("by") == By.VALENCE else By.MOOD
