"""What changes about a person."""

from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from moodtracker.accounts.models import Language, PhotoPolicy, User
from moodtracker.core.time import DEFAULT_ZONE, is_zone


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


def person_welcome(*, user: User, display_name: str, zone: str, language: str) -> None:
    """Fill a new person's profile with what their browser told; odd values become defaults."""
    user.display_name = display_name.strip()
    user.zone = zone if is_zone(zone) else DEFAULT_ZONE
    user.language = language if language in Language.values else Language.KOREAN
    user.save(update_fields=["display_name", "zone", "language"])


def expired_sessions_clear() -> None:
    """Delete the sessions that have run out."""
    SessionStore.clear_expired()
