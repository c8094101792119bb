"""Old selfies, looked at before they enter."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from moodtracker.accounts.requests import person
from moodtracker.diary.views.shared import picture_response
from moodtracker.emotions import CLASS_NAMES, ORDER, Emotion
from moodtracker.imports import services
from moodtracker.imports.models import ImportRun, Selfie, State
from moodtracker.imports.views.shared import run_or_404

PAGE = 24


@dataclass(frozen=True, slots=True)
class Proposal:
    """One photo, what was read in it and when it was. `shares` are the six, in percent."""

    selfie: Selfie
    emotion: Emotion | None
    shares: list[tuple[Emotion, float]]
    faces: range


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """A page of proposals; what is taken enters at once."""
    run = run_or_404(request, run_id)
    if run.state != State.REVIEW:
        return redirect("imports:run", run.id)
    shown = list(run.selfies.exclude(sealed_faces=b"")[:PAGE])
    if request.method == "POST":
        return _take(request, run)
    context = {
        "run": run,
        "proposals": [_proposal(selfie) for selfie in shown],
        "troubles": run.selfies.filter(sealed_faces=b""),
        "left": run.selfies.count(),
        "emotions": ORDER,
        "today": timezone.localdate(),
    }
    return render(request, "imports/review.html", context)


@login_required
@require_safe
def face(
    request: HttpRequest, run_id: uuid.UUID, selfie_id: uuid.UUID, number: int
) -> HttpResponse:
    """One face of a proposal, small."""
    run = run_or_404(request, run_id)
    selfie = run.selfies.filter(id=selfie_id).first()
    if selfie is None or number >= selfie.face_count:
        raise Http404
    return picture_response(services.faces_of(selfie).faces[number].picture, "image/jpeg")


def _take(request: HttpRequest, run: ImportRun) -> HttpResponse:
    answers = [_answer(request.POST, key) for key in request.POST.getlist("selfie")[: 2 * PAGE]]
    came = services.selfies_take(
        owner=person(request),
        run_id=run.id,
        answers=[answer for answer in answers if answer],
        now=timezone.now(),
    )
    if came:
        messages.success(
            request, ngettext("%(n)d장을 들였어요.", "%(n)d장을 들였어요.", came) % {"n": came}
        )
    else:
        messages.info(request, _("들인 사진이 없어요. 날짜와 얼굴을 정하면 들일 수 있어요."))
    return redirect("imports:review", run.id)


def _answer(data: QueryDict, key: str) -> services.SelfieAnswer | None:
    try:
        selfie_id = uuid.UUID(key)
    except ValueError:
        return None
    number = data.get(f"face-{key}", "")
    return services.SelfieAnswer(
        selfie_id=selfie_id,
        take=data.get(f"take-{key}") == "on",
        day=_day(data.get(f"day-{key}", "")),
        clock=_clock(data.get(f"clock-{key}", "")),
        mood=data.get(f"mood-{key}", ""),
        face=int(number) if number.isascii() and number.isdecimal() and len(number) < 3 else None,
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1901 <= day.year <= 9998 else None


def _clock(text: str) -> time | None:
    try:
        return datetime.strptime(text[:5], "%H:%M").time()  # noqa: DTZ007 - on the wall
    except ValueError:
        return None


def _proposal(selfie: Selfie) -> Proposal:
    faces = services.faces_of(selfie).faces
    values = faces[selfie.face or 0].probabilities
    top = max(range(len(CLASS_NAMES)), key=values.__getitem__)
    shares = [(emotion, 100 * value) for emotion, value in zip(ORDER, values, strict=True)]
    return Proposal(selfie, ORDER[top] if len(faces) == 1 else None, shares, range(len(faces)))
