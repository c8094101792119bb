"""One entry: the result, the person's own word, the note, edit, deletion and its undoing."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from moodtracker.accounts.requests import person
from moodtracker.diary import services
from moodtracker.diary.errors import DiaryError
from moodtracker.diary.forms import EditForm, MoodForm, NoteForm
from moodtracker.diary.models import Entry, TagGroup
from moodtracker.diary.picker import tag_picker
from moodtracker.diary.services import WallTime
from moodtracker.diary.texts import INTENSITY_WORDS
from moodtracker.diary.views.entry_page import Troubles, entry_page
from moodtracker.diary.views.shared import deleted_or_404, entry_or_404, tell_of_deletion
from moodtracker.diary.wall_clock import on_wall
from moodtracker.emotions import ORDER


@login_required
@require_safe
def entry(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """The result of a reading, or what was written by hand."""
    found = entry_or_404(request, entry_id)
    return entry_page(request, found)


@login_required
@require_POST
def entry_mood(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """“Not how I feel”: one press sets the person's own word."""
    found = entry_or_404(request, entry_id)
    form = MoodForm(request.POST)
    if not form.is_valid():
        return entry_page(request, found, Troubles(others=[form]), HTTPStatus.UNPROCESSABLE_ENTITY)
    services.entry_correct(
        owner=person(request), entry_id=entry_id, mood=form.emotion, now=timezone.now()
    )
    return redirect(f"{reverse('diary:entry', args=[entry_id])}#mood")


@login_required
@require_POST
def entry_note(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """The note, written anew."""
    found = entry_or_404(request, entry_id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return entry_page(request, found, Troubles(note=form), HTTPStatus.UNPROCESSABLE_ENTITY)
    services.entry_note_set(
        owner=person(request),
        entry_id=entry_id,
        note=form.cleaned_data["note"],
        now=timezone.now(),
    )
    messages.success(request, _("메모를 저장했어요."))
    return redirect(f"{reverse('diary:entry', args=[entry_id])}#note")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def entry_edit(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """All that can be changed of an entry."""
    found, user = entry_or_404(request, entry_id), person(request)
    if request.method != "POST":
        return _edit_page(request, found, EditForm(initial=_as_it_is(found)))
    form = EditForm(request.POST)
    if not form.is_valid():
        return _edit_page(request, found, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        services.entry_edit(
            owner=user,
            entry_id=entry_id,
            at=WallTime(form.cleaned_data["day"], form.cleaned_data["clock"]),
            note=form.cleaned_data["note"],
            feeling=form.feeling,
            tags=services.tags_chosen(owner=user, choice=form.tag_choice),
            now=timezone.now(),
        )
    except DiaryError as error:
        form.add_error(None, str(error))
        return _edit_page(request, found, form, error.status)
    messages.success(request, _("고친 대로 저장했어요."))
    return redirect("diary:entry", entry_id)


@login_required
@require_POST
def entry_delete(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Put away; the day's page offers to bring it back, also after a second press."""
    user, now = person(request), timezone.now()
    try:
        found = services.entry_delete(owner=user, entry_id=entry_id, now=now)
    except Entry.DoesNotExist:
        found = deleted_or_404(owner=user, entry_id=entry_id, now=now)
    tell_of_deletion(request, found)
    return redirect("diary:day", found.local_date)


@login_required
@require_POST
def entry_restore(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Bring a deleted entry back."""
    try:
        services.entry_restore(owner=person(request), entry_id=entry_id, now=timezone.now())
    except Entry.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("기록을 되돌렸어요."))
    return redirect("diary:entry", entry_id)


@login_required
@require_POST
def photo_discard(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Throw the photo away and keep the reading."""
    entry_or_404(request, entry_id)
    services.entry_photo_discard(owner=person(request), entry_id=entry_id)
    return redirect("diary:entry", entry_id)


def _as_it_is(entry: Entry) -> dict[str, object]:
    wall = on_wall(entry.recorded_at, zone=entry.zone)
    return {
        "day": wall.date(),
        "clock": wall.time(),
        "mood": entry.own_mood,
        "intensity": entry.intensity,
        "note": entry.note,
        "tags": [str(tag_id) for tag_id in entry.entry_tags.values_list("tag_id", flat=True)],
    }


def _edit_page(
    request: HttpRequest, entry: Entry, form: EditForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {
        "entry": entry,
        "form": form,
        "emotions": ORDER,
        "steps": INTENSITY_WORDS,
        "picker": tag_picker(owner=person(request), chosen=form.ticked),
        "groups": TagGroup.choices,
    }
    return render(request, "diary/edit.html", context, status=status)
