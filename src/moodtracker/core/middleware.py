"""What every answer carries, whichever view gave it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PERMISSIONS_POLICY = (
    "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=(), "
    'autoplay=(self "https://www.youtube-nocookie.com"), '
    'encrypted-media=(self "https://www.youtube-nocookie.com"), '
    'fullscreen=(self "https://www.youtube-nocookie.com"), '
    "publickey-credentials-get=(self), publickey-credentials-create=(self)"
)


class PrivatePagesMiddleware:
    """Adds Permissions-Policy everywhere, and keeps what a person sees out of every cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        # A page differs by session, language and messages even for strangers.
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response
