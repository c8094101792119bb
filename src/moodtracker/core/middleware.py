"""What holds for every request and every answer, whichever view gives it."""

import errno
import logging
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from moodtracker.core.views import too_large

log = logging.getLogger(__name__)
_REFUSALS = {errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EIO}
_YOUTUBE = '(self "https://www.youtube-nocookie.com")'
PERMISSIONS_POLICY = (
    "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self), "
    f"autoplay={_YOUTUBE}, encrypted-media={_YOUTUBE}, fullscreen={_YOUTUBE}"
)

Handler = Callable[[HttpRequest], HttpResponse]


class AnswerHeadersMiddleware:
    """Headers that Django and django-csp do not set, where a view has not set its own."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        # Even a stranger's page differs by language and carries a token: no cache may keep it.
        response.headers.setdefault("Cache-Control", "no-store, private")
        if settings.SECURE_HSTS_SECONDS:
            # Django sends this on requests it knows came by https; behind a proxy that is not
            # trusted it cannot know, and browsers ignore the header on plain http anyway.
            response.headers.setdefault(
                "Strict-Transport-Security",
                f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains",
            )
        return response


class RefusalMiddleware:
    """What no view foresaw when the disk is full or read-only, or the database is locked or away:
    503 with the page that says so, which needs neither of them.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Django asks here before it makes a 500 of an exception."""
        full = isinstance(exception, OSError) and exception.errno in _REFUSALS
        if not full and not isinstance(exception, OperationalError):
            return None
        view = request.resolver_match.view_name if request.resolver_match else "?"
        log.error("The database or the disk refused at %s", view, exc_info=exception)
        answer = render(None, "core/broken.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
        answer["Retry-After"] = "60"
        return answer


class RequestSizeMiddleware:
    """Refuses a request above the cap by its announced length, before a byte of it is read."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        limit_mb: int = settings.MOODTRACKER_REQUEST_LIMIT_MB
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdecimal() and int(announced) > limit_mb * 1024 * 1024:
            return too_large(request, limit_mb=limit_mb)
        return self.get_response(request)
