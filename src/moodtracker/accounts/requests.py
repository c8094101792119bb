"""Whose request it is."""

from django.http import Http404, HttpRequest

from moodtracker.accounts.models import User


def person(request: HttpRequest) -> User:
    """Who is logged in; the views behind `login_required` have somebody. Raises Http404."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user
