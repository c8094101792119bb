"""The mood in one tap, and what a device brings that was written without a connection."""

import json
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from moodtracker.accounts.requests import person
from moodtracker.core.device import device_key
from moodtracker.core.flash import flash_with_undo
from moodtracker.core.templatetags.mood import emotion_name
from moodtracker.diary import services
from moodtracker.diary.errors import DiaryError
from moodtracker.diary.forms import HandForm, OfflineForm
from moodtracker.diary.views.shared import tell_of_deletion
from moodtracker.emotions import ORDER


@login_required
@require_POST
def quick(request: HttpRequest) -> HttpResponse:
    """One press of a stamp: saved at once, with a way back."""
    form = HandForm(request.POST)
    if not form.is_valid():
        for trouble in form.errors.values():
            messages.error(request, str(trouble[0]))
        return redirect("diary:home")
    entry = services.entry_record_by_hand(
        user=person(request),
        mood=form.emotion,
        now=timezone.now(),
        capture_key=form.cleaned_data["key"],
    )
    if entry.deleted_at is not None:  # an old page, sent again after its entry was taken back
        tell_of_deletion(request, entry)
        return redirect("diary:home")
    words = _("%(mood)s 도장을 찍었어요.") % {"mood": emotion_name(entry.emotion)}
    flash_with_undo(request, words, undo_url=reverse("diary:entry_delete", args=[entry.id]))
    return redirect("diary:entry", entry.id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sync(request: HttpRequest) -> JsonResponse:
    """What a device asks before it sends, and then one entry a request.

    200 the entry is in the diary, by this request or an earlier one; 409 somebody else is
    logged in now; 422 it cannot be taken, with the sentence why, and is the person's to change.
    """
    user = person(request)
    mine = device_key(person_id=user.pk, joined=user.date_joined)
    if request.method != "POST":
        return JsonResponse({"person": mine, "token": get_token(request)})
    sent = _sent(request)
    if sent.get("person") != mine:
        return JsonResponse({}, status=HTTPStatus.CONFLICT)
    form = OfflineForm(sent)
    if not form.is_valid():
        field, trouble = next(iter(form.errors.items()))
        return _refused(str(trouble[0]), tags=field == "tags")
    try:
        tags = services.tags_chosen(owner=user, choice=form.tag_choice)
    except DiaryError as error:
        return _refused(str(error), tags=True)
    try:
        entry = services.entry_record_offline(
            user=user,
            mood=form.emotion,
            at=form.cleaned_data["at"],
            zone=form.cleaned_data["zone"],
            capture_key=form.cleaned_data["key"],
            note=form.cleaned_data["note"],
            intensity=form.cleaned_data["intensity"],
            tags=tags,
            now=timezone.now(),
        )
    except DiaryError as error:
        return _refused(str(error))
    return JsonResponse({"entry": str(entry.id)})


@login_required
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What this device has not sent yet. The list itself never leaves the device."""
    return render(request, "diary/waiting.html", {"emotions": ORDER})


def _sent(request: HttpRequest) -> MultiValueDict[str, str]:
    """The fields of the one entry, as a form would have sent them."""
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        sent = None
    fields = sent if isinstance(sent, dict) else {}
    return MultiValueDict(
        {
            name: [_text(one) for one in (value if isinstance(value, list) else [value])]
            for name, value in fields.items()
            if value is not None
        }
    )


def _text(value: object) -> str:
    """As a form would have sent it: halves of surrogate pairs, which no database takes, become
    the mark for what cannot be read.
    """
    return str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _refused(sentence: str, *, tags: bool = False) -> JsonResponse:
    """`tags`: it is the tags that stand in the way, and the entry could come without them."""
    told = {"trouble": sentence, "tags": tags}
    return JsonResponse(told, status=HTTPStatus.UNPROCESSABLE_ENTITY)
