"""Putting the kind sentence away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moodtracker.accounts.requests import person
from moodtracker.tracker import services


@login_required
@require_POST
def gentle_put_away(request: HttpRequest) -> HttpResponse:
    """Back to today's page, which is silent for a while."""
    services.gentle_put_away(user=person(request), now=timezone.now())
    messages.success(request, _("접어 뒀어요. 한 달 동안은 다시 말 걸지 않아요."))
    return redirect("diary:home")
