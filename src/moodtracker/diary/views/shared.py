"""What several views need."""

import uuid
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from moodtracker.accounts.models import User
from moodtracker.accounts.requests import person
from moodtracker.core.flash import flash_with_undo
from moodtracker.diary import selectors
from moodtracker.diary.models import Entry


def entry_or_404(request: HttpRequest, entry_id: uuid.UUID) -> Entry:
    """The owner's entry; a stranger learns nothing, not even that it is there."""
    try:
        return selectors.entry_get(owner=person(request), entry_id=entry_id)
    except Entry.DoesNotExist:
        raise Http404 from None


def deleted_or_404(*, owner: User, entry_id: uuid.UUID, now: datetime) -> Entry:
    """The owner's entry that is put away already."""
    try:
        return selectors.entry_deleted_get(owner=owner, entry_id=entry_id, now=now)
    except Entry.DoesNotExist:
        raise Http404 from None


def tell_of_deletion(request: HttpRequest, entry: Entry) -> None:
    """“Deleted · undo” on the next page."""
    undo = reverse("diary:entry_restore", args=[entry.id])
    flash_with_undo(request, _("지웠어요. 30일 안에 되돌릴 수 있어요."), undo_url=undo)


def picture_response(data: bytes, content_type: str) -> HttpResponse:
    """A private picture: shown in the page, kept by nobody on the way, never sniffed."""
    response = HttpResponse(data, content_type=content_type)
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = "inline"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    # A picture that is opened by itself runs nothing, whatever it may hold.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
