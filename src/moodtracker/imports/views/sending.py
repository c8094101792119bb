"""Files come in: the page that asks for them, and the pieces that its script sends."""

import json
import uuid
from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moodtracker.accounts.requests import person
from moodtracker.imports import selectors, services, waiting
from moodtracker.imports.errors import ImportsError, NotWholeError
from moodtracker.imports.forms import announced_files
from moodtracker.imports.models import ImportFile, ImportRun
from moodtracker.imports.services.receiving import BYTES_LIMIT, FILES_LIMIT
from moodtracker.imports.views.shared import begin, run_or_404

_ANNOUNCEMENT = 200_000


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Choose files; without a script they come whole with the form."""
    if request.method != "POST":
        return _home_page(request)
    files = request.FILES.getlist("files")
    if not files:
        return _home_page(request, _("파일을 골라 주세요."), HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        given = [(file.name or "-", file.read()) for file in files]
        run = services.run_receive(user=person(request), files=given, now=timezone.now())
    except ImportsError as error:
        return _home_page(request, str(error), error.status)
    return begin(run)


@login_required
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """The script announces names and sizes, and learns where the pieces go."""
    try:
        files = announced_files(json.loads(request.read(_ANNOUNCEMENT)))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return JsonResponse({"error": str(NotWholeError())}, status=HTTPStatus.BAD_REQUEST)
    try:
        run = services.run_start(user=person(request), files=files, now=timezone.now())
    except ImportsError as error:
        return JsonResponse({"error": str(error)}, status=error.status)
    # The script puts the place of file and piece where the zeros stand.
    pieces = reverse("imports:piece", args=[run.id, 0, 0]).removesuffix("0/0/")
    return JsonResponse(
        {"piece": waiting.PIECE, "pieces": pieces, "sent": reverse("imports:sent", args=[run.id])}
    )


@login_required
@require_POST
def piece(request: HttpRequest, run_id: uuid.UUID, position: int, number: int) -> HttpResponse:
    """One piece of one file, as the body of the request."""
    run_or_404(request, run_id)
    try:
        services.piece_receive(
            owner=person(request),
            run_id=run_id,
            position=position,
            number=number,
            data=request.read(waiting.PIECE + 1),
        )
    except ImportFile.DoesNotExist:
        raise Http404 from None
    except ImportsError as error:
        return JsonResponse({"error": str(error)}, status=error.status)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@login_required
@require_POST
def sent(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """All pieces are here."""
    run = run_or_404(request, run_id)
    try:
        run = services.run_sent(owner=person(request), run_id=run.id, now=timezone.now())
    except ImportsError as error:
        return JsonResponse({"error": str(error)}, status=error.status)
    except ImportRun.DoesNotExist:
        raise Http404 from None
    begin(run)
    return JsonResponse({"page": reverse("imports:run", args=[run.id])})


def _home_page(
    request: HttpRequest, trouble: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    user = person(request)
    context = {
        "trouble": trouble,
        "open_runs": selectors.runs_open(owner=user),
        "ended_runs": selectors.runs_ended(owner=user),
        "limit_mb": BYTES_LIMIT // 1_000_000,
        "files_limit": FILES_LIMIT,
    }
    return render(request, "imports/home.html", context, status=status)
