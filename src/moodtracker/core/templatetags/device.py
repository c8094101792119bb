"""The key under which a device keeps what a person writes."""

from datetime import datetime
from typing import Protocol

from django import template

from moodtracker.core.device import device_key

register = template.Library()


class Person(Protocol):
    """Anybody with an account."""

    pk: int
    date_joined: datetime


@register.filter
def key_on_device(person: Person) -> str:
    """See `moodtracker.core.device.device_key`."""
    return device_key(person_id=person.pk, joined=person.date_joined)
