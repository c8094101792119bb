"""What a person puts beside an entry's mood: how much it was felt, tags, the music heard."""

import uuid
from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from moodtracker.accounts.requests import person
from moodtracker.diary import services
from moodtracker.diary.errors import DiaryError
from moodtracker.diary.forms import FeltForm, HeardForm, IntensityForm, TagsForm
from moodtracker.diary.models import Entry
from moodtracker.diary.views.entry_page import Troubles, entry_page, heard_part
from moodtracker.diary.views.shared import entry_or_404

# The header of the page's own script, which wants the part about music and no new page.
PART = "X-Part"


@login_required
@require_POST
def entry_intensity(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """How much it was felt; empty takes it back."""
    found = entry_or_404(request, entry_id)
    form = IntensityForm(request.POST)
    if not form.is_valid():
        return entry_page(request, found, Troubles(others=[form]), HTTPStatus.UNPROCESSABLE_ENTITY)
    services.entry_intensity_set(
        owner=person(request),
        entry_id=entry_id,
        intensity=form.cleaned_data["intensity"],
        now=timezone.now(),
    )
    return redirect(f"{reverse('diary:entry', args=[entry_id])}#mood")


@login_required
@require_POST
def entry_tags(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """The tags of an entry, picked anew."""
    found, user = entry_or_404(request, entry_id), person(request)
    form = TagsForm(request.POST)
    if not form.is_valid():
        return entry_page(request, found, Troubles(tags=form), HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        tags = services.tags_chosen(owner=user, choice=form.tag_choice)
        services.entry_tags_set(owner=user, entry_id=entry_id, tags=tags, now=timezone.now())
    except DiaryError as error:
        form.add_error(None, str(error))
        return entry_page(request, found, Troubles(tags=form), error.status)
    return redirect(f"{reverse('diary:entry', args=[entry_id])}#tags")


@login_required
@require_POST
def entry_heard(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """A piece was played: said by the player's events, or by a press where no script runs."""
    found = entry_or_404(request, entry_id)
    form = HeardForm(request.POST)
    if not form.is_valid():
        return entry_page(request, found, Troubles(others=[form]), HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        services.music_heard(
            owner=person(request),
            entry_id=entry_id,
            work=form.cleaned_data["work"],
            now=timezone.now(),
        )
    except DiaryError as error:
        form.add_error(None, str(error))
        return entry_page(request, found, Troubles(others=[form]), error.status)
    return _after_music(request, found)


@login_required
@require_POST
def entry_felt(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """How one feels after a piece."""
    found = entry_or_404(request, entry_id)
    form = FeltForm(request.POST)
    if not form.is_valid():
        return entry_page(request, found, Troubles(others=[form]), HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        services.music_felt(
            owner=person(request),
            entry_id=entry_id,
            work=form.cleaned_data["work"],
            shift=form.answer,
        )
    except DiaryError as error:
        form.add_error(None, str(error))
        return entry_page(request, found, Troubles(others=[form]), error.status)
    return _after_music(request, found)


def _after_music(request: HttpRequest, entry: Entry) -> HttpResponse:
    if request.headers.get(PART) == "heard":
        return heard_part(request, entry)
    return redirect(f"{reverse('diary:entry', args=[entry.id])}#heard")
