"""The object pages of this room: a calendar link with its token, and a receipt, which is public."""

from django.utils import timezone

from moodtracker.accounts.models import User
from moodtracker.exports import services
from moodtracker.exports.models import Receipt


def walk_objects(owner: User) -> dict[str, dict[str, object]]:
    now = timezone.now()
    made = services.feed_create(owner=owner, words=True, notes=False, months=12, now=now)
    receipt = Receipt.objects.create(at=now, counts={"entries": 1, "photos": 0})
    return {
        "exports:feed": {"token": made.token},
        "exports:feed_rotate": {"feed_id": made.feed.id},
        "exports:feed_revoke": {"feed_id": made.feed.id},
        "leaving:receipt": {"receipt_id": receipt.id},
    }
