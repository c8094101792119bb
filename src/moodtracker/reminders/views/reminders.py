"""The page, and writing, changing and putting away reminders."""

import uuid
from http import HTTPStatus
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from moodtracker.accounts.requests import person
from moodtracker.core.flash import flash_with_undo
from moodtracker.reminders import selectors, services
from moodtracker.reminders.errors import ReminderError
from moodtracker.reminders.forms import PauseForm, QuietForm, ReminderForm, initial_of
from moodtracker.reminders.mail import can_mail
from moodtracker.reminders.models import Reminder, Skip
from moodtracker.reminders.views.page import render_page

_FIRST = {"clock": "21:00", "days": list(range(7)), "by_push": True, "skip": Skip.DAY}


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Everything about reminders."""
    return render_page(request)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new reminder."""
    if request.method != "POST":
        return _form_page(request, ReminderForm(initial=_FIRST))
    form = ReminderForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        services.reminder_add(owner=person(request), wish=form.wish, now=timezone.now())
    except ReminderError as error:
        form.add_error(None, str(error))
        return _form_page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("알림을 저장했어요."))
    return redirect("reminders:index")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, reminder_id: uuid.UUID) -> HttpResponse:
    """Change a reminder."""
    found = _reminder_or_404(request, reminder_id)
    if request.method != "POST":
        return _form_page(request, ReminderForm(initial=initial_of(found)), found)
    form = ReminderForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, found, HTTPStatus.UNPROCESSABLE_ENTITY)
    services.reminder_edit(
        owner=person(request), reminder_id=reminder_id, wish=form.wish, now=timezone.now()
    )
    messages.success(request, _("알림을 저장했어요."))
    return redirect("reminders:index")


@login_required
@require_POST
def switch(request: HttpRequest, reminder_id: uuid.UUID) -> HttpResponse:
    """On or off, as the button says."""
    _reminder_or_404(request, reminder_id)
    services.reminder_switch(
        owner=person(request),
        reminder_id=reminder_id,
        enabled=request.POST.get("on") == "1",
        now=timezone.now(),
    )
    return redirect("reminders:index")


@login_required
@require_POST
def delete(request: HttpRequest, reminder_id: uuid.UUID) -> HttpResponse:
    """Put away; the page offers to bring it back."""
    _reminder_or_404(request, reminder_id)
    services.reminder_delete(owner=person(request), reminder_id=reminder_id, now=timezone.now())
    undo = reverse("reminders:restore", args=[reminder_id])
    flash_with_undo(request, _("알림을 지웠어요. 30일 안에 되돌릴 수 있어요."), undo_url=undo)
    return redirect("reminders:index")


@login_required
@require_POST
def restore(request: HttpRequest, reminder_id: uuid.UUID) -> HttpResponse:
    """Bring a deleted reminder back."""
    try:
        services.reminder_restore(
            owner=person(request), reminder_id=reminder_id, now=timezone.now()
        )
    except Reminder.DoesNotExist:
        raise Http404 from None
    except ReminderError as error:
        messages.error(request, str(error))
    return redirect("reminders:index")


@login_required
@require_POST
def quiet(request: HttpRequest) -> HttpResponse:
    """The quiet hours; empty takes them away."""
    form = QuietForm(request.POST)
    if not form.is_valid():
        return render_page(request, quiet_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    services.quiet_set(owner=person(request), hours=form.hours)
    done = _("조용한 시간을 저장했어요.") if form.hours else _("조용한 시간을 없앴어요.")
    messages.success(request, done)
    return redirect("reminders:index")


@login_required
@require_POST
def pause(request: HttpRequest) -> HttpResponse:
    """Pause all reminders up to and with a date."""
    owner = person(request)
    today = timezone.now().astimezone(ZoneInfo(selectors.zone_of(owner))).date()
    form = PauseForm(request.POST, today=today)
    if not form.is_valid():
        return render_page(request, pause_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    services.pause_set(owner=owner, until=form.cleaned_data["until"])
    return redirect("reminders:index")


@login_required
@require_POST
def pause_end(request: HttpRequest) -> HttpResponse:
    """Reminders again."""
    services.pause_set(owner=person(request), until=None)
    messages.success(request, _("다시 알려 드릴게요."))
    return redirect("reminders:index")


def _form_page(
    request: HttpRequest,
    form: ReminderForm,
    reminder: Reminder | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {"form": form, "reminder": reminder, "can_mail": can_mail()}
    return render(request, "reminders/form.html", context, status=status)


def _reminder_or_404(request: HttpRequest, reminder_id: uuid.UUID) -> Reminder:
    try:
        return selectors.reminder_get(owner=person(request), reminder_id=reminder_id)
    except Reminder.DoesNotExist:
        raise Http404 from None
