"""The welcome page and the state of the service."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe


@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """What this is, for strangers; people who are logged in go on to their diary."""
    if request.user.is_authenticated:
        return redirect("diary:home")
    return render(request, "core/welcome.html")
