"""A run's page, whatever state it is in, and what a person does there."""

import csv
import io
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from moodtracker.accounts.requests import person
from moodtracker.diary.models import INTENSITIES, TagGroup
from moodtracker.emotions import ORDER
from moodtracker.exports.daylio import guarded_cell
from moodtracker.imports import services
from moodtracker.imports.choices import OUT, Chosen, proposals
from moodtracker.imports.errors import ImportsError, NotNowError
from moodtracker.imports.formats.types import Kind
from moodtracker.imports.forms import AnswerForm, chosen_from
from moodtracker.imports.models import ImportRun, State
from moodtracker.imports.summary import FoundMood, FoundTag, SkippedRow, Summary
from moodtracker.imports.texts import REASONS, problem_sentence
from moodtracker.imports.views.shared import begin, run_or_404

_SHOWN_ROWS = 20


@dataclass(frozen=True, slots=True)
class MoodLine:
    """A foreign mood and what is chosen for it; `sure` is false while the person has to choose.

    `place` is where it stands in the summary, which names its fields.
    """

    place: int
    found: FoundMood
    mood: str
    level: str
    sure: bool


@dataclass(frozen=True, slots=True)
class TagLine:
    """A foreign tag and its group."""

    found: FoundTag
    group: str


@dataclass(frozen=True, slots=True)
class Told:
    """A reason and how many rows it holds for."""

    text: Promise
    count: int


@dataclass(frozen=True, slots=True)
class RunPage:
    """What the page of a run shows."""

    run: ImportRun
    summary: Summary
    moods: list[MoodLine]
    tags: list[TagLine]
    chosen: Chosen
    skipped: list[Told]
    told: list[Told]
    rows: list[tuple[SkippedRow, Promise]]
    trouble: str

    @property
    def is_archive(self) -> bool:
        """Our own export needs no mapping."""
        return self.run.kind == Kind.ARCHIVE

    @property
    def unsure(self) -> int:
        """How many moods the person has to choose."""
        return sum(not line.sure for line in self.moods)

    @property
    def more_rows(self) -> bool:
        """Whether the page shows only some of the skipped rows."""
        return self.summary.skipped_count > len(self.rows)


@login_required
@require_safe
def run(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Where a run stands."""
    return _run_page(request, run_or_404(request, run_id))


@login_required
@require_safe
def progress(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """How far the job is."""
    found = run_or_404(request, run_id)
    return JsonResponse({"working": found.working, "done": found.done, "total": found.total})


@login_required
@require_POST
def answer(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Zone and order of dates; then the file is looked at again."""
    found = run_or_404(request, run_id)
    form = AnswerForm(request.POST, initial={"zone": found.zone})
    if not form.is_valid():
        return _run_page(request, found, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        found = services.run_answer(
            owner=person(request),
            run_id=run_id,
            zone=form.cleaned_data["zone"],
            date_order=form.cleaned_data["date_order"],
            now=timezone.now(),
        )
    except NotNowError as error:
        return _not_now(request, run_id, error)
    return begin(found)


@login_required
@require_POST
def apply(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Bring it in as chosen."""
    found = run_or_404(request, run_id)
    chosen = chosen_from(request.POST, Summary.from_json(found.summary))
    try:
        found = services.run_apply(
            owner=person(request),
            run_id=run_id,
            chosen=chosen,
            now=timezone.now(),
            keep_photos_from_now_on=request.POST.get("photos") == "keep",
        )
    except NotNowError as error:
        return _not_now(request, run_id, error)
    except ImportsError as error:
        return _run_page(request, found, chosen=chosen, trouble=str(error), status=error.status)
    return begin(found)


@login_required
@require_POST
def undo(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Take back what came in."""
    run_or_404(request, run_id)
    try:
        found = services.run_undo(owner=person(request), run_id=run_id, now=timezone.now())
    except NotNowError as error:
        return _not_now(request, run_id, error)
    return begin(found)


@login_required
@require_POST
def drop(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Leave it and throw the file away."""
    run_or_404(request, run_id)
    try:
        services.run_drop(owner=person(request), run_id=run_id)
    except NotNowError as error:
        return _not_now(request, run_id, error)
    messages.success(request, _("들이지 않았어요. 파일은 버렸어요."))
    return redirect("imports:home")


@login_required
@require_safe
def skipped(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """The rows that stay out, as a CSV."""
    found = run_or_404(request, run_id)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("줄"), _("까닭"), _("적힌 것")])
    for row in Summary.from_json(found.summary).rows:
        writer.writerow([row.row, str(_reason(row.reason)), guarded_cell(row.detail)])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="skipped.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _not_now(request: HttpRequest, run_id: uuid.UUID, error: NotNowError) -> HttpResponse:
    messages.warning(request, str(error))
    return redirect("imports:run", run_id)


def _reason(name: str) -> Promise | str:
    return REASONS.get(name, name)


def _run_page(
    request: HttpRequest,
    found: ImportRun,
    *,
    form: AnswerForm | None = None,
    chosen: Chosen | None = None,
    trouble: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "page": _page(found, chosen, trouble),
        "run": found,
        "form": form or AnswerForm(initial={"zone": found.zone, "date_order": found.date_order}),
        "emotions": ORDER,
        "intensities": INTENSITIES,
        "groups": TagGroup.choices,
        "out": OUT,
    }
    return render(request, "imports/run.html", context, status=status)


def _page(found: ImportRun, sent: Chosen | None, trouble: str) -> RunPage:
    summary = Summary.from_json(found.summary)
    mapped = found.state == State.READY and found.kind not in {Kind.ARCHIVE, Kind.SELFIES}
    chosen = sent or (proposals(run=found, summary=summary) if mapped else Chosen())
    return RunPage(
        run=found,
        summary=summary,
        moods=_mood_lines(summary, chosen.moods) if mapped else [],
        tags=[TagLine(tag, chosen.tags.get(tag.key, OUT)) for tag in summary.tags],
        chosen=chosen,
        skipped=_told(summary.skipped),
        told=_told(summary.told),
        rows=[(row, REASONS[row.reason]) for row in summary.rows[:_SHOWN_ROWS]],
        trouble=trouble or (problem_sentence(found.trouble) if found.trouble else ""),
    )


def _mood_lines(summary: Summary, moods: Mapping[str, str]) -> list[MoodLine]:
    lines = []
    for place, mood in enumerate(summary.moods):
        name, _sep, level = moods.get(mood.key, "").partition(":")
        lines.append(MoodLine(place, mood, name, level, sure=bool(name)))
    return sorted(lines, key=lambda line: line.sure)


def _told(counts: Mapping[str, int]) -> list[Told]:
    return [Told(REASONS[name], count) for name, count in counts.items() if name in REASONS]
