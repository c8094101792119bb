"""What was heard for an entry, and how one felt after it."""

import uuid
from datetime import datetime

from django.db import transaction

from moodtracker.accounts.models import User
from moodtracker.diary.errors import UnknownWorkError
from moodtracker.diary.models import Entry, Heard, Shift
from moodtracker.music.selectors import catalogue


def music_heard(*, owner: User, entry_id: uuid.UUID, work: str, now: datetime) -> Heard:
    """Note that a piece of the catalogue was played for an entry.

    Played again, it stands there once, with the later time and the answer given before. Raises
    `Entry.DoesNotExist` or UnknownWorkError.
    """
    if work not in catalogue().by_id:
        raise UnknownWorkError
    with transaction.atomic():
        entry = _locked(owner, entry_id)
        heard, _ = Heard.objects.update_or_create(entry=entry, work=work, defaults={"at": now})
    return heard


def music_felt(*, owner: User, entry_id: uuid.UUID, work: str, shift: Shift | None) -> Heard:
    """Say how one feels after a piece; None takes the answer back.

    Raises `Entry.DoesNotExist`, or UnknownWorkError for a piece that was not heard for it.
    """
    with transaction.atomic():
        entry = _locked(owner, entry_id)
        heard = Heard.objects.filter(entry=entry, work=work).first()
        if heard is None:
            raise UnknownWorkError
        heard.shift = shift
        heard.save(update_fields=["shift"])
    return heard


def _locked(owner: User, entry_id: uuid.UUID) -> Entry:
    return Entry.objects.select_for_update().get(owner=owner, id=entry_id, deleted_at=None)
