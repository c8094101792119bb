"""What holds for every request and every answer, whichever view gives it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from moodtracker.core.views import too_large

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
