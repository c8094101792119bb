"""Calendar links: the page that makes them, and the calendar itself."""

import logging
import uuid
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from moodtracker.accounts.requests import person
from moodtracker.exports import selectors, services
from moodtracker.exports.calendar_feed import FeedLook, feed_calendar
from moodtracker.exports.errors import ExportError, ShownOnceError
from moodtracker.exports.forms import FeedForm
from moodtracker.exports.models import Feed
from moodtracker.exports.services import NewFeed
from moodtracker.exports.views.shared import ask_again, has_just_proved, proof_address

log = logging.getLogger(__name__)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request: HttpRequest) -> HttpResponse:
    """Every link, when it was last used, and a form for another."""
    if request.method != "POST":
        return _page(request, FeedForm())
    form = FeedForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if not has_just_proved(request):
        return ask_again(reverse("exports:feeds"))
    try:
        made = services.feed_create(
            owner=person(request),
            words=form.cleaned_data["look"] == "words",
            notes=form.cleaned_data["notes"],
            months=form.cleaned_data["months"],
            now=timezone.now(),
            feed_id=form.cleaned_data["key"],
        )
    except ShownOnceError as error:
        return _shown_already(request, error)
    except ExportError as error:
        form.add_error(None, str(error))
        return _page(request, form, status=error.status)
    return _page(request, FeedForm(), made=made)


@login_required
@require_POST
def feed_rotate(request: HttpRequest, feed_id: uuid.UUID) -> HttpResponse:
    """A new address for a link."""
    _feed_or_404(request, feed_id)
    if not has_just_proved(request):
        return ask_again(reverse("exports:feeds"))
    try:
        made = services.feed_rotate(
            owner=person(request),
            feed_id=feed_id,
            now=timezone.now(),
            changed=request.POST.get("changed"),
        )
    except ShownOnceError as error:
        return _shown_already(request, error)
    return _page(request, FeedForm(), made=made)


@login_required
@require_POST
def feed_revoke(request: HttpRequest, feed_id: uuid.UUID) -> HttpResponse:
    """The end of a link; it asks for nothing, so that it is quick when it has to be."""
    _feed_or_404(request, feed_id)
    services.feed_revoke(owner=person(request), feed_id=feed_id)
    messages.success(request, _("달력 주소를 없앴어요. 이제 그 주소로는 아무것도 볼 수 없어요."))
    return redirect("exports:feeds")


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The calendar, for whoever has the address."""
    found = selectors.feed_of_token(token=token)
    if found is None:
        raise Http404
    now = timezone.now()
    try:
        services.feed_used(feed=found, now=now)
    except OperationalError:
        log.warning("The last use of a calendar link could not be noted")
    state = selectors.feed_state(feed=found, now=now)
    changed = int(state.last_modified.timestamp())
    response = get_conditional_response(request, etag=state.etag, last_modified=changed)
    if response is None:
        response = HttpResponse(
            _calendar(found, state), content_type="text/calendar; charset=utf-8"
        )
        response["Content-Disposition"] = 'inline; filename="moods.ics"'
    response["ETag"] = state.etag
    response["Last-Modified"] = http_date(changed)
    response["Cache-Control"] = "private, no-cache"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def _calendar(found: Feed, state: selectors.FeedState) -> bytes:
    with translation.override(found.owner.language):
        look = FeedLook(
            key=found.id,
            name=_("무드 트래커"),
            korean=found.owner.language == "ko",
            words=found.words,
            notes=found.notes,
        )
        return feed_calendar(selectors.feed_entries(feed=found, since=state.since), look)


def _feed_or_404(request: HttpRequest, feed_id: uuid.UUID) -> Feed:
    try:
        return selectors.feed_get(owner=person(request), feed_id=feed_id)
    except Feed.DoesNotExist:
        raise Http404 from None


def _shown_already(request: HttpRequest, error: ShownOnceError) -> HttpResponse:
    messages.warning(request, str(error))
    return redirect("exports:feeds")


def _page(
    request: HttpRequest,
    form: FeedForm,
    *,
    made: NewFeed | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    address = ""
    if made:
        address = request.build_absolute_uri(reverse("exports:feed", args=[made.token]))
    context = {
        "form": form,
        "feeds": selectors.feeds_of(owner=person(request)),
        "address": address,
        "proved": has_just_proved(request),
        "proof": proof_address(reverse("exports:feeds")),
    }
    return render(request, "exports/feeds.html", context, status=status)
