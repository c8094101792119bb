"""The page of an entry, which several acts answer with."""

from dataclasses import dataclass, field
from http import HTTPStatus

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from moodtracker.accounts.requests import person
from moodtracker.diary import selectors
from moodtracker.diary.forms import NoteForm, TagsForm
from moodtracker.diary.models import Entry, EntryPhoto, Shift, Tag, TagGroup
from moodtracker.diary.picker import TagPicker, tag_picker
from moodtracker.diary.texts import HEADLINES, INTENSITY_WORDS, advice_sentences
from moodtracker.emotions import CLASS_NAMES, ORDER, Emotion
from moodtracker.music.recommend import Work
from moodtracker.music.selectors import catalogue, pieces_for

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
class HeardPiece:
    """A piece that was heard for the entry; None for one that the catalogue has no more."""

    id: str
    work: Work | None
    shift: int | None


@dataclass(frozen=True, slots=True)
class Troubles:
    """The forms that came back with something wrong, if any did."""

    note: NoteForm | None = None
    tags: TagsForm | None = None
    others: list[Form] = field(default_factory=list)


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
    tags: list[Tag]
    picker: TagPicker
    heard: tuple[HeardPiece, ...]
    offered: Work
    emotions: tuple[Emotion, ...] = ORDER


def entry_page(
    request: HttpRequest,
    entry: Entry,
    troubles: Troubles | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The whole page, with what was wrong beside the form that it concerns."""
    wrong = troubles or Troubles()
    tags = list(entry.tags.all())
    ticked = wrong.tags.ticked if wrong.tags else [str(tag.id) for tag in tags]
    page = EntryPage(
        entry=entry,
        headline=HEADLINES[entry.model_emotion] if entry.model_emotion else None,
        bars=_bars(entry),
        picture=_picture(entry),
        heat=_heat_choice(request, entry),
        advice=advice_sentences(entry.advice),
        neighbours=selectors.entry_neighbours(entry=entry),
        tags=tags,
        picker=tag_picker(owner=person(request), chosen=ticked),
        heard=heard_pieces(entry),
        offered=offered_work(entry),
    )
    context = {
        "page": page,
        "entry": entry,
        "note_form": wrong.note or NoteForm(initial={"note": entry.note}),
        "tags_form": wrong.tags,
        "groups": TagGroup.choices,
        "others": wrong.others,
        "steps": INTENSITY_WORDS,
        "shifts": Shift.choices,
    }
    return render(request, "diary/entry.html", context, status=status)


def heard_part(request: HttpRequest, entry: Entry) -> HttpResponse:
    """The part about music alone, for the script that puts it into the page: the music that
    plays there goes on.
    """
    context = {
        "entry": entry,
        "heard": heard_pieces(entry),
        "offered": offered_work(entry),
        "shifts": Shift.choices,
    }
    return render(request, "diary/_heard.html", context)


def heard_pieces(entry: Entry) -> tuple[HeardPiece, ...]:
    """What was heard, in its order."""
    works = catalogue().by_id
    return tuple(HeardPiece(row.work, works.get(row.work), row.shift) for row in entry.heard.all())


def offered_work(entry: Entry) -> Work:
    """The piece that the player shows first."""
    (choice,) = pieces_for(
        probabilities=entry.probabilities,
        own_word=entry.own_emotion,
        seed=str(entry.id),
        count=1,
    )
    return choice.work


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
