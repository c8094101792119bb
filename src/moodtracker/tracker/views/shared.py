"""What the tracker's views share."""

from django.http import HttpRequest

from moodtracker.accounts.models import User


def person(request: HttpRequest) -> User:
    """Who is signed in."""
    if not isinstance(request.user, User):
        raise TypeError(f"A calendar belongs to a person; got {request.user!r}.")
    return request.user
