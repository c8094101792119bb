"""One entry: the result, the person's own word, the note, edit, deletion and its undoing."""

import uuid
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from moodtracker.diary import selectors, services
from moodtracker.diary.errors import DiaryError
from moodtracker.diary.forms import EditForm, MoodForm, NoteForm
from moodtracker.diary.models import Entry, EntryPhoto
from moodtracker.diary.services import WallTime
from moodtracker.diary.texts import HEADLINES, advice_sentences
from moodtracker.diary.views.shared import entry_or_404, person, tell_of_deletion
from moodtracker.diary.wall_clock import on_wall
from moodtracker.emotions import CLASS_NAMES, ORDER, Emotion

_MARGIN = 0.18


@dataclass(frozen=True, slots=True)
class Bar:
    """One of the six probabilities. `share` is in 0…1."""

    emotion: Emotion
    share: float
    top: bool

    @property
    def percent(self) -> float:
        """0…100."""
        return 100 * self.share


@dataclass(frozen=True, slots=True)
class FacePicture:
    """Where photo and heat map stand in the drawing, in pixels of the kept photo, as SVG has it.

    The view is the square that the network saw and a little around it.
    """

    photo_width: int
    photo_height: int
    square_x: str
    square_y: str
    side: str
    turn: str
    view: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    """What the page of an entry shows."""

    entry: Entry
    headline: Promise | None
    bars: tuple[Bar, ...]
    picture: FacePicture | None
    heat: Emotion | None
    advice: list[Promise]
    neighbours: selectors.Neighbours
    emotions: tuple[Emotion, ...]


@login_required
@require_safe
def entry(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """The result of a reading, or what was written by hand."""
    found = entry_or_404(request, entry_id)
    return _entry_page(request, found, NoteForm(initial={"note": found.note}))


@login_required
@require_POST
def entry_mood(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """“Not how I feel”: one press sets the person's own word."""
    found = entry_or_404(request, entry_id)
    form = MoodForm(request.POST)
    if not form.is_valid():
        note = NoteForm(initial={"note": found.note})
        return _entry_page(request, found, note, form, HTTPStatus.UNPROCESSABLE_ENTITY)
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
        return _entry_page(request, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    services.entry_note_set(
        owner=person(request),
        entry_id=entry_id,
        note=form.cleaned_data["note"],
        now=timezone.now(),
    )
    return redirect(f"{reverse('diary:entry', args=[entry_id])}#note")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def entry_edit(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """When it was, and the note."""
    found = entry_or_404(request, entry_id)
    wall = on_wall(found.recorded_at, zone=found.zone)
    if request.method != "POST":
        initial = {"day": wall.date(), "clock": wall.time(), "note": found.note}
        return _edit_page(request, found, EditForm(initial=initial))
    form = EditForm(request.POST)
    if not form.is_valid():
        return _edit_page(request, found, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        services.entry_edit(
            owner=person(request),
            entry_id=entry_id,
            at=WallTime(form.cleaned_data["day"], form.cleaned_data["clock"]),
            note=form.cleaned_data["note"],
            now=timezone.now(),
        )
    except DiaryError as error:
        form.add_error(None, str(error))
        return _edit_page(request, found, form, error.status)
    return redirect("diary:entry", entry_id)


@login_required
@require_POST
def entry_delete(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Put away; the day's page offers to bring it back."""
    found = entry_or_404(request, entry_id)
    services.entry_delete(owner=person(request), entry_id=entry_id, now=timezone.now())
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
    return redirect("diary:entry", entry_id)


@login_required
@require_POST
def photo_discard(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Throw the photo away and keep the reading."""
    entry_or_404(request, entry_id)
    services.entry_photo_discard(owner=person(request), entry_id=entry_id)
    return redirect("diary:entry", entry_id)


def _entry_page(
    request: HttpRequest,
    entry: Entry,
    note: NoteForm,
    mood: MoodForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    page = EntryPage(
        entry=entry,
        headline=HEADLINES[entry.model_emotion] if entry.model_emotion else None,
        bars=_bars(entry),
        picture=_picture(entry),
        heat=_heat_choice(request, entry),
        advice=advice_sentences(entry.advice),
        neighbours=selectors.entry_neighbours(entry=entry),
        emotions=ORDER,
    )
    context = {"page": page, "entry": entry, "note_form": note, "mood_form": mood}
    return render(request, "diary/entry.html", context, status=status)


def _edit_page(
    request: HttpRequest, entry: Entry, form: EditForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    return render(request, "diary/edit.html", {"entry": entry, "form": form}, status=status)


def _bars(entry: Entry) -> tuple[Bar, ...]:
    """All six in their fixed order, so that two entries compare at a glance."""
    shares = entry.probabilities
    if shares is None:
        return ()
    return tuple(
        Bar(emotion, share, top=emotion == entry.model_emotion)
        for emotion, share in zip(ORDER, shares, strict=True)
    )


def _heat_choice(request: HttpRequest, entry: Entry) -> Emotion | None:
    """Which heat map lies over the picture at first: what `?heat=` names; else none over a
    photo, which is to be seen first, and that of the reading over a drawn face.
    """
    wanted = request.GET.get("heat", "" if hasattr(entry, "photo") else entry.model_mood)
    if entry.heatmap is None or wanted not in CLASS_NAMES:
        return None
    return Emotion(wanted)


def _picture(entry: Entry) -> FacePicture | None:
    try:
        photo = entry.photo
    except EntryPhoto.DoesNotExist:
        return None
    half, margin = photo.face_side / 2, photo.face_side * _MARGIN
    left, top = photo.face_x - half, photo.face_y - half
    reach = photo.face_side + 2 * margin
    return FacePicture(
        photo_width=photo.width,
        photo_height=photo.height,
        square_x=f"{left:.1f}",
        square_y=f"{top:.1f}",
        side=f"{photo.face_side:.1f}",
        turn=f"rotate({photo.face_tilt:.2f} {photo.face_x:.1f} {photo.face_y:.1f})",
        view=f"{left - margin:.1f} {top - margin:.1f} {reach:.1f} {reach:.1f}",
    )
