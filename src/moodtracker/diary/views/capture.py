"""A new entry: upload, camera or by hand, and the pick among several faces."""

import uuid
from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from moodtracker.accounts.requests import person
from moodtracker.core.time import local_date
from moodtracker.diary import selectors, services
from moodtracker.diary.errors import DiaryError, WaitOverError
from moodtracker.diary.forms import CaptureForm, FaceForm, HandForm, PhotoForm
from moodtracker.diary.models import Entry, PendingPhoto, Source, TagGroup
from moodtracker.diary.picker import tag_picker
from moodtracker.diary.texts import INTENSITY_WORDS
from moodtracker.diary.uploads import CappedMemoryUploadHandler
from moodtracker.diary.views.shared import picture_response, tell_of_deletion
from moodtracker.emotions import ORDER

_PHOTO_PAGES = {Source.PHOTO: "diary/new_upload.html", Source.CAMERA: "diary/new_camera.html"}


# The upload handler has to be set before the form is parsed, and the CSRF check parses it: so
# the check is taken off outside and put on again inside, as Django's documentation has it
# (“Modifying upload handlers on the fly”).
@csrf_exempt
def new_upload(request: HttpRequest) -> HttpResponseBase:
    """A photo from a file."""
    request.upload_handlers = [CappedMemoryUploadHandler(request)]
    return _new_photo(request, Source.PHOTO)


@csrf_exempt
def new_camera(request: HttpRequest) -> HttpResponseBase:
    """A photo from the camera, which the page sends as a file like any other."""
    request.upload_handlers = [CappedMemoryUploadHandler(request)]
    return _new_photo(request, Source.CAMERA)


@csrf_protect
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def _new_photo(request: HttpRequest, way: Source) -> HttpResponse:
    user = person(request)
    asks = not user.photo_policy
    if request.method != "POST":
        return _photo_page(request, way, PhotoForm(ask_policy=asks))
    form = PhotoForm(request.POST, request.FILES, ask_policy=asks)
    if not form.is_valid():
        return _photo_page(request, way, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        given = services.entry_record_photo(
            user=user,
            photo=form.cleaned_data["photo"],
            source=Source(form.cleaned_data["source"]),
            now=timezone.now(),
            capture_key=form.cleaned_data["key"],
            note=form.cleaned_data["note"],
            tags=services.tags_chosen(owner=user, choice=form.tag_choice),
            policy=form.cleaned_data.get("policy"),
        )
    except DiaryError as error:
        form.add_error("photo", str(error))
        return _photo_page(request, way, form, error.status)
    return _onwards(request, given)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_hand(request: HttpRequest) -> HttpResponse:
    """A mood by hand."""
    user = person(request)
    if request.method != "POST":
        return _hand_page(request, HandForm(initial=_wanted_day(request)))
    form = HandForm(request.POST)
    if not form.is_valid():
        return _hand_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        entry = services.entry_record_by_hand(
            user=user,
            mood=form.emotion,
            now=timezone.now(),
            capture_key=form.cleaned_data["key"],
            note=form.cleaned_data["note"],
            intensity=form.cleaned_data["intensity"],
            tags=services.tags_chosen(owner=user, choice=form.tag_choice),
            at=form.at,
        )
    except DiaryError as error:
        form.add_error(None, str(error))
        return _hand_page(request, form, error.status)
    return _onwards(request, entry)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def faces(request: HttpRequest, pending_id: uuid.UUID) -> HttpResponse:
    """Several faces: the person picks theirs."""
    user, now = person(request), timezone.now()
    try:
        pending = selectors.pending_get(owner=user, pending_id=pending_id, now=now)
    except PendingPhoto.DoesNotExist:
        return _wait_is_over(request, pending_id)
    if request.method != "POST":
        return _faces_page(request, pending, FaceForm())
    form = FaceForm(request.POST)
    if not form.is_valid():
        return _faces_page(request, pending, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        entry = services.entry_choose_face(
            owner=user, pending_id=pending_id, number=form.cleaned_data["face"], now=now
        )
    except DiaryError as error:
        form.add_error(None, str(error))
        return _faces_page(request, pending, form, error.status)
    return _onwards(request, entry)


@login_required
@require_safe
def face_picture(request: HttpRequest, pending_id: uuid.UUID, number: int) -> HttpResponse:
    """One face of a waiting photo, small."""
    try:
        pending = selectors.pending_get(
            owner=person(request), pending_id=pending_id, now=timezone.now()
        )
    except PendingPhoto.DoesNotExist:
        raise Http404 from None
    waiting = services.waiting_faces(pending)
    if number >= len(waiting.faces):
        raise Http404
    return picture_response(waiting.faces[number].picture, "image/jpeg")


def _onwards(request: HttpRequest, given: Entry | PendingPhoto) -> HttpResponse:
    """To what a capture gave; an old form sent again may have given what is deleted by now."""
    if isinstance(given, PendingPhoto):
        return redirect("diary:faces", given.id)
    if given.deleted_at is not None:
        tell_of_deletion(request, given)
        return redirect("diary:home")
    return redirect("diary:entry", given.id)


def _wait_is_over(request: HttpRequest, pending_id: uuid.UUID) -> HttpResponse:
    """A face was picked already (then on to the entry), the time is over, or it is not theirs."""
    user = person(request)
    try:
        return _onwards(request, selectors.entry_get(owner=user, entry_id=pending_id))
    except Entry.DoesNotExist:
        form = PhotoForm(ask_policy=not user.photo_policy)
        trouble = WaitOverError()
        return _photo_page(request, Source.PHOTO, form, trouble.status, trouble=str(trouble))


def _photo_page(
    request: HttpRequest,
    way: Source,
    form: PhotoForm,
    status: int = HTTPStatus.OK,
    *,
    trouble: str = "",
) -> HttpResponse:
    context = {"form": form, "way": way.value, "trouble": trouble, **_tags_context(request, form)}
    return render(request, _PHOTO_PAGES[way], context, status=status)


def _hand_page(request: HttpRequest, form: HandForm, status: int = HTTPStatus.OK) -> HttpResponse:
    today = local_date(timezone.now(), person(request).zone)
    context = {
        "form": form,
        "way": Source.HAND.value,
        "emotions": ORDER,
        "today": today,
        "steps": INTENSITY_WORDS,
        **_tags_context(request, form),
    }
    return render(request, "diary/new_hand.html", context, status=status)


def _tags_context(request: HttpRequest, form: CaptureForm) -> dict[str, object]:
    picker = tag_picker(owner=person(request), chosen=form.ticked)
    return {"picker": picker, "groups": TagGroup.choices}


def _wanted_day(request: HttpRequest) -> dict[str, str]:
    """The day that an empty page of the diary proposes to fill, at noon."""
    day = request.GET.get("day", "")
    return {"day": day, "clock": "12:00"} if day else {}


def _faces_page(
    request: HttpRequest, pending: PendingPhoto, form: FaceForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    keeps = bool(pending.sealed_photo)
    numbers = range(pending.face_count)
    context = {"form": form, "pending": pending, "numbers": numbers, "keeps": keeps}
    return render(request, "diary/faces.html", context, status=status)
