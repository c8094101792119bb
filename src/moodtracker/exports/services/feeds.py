"""Calendar links: made, made anew, revoked. The token is given out once and kept as its hash."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from moodtracker.accounts.models import User
from moodtracker.exports.errors import ShownOnceError, TooManyFeedsError
from moodtracker.exports.models import Feed
from moodtracker.exports.tokens import new_token, token_hash

FEEDS = 5
# How exactly the last use is known; calendars ask many times a day.
_USE_STEP = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class NewFeed:
    """A link whose token can be shown now and never again."""

    feed: Feed
    token: str


def feed_create(
    *,
    owner: User,
    words: bool,
    notes: bool,
    months: int,
    now: datetime,
    feed_id: uuid.UUID | None = None,
) -> NewFeed:
    """A new link. `feed_id` comes from the form, so that one form makes one link.

    Raises TooManyFeedsError, and ShownOnceError when the form has made its link already.
    """
    token = new_token()
    with transaction.atomic():
        User.objects.select_for_update().get(pk=owner.pk)
        if feed_id and Feed.objects.filter(id=feed_id).exists():
            raise ShownOnceError
        if Feed.objects.filter(owner=owner).count() >= FEEDS:
            raise TooManyFeedsError(limit=FEEDS)
        feed = Feed.objects.create(
            id=feed_id or uuid.uuid4(),
            owner=owner,
            token_hash=token_hash(token),
            words=words,
            notes=notes,
            months=months,
            created_at=now,
            changed_at=now,
        )
    return NewFeed(feed, token)


def feed_rotate(
    *, owner: User, feed_id: uuid.UUID, now: datetime, changed: str | None = None
) -> NewFeed:
    """A new token for a link; the old one leads nowhere from now on. Raises `Feed.DoesNotExist`.

    `changed` is when the link had last changed as the page showed it; ShownOnceError when it has
    changed since, so that a reload does not end the address that was just copied.
    """
    token = new_token()
    with transaction.atomic():
        feed = Feed.objects.select_for_update().get(owner=owner, id=feed_id)
        if changed and changed != feed.changed_at.isoformat():
            raise ShownOnceError
        feed.token_hash = token_hash(token)
        feed.changed_at = now
        feed.used_at = None
        feed.save(update_fields=["token_hash", "changed_at", "used_at"])
    return NewFeed(feed, token)


def feed_revoke(*, owner: User, feed_id: uuid.UUID) -> None:
    """The link leads nowhere from now on. Raises `Feed.DoesNotExist`."""
    with transaction.atomic():
        Feed.objects.select_for_update().get(owner=owner, id=feed_id).delete()


def feed_used(*, feed: Feed, now: datetime) -> None:
    """Remember that a calendar asked, to ten minutes."""
    stale = Q(used_at=None) | Q(used_at__lte=now - _USE_STEP)
    Feed.objects.filter(stale, pk=feed.pk).update(used_at=now)
