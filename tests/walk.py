"""Whose page is where: each app tells the walk over the URL table its object pages.

A module `walk_objects.py` beside an app's tests defines

    def walk_objects(owner: User) -> dict[str, dict[str, object]]: ...

which makes what it needs for `owner` and returns, for each named URL with arguments, the
arguments that lead to an object of hers.
"""

import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from moodtracker.accounts.models import User

Objects = dict[str, dict[str, object]]

# What a visitor may open without an account.
PUBLIC = {
    "core:welcome",
    "core:healthz",
    "core:manifest",
    "core:service_worker",
    "core:offline",
    "accounts:set_language",
    "music:credits",
    "reminders:mail_stop",
    "exports:feed",  # by the secret in its address alone
    "leaving:receipt",  # names nobody
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_login_webauthn",
}


@dataclass(frozen=True, slots=True)
class Route:
    """One named line of the URL table."""

    name: str
    arguments: tuple[str, ...]

    def address(self, objects: Mapping[str, Mapping[str, object]]) -> str:
        """The path, with the arguments that lead to the owner's object."""
        return reverse(self.name, kwargs=dict(objects.get(self.name, {})))


def routes() -> list[Route]:
    """Every line of the site's URL table."""
    return list(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, space: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            assert entry.name, f"every line of the URL table has a name; {entry.pattern} has none"
            yield Route(space + entry.name, _arguments(entry))


def _arguments(entry: URLPattern) -> tuple[str, ...]:
    return tuple(getattr(entry.pattern, "converters", {}) or entry.pattern.regex.groupindex)


def objects_of(owner: User) -> Objects:
    """The object pages that every app told of."""
    found: Objects = {}
    for module in sorted(Path(__file__).parent.glob("*/walk_objects.py")):
        name = f"{module.parent.name}.walk_objects"
        tell: Callable[[User], Objects] = importlib.import_module(name).walk_objects
        found |= tell(owner)
    return found


def nobodys(day: date) -> Objects:
    """Lines with arguments that lead to nobody's object: everybody has this page of the `day`."""
    month = {"year": day.year, "month": day.month}
    return {
        "music:for_mood": {"emotion": "happy"},
        "tracker:month": month,
        "tracker:year": {"year": day.year},
        "tracker:year_svg": {"year": day.year},
        "tracker:year_png": {"year": day.year},
        "tracker:day": {**month, "day": day.day},
        "tracker:report_year": {"year": day.year},
        "tracker:report_month": month,
        "tracker:report_between": {"first": day - timedelta(days=9), "last": day},
        "diary:day": {"day": day},
    }
