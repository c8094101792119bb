"""What was deleted lately: brought back, or removed for good."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from moodtracker.accounts.requests import person
from moodtracker.diary import selectors, services
from moodtracker.diary.models import Entry


@dataclass(frozen=True, slots=True)
class Waiting:
    """A deleted entry and the days until it is gone, the last of them counted."""

    entry: Entry
    days_left: int


@login_required
@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """What was deleted in the last 30 days and can come back."""
    now = timezone.now()
    waiting = []
    for entry in selectors.entries_deleted(owner=person(request), now=now):
        if entry.deleted_at:
            left = entry.deleted_at + timedelta(days=selectors.UNDO_DAYS) - now
            waiting.append(Waiting(entry, left.days + 1 if left.seconds else left.days))
    context = {
        "waiting": waiting,
        "days": selectors.UNDO_DAYS,
        "shown": selectors.DELETED_SHOWN,
    }
    return render(request, "diary/deleted.html", context)


@login_required
@require_POST
def entry_purge(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """One entry, for good; the page has asked before."""
    try:
        services.entry_purge(owner=person(request), entry_id=entry_id)
    except Entry.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("기록을 완전히 지웠어요."))
    return redirect("diary:deleted")


@login_required
@require_POST
def trash_empty(request: HttpRequest) -> HttpResponse:
    """All of them, for good; the page has asked before."""
    number = services.trash_empty(owner=person(request))
    messages.success(
        request,
        ngettext(
            "기록 %(number)d개를 완전히 지웠어요.", "기록 %(number)d개를 완전히 지웠어요.", number
        )
        % {"number": number},
    )
    return redirect("diary:deleted")
