"""Photos under the key of their person: older ones are sealed anew, keys of nobody destroyed."""

import logging
from datetime import datetime

from django.db import transaction

from moodtracker.accounts.models import User
from moodtracker.core import vault
from moodtracker.diary import photo_files
from moodtracker.diary.models import EntryPhoto
from moodtracker.diary.services.sweeping import ROW_GRACE

log = logging.getLogger(__name__)


def photos_reseal() -> int:
    """Seal every photo that is still under a vault key under its owner's; how many were.

    Each gets a new file under a new name, then its row is changed, then the old file goes: a
    crash leaves a file without a row, which the sweep removes, never a row without its file.
    """
    count = 0
    for key, name, owner_id in EntryPhoto.objects.values_list("id", "name", "entry__owner_id"):
        try:
            if photo_files.is_sealed_for_owner(name):
                continue
            plain = photo_files.read_sealed(name)
            file = photo_files.write_sealed(plain, owner_id=owner_id)
        except (OSError, vault.VaultError):
            log.exception("The photo %s cannot be sealed anew", name)
            continue
        with transaction.atomic():
            changed = EntryPhoto.objects.filter(id=key, name=name).update(
                name=file.name, byte_size=file.byte_size, sha256=file.sha256
            )
        # Thrown away meanwhile: then the new file is the one too many.
        photo_files.remove_files([name if changed else file.name])
        count += changed
    return count


def keys_sweep(*, now: datetime) -> int:
    """Destroy keys whose person is gone, which a crash while leaving may have left; how many.

    A database without anybody is taken for the wrong database, and nothing is destroyed.
    """
    people = set(User.objects.values_list("pk", flat=True))
    if not people:
        return 0
    since = (now - ROW_GRACE).timestamp()
    orphans = [
        person
        for person, written in vault.people_with_keys()
        if person not in people and written < since
    ]
    return sum(vault.person_key_destroy(person) for person in orphans)
