"""What several views need: whether the person has just given the password, and downloads."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

SENT = "sent"


def _nothing(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the decorator's
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


_ask: Callable[[HttpRequest], HttpResponse] = reauthentication_required(_nothing)


def has_just_proved(request: HttpRequest) -> bool:
    """Whether the person gave password or second factor within the last minutes."""
    try:
        _ask(request)
    except ReauthenticationRequired:
        return False
    return True


def proof_address(back: str) -> str:
    """The page that asks again, and leads back to a path of ours."""
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}"


def ask_again(back: str) -> HttpResponse:
    """Off to the password; a form that was sent too late is sent again by the person."""
    return HttpResponseRedirect(proof_address(back))


def mark_sent(response: HttpResponseBase, mark: str) -> None:
    """A short cookie by which the page that waits sees that the download has begun."""
    if mark:
        response.set_cookie(
            SENT,
            mark,
            max_age=60,
            path=reverse("exports:index"),
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
