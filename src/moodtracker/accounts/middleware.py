"""The person's zone and language, for as long as their request runs."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from moodtracker.accounts.models import User
from moodtracker.core.time import is_zone


class PersonMiddleware:
    """Activates what the profile says; strangers keep the language LocaleMiddleware found."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User):
            return self.get_response(request)
        translation.activate(user.language)
        request.LANGUAGE_CODE = user.language
        # A zone that a system update took away must not lock the person out.
        zone = ZoneInfo(user.zone) if is_zone(user.zone) else None
        with timezone.override(zone):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", user.language)
        return response
