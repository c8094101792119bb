"""Reminders by mail: trying, stopping from the mail itself, and asking for them again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from moodtracker.accounts.requests import person
from moodtracker.reminders import services
from moodtracker.reminders.errors import ReminderError
from moodtracker.reminders.mail import user_of_token


@csrf_exempt  # mail programs post without a page of ours (RFC 8058); the token is the authority
@require_http_methods(["GET", "HEAD", "POST"])
def mail_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Without logging in: GET asks, POST stops. Nothing about the person is shown."""
    user = user_of_token(token)
    if user is None:
        raise Http404
    if request.method == "POST":
        services.mail_stop(owner=user, now=timezone.now())
    with translation.override(user.language):
        context = {"stopped": request.method == "POST", "quiet": True}
        return render(request, "reminders/mail_stop.html", context)


@login_required
@require_POST
def mail_resume(request: HttpRequest) -> HttpResponse:
    """Mails again."""
    services.mail_resume(owner=person(request))
    messages.success(request, _("메일로 다시 알려 드릴게요."))
    return redirect("reminders:index")


@login_required
@require_POST
def try_mail(request: HttpRequest) -> HttpResponse:
    """A test to the person's address, now."""
    try:
        tried = services.mail_try(owner=person(request), now=timezone.now())
    except ReminderError as error:
        messages.error(request, str(error))
    else:
        messages.add_message(request, messages.SUCCESS if tried.ok else messages.ERROR, tried.words)
    return redirect("reminders:index")
