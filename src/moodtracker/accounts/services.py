"""What changes about a person."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from moodtracker.accounts.models import HelpLines, Language, PhotoPolicy, User
from moodtracker.core.time import DEFAULT_ZONE, is_zone


@dataclass(frozen=True, slots=True)
class Preferences:
    """How the diary shows itself to one person, and when it speaks up.

    `gentle` lets it say a kind sentence after heavy days; `help_lines` names whose numbers stand
    beside that sentence.
    """

    large: bool
    streaks: bool
    gentle: bool
    help_lines: HelpLines


@transaction.atomic
def profile_update(*, user: User, display_name: str, zone: str, language: str) -> User:
    """Set the name, zone and language. Raises ValidationError for a value outside its rule.

    Entries keep the zone and date they were recorded under.
    """
    person = User.objects.select_for_update().get(pk=user.pk)
    person.display_name = display_name.strip()
    person.zone = zone
    person.language = language
    person.full_clean(exclude=["password", "email"])
    person.save(update_fields=["display_name", "zone", "language"])
    return person


def language_set(*, user: User, language: Language) -> None:
    """Set the language of the person's pages."""
    User.objects.filter(pk=user.pk).update(language=Language(language))


@transaction.atomic
def photo_policy_set(*, user: User, policy: PhotoPolicy) -> User:
    """Keep photos, or throw them away after reading; photos kept so far are not touched."""
    person = User.objects.select_for_update().get(pk=user.pk)
    person.photo_policy = PhotoPolicy(policy)
    person.save(update_fields=["photo_policy"])
    return person


@transaction.atomic
def preferences_update(*, user: User, preferences: Preferences) -> User:
    """Set all preferences at once."""
    person = User.objects.select_for_update().get(pk=user.pk)
    person.large = preferences.large
    person.streaks = preferences.streaks
    person.gentle = preferences.gentle
    person.help_lines = HelpLines(preferences.help_lines)
    person.save(update_fields=["large", "streaks", "gentle", "help_lines"])
    return person


def large_set(*, user: User, large: bool) -> None:
    """Large letters and few things at once, or the ordinary page."""
    User.objects.filter(pk=user.pk).update(large=large)


def tour_finish(*, user: User, now: datetime) -> None:
    """The first tour was walked or skipped: it is not offered again. The first time counts."""
    User.objects.filter(pk=user.pk, toured_at=None).update(toured_at=now)


def person_welcome(*, user: User, display_name: str, zone: str, language: str) -> None:
    """Fill a new person's profile with what their browser told; odd values become defaults."""
    user.display_name = display_name.strip()
    user.zone = zone if is_zone(zone) else DEFAULT_ZONE
    user.language = language if language in Language.values else Language.KOREAN
    user.save(update_fields=["display_name", "zone", "language"])


def expired_sessions_clear() -> None:
    """Delete the sessions that have run out."""
    SessionStore.clear_expired()
