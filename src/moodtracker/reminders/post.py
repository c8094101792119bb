"""The two ways out of the house, as one seam."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from django.conf import settings

from moodtracker.core.outbound import Outbound
from moodtracker.reminders.mail import Letter, letter_send
from moodtracker.reminders.models import Trouble
from moodtracker.reminders.push import Handed, Parcel, ServiceKey, push_send, service_key


class Post(Protocol):
    """Hands messages over. Called from several threads, touches no database, never raises for
    what the other side does: that is what `Handed` tells.
    """

    def push(self, parcel: Parcel, *, now: datetime) -> Handed:
        """To a push service."""

    def mail(self, letter: Letter) -> Handed:
        """To the mail server."""


@dataclass(frozen=True, slots=True)
class RealPost:
    """Push services on the Internet, and the mail server of the settings."""

    outbound: Outbound = field(default_factory=Outbound)

    def push(self, parcel: Parcel, *, now: datetime) -> Handed:
        """To a push service."""
        key = current_key()
        if key is None:
            return Handed(ok=False, trouble=Trouble.KEY)
        return push_send(parcel, key=key, contact=_contact(), now=now, outbound=self.outbound)

    def mail(self, letter: Letter) -> Handed:
        """To the mail server."""
        return letter_send(letter)


def current_key() -> ServiceKey | None:
    """The service's key pair; None where the settings have none, and no push is possible."""
    return service_key(settings.MOODTRACKER_VAPID_KEY)


def _contact() -> str:
    """RFC 8292 wants somebody to turn to: the site where it has a name, else the sender of mail."""
    url: str = settings.MOODTRACKER_PUBLIC_URL
    if url.startswith("https://"):
        return url
    return "mailto:" + settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">").strip()
