"""What can be taken out: the archive and the table."""

from collections.abc import Iterator
from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from moodtracker.accounts.requests import person
from moodtracker.core.time import local_date
from moodtracker.exports import selectors, services
from moodtracker.exports.errors import ExportError
from moodtracker.exports.forms import ArchiveForm, TableForm
from moodtracker.exports.views.shared import (
    ask_again,
    has_just_proved,
    mark_sent,
    proof_address,
)


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What is inside, how large, and what went out so far."""
    return _page(request)


@login_required
@require_POST
def archive(request: HttpRequest) -> HttpResponseBase:
    """The whole diary as one ZIP."""
    form = ArchiveForm(request.POST)
    if not form.is_valid():
        return _page(request, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if not has_just_proved(request):
        return ask_again(reverse("exports:index"))
    photos = form.cleaned_data["photos"] == "yes"
    try:
        chunks = services.archive_export(owner=person(request), now=timezone.now(), photos=photos)
    except ExportError as error:
        return _page(request, trouble=str(error), status=error.status)
    return _download(request, chunks, "application/zip", "zip", form.cleaned_data["sent"])


@login_required
@require_POST
def table(request: HttpRequest) -> HttpResponseBase:
    """The table alone."""
    form = TableForm(request.POST)
    if not form.is_valid():
        return _page(request, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if not has_just_proved(request):
        return ask_again(reverse("exports:index"))
    try:
        chunks = services.table_export(owner=person(request), now=timezone.now())
    except ExportError as error:
        return _page(request, trouble=str(error), status=error.status)
    return _download(request, chunks, "text/csv; charset=utf-8", "csv", form.cleaned_data["sent"])


def _download(
    request: HttpRequest, chunks: Iterator[bytes], content_type: str, ending: str, mark: str
) -> StreamingHttpResponse:
    today = local_date(timezone.now(), person(request).zone)
    response = StreamingHttpResponse(chunks, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="moodtracker-{today}.{ending}"'
    mark_sent(response, mark)
    return response


def _page(request: HttpRequest, *, trouble: str = "", status: int = HTTPStatus.OK) -> HttpResponse:
    user = person(request)
    context = {
        "contents": selectors.archive_contents(owner=user),
        "exports": selectors.exports_of(owner=user),
        "form": ArchiveForm(),
        "proved": has_just_proved(request),
        "proof": proof_address(reverse("exports:index")),
        "trouble": trouble,
    }
    return render(request, "exports/index.html", context, status=status)
