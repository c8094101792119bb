"""What the pages of this room read. Every selector takes the owner, or the secret of a link."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Sum

from moodtracker.accounts.models import User
from moodtracker.core.time import local_date
from moodtracker.diary.models import Entry, EntryPhoto, Tag
from moodtracker.diary.selectors import entries_kept
from moodtracker.exports.calendar_feed import FeedEntry
from moodtracker.exports.models import Export, Feed, Receipt
from moodtracker.exports.tokens import token_hash

# Measured: an entry in the archive, packed; half of them read, with heat maps.
_ENTRY_BYTES, _REST_BYTES = 600, 5_000
_LOG = 10


@dataclass(frozen=True, slots=True)
class Contents:
    """What an archive would hold, and about how many bytes it would have."""

    entries: int
    photos: int
    tags: int
    lean_bytes: int
    full_bytes: int


@dataclass(frozen=True, slots=True)
class FeedState:
    """By what a calendar learns that nothing changed. `since` is the first day of the feed."""

    since: date
    etag: str
    last_modified: datetime


def archive_contents(*, owner: User) -> Contents:
    """Counts and an estimate; photos are not opened."""
    entries = entries_kept(owner=owner).count()
    photos = EntryPhoto.objects.filter(entry__owner=owner, entry__deleted_at=None)
    taken = photos.aggregate(count=Count("id"), total=Sum("byte_size"))
    lean = entries * _ENTRY_BYTES + _REST_BYTES
    return Contents(
        entries=entries,
        photos=taken["count"],
        tags=Tag.objects.filter(owner=owner).count(),
        lean_bytes=lean,
        full_bytes=lean + (taken["total"] or 0),
    )


def exports_of(*, owner: User) -> list[Export]:
    """What went out lately, newest first."""
    return list(Export.objects.filter(owner=owner)[:_LOG])


def feeds_of(*, owner: User) -> list[Feed]:
    """The owner's calendar links."""
    return list(Feed.objects.filter(owner=owner))


def feed_get(*, owner: User, feed_id: uuid.UUID) -> Feed:
    """One link of the owner. Raises `Feed.DoesNotExist` for any other."""
    return Feed.objects.get(owner=owner, id=feed_id)


def feed_of_token(*, token: str) -> Feed | None:
    """The link that a token opens.

    The database compares hashes, so how long it takes tells nothing of the token.
    """
    feeds = Feed.objects.select_related("owner").filter(owner__is_active=True)
    return feeds.filter(token_hash=token_hash(token)).first()


def feed_state(*, feed: Feed, now: datetime) -> FeedState:
    """What the feed is worth right now, without making it."""
    today = local_date(now, feed.owner.zone)
    since = months_before(today, feed.months)
    written = Entry.objects.filter(owner=feed.owner)
    # Deleted entries count too: deleting is a change.
    latest = written.aggregate(latest=Max("updated_at"))["latest"] or feed.changed_at
    count = written.filter(deleted_at=None, local_date__gte=since).count()
    parts = (feed.id, feed.changed_at, since, latest, count, feed.owner.language)
    digest = hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
    # The first day of the feed moves at midnight.
    moved = datetime.combine(today, time(), tzinfo=ZoneInfo(feed.owner.zone))
    return FeedState(since, f'"{digest[:32]}"', max(latest, feed.changed_at, moved))


def feed_entries(*, feed: Feed, since: date) -> list[FeedEntry]:
    """The entries of a feed by day and instant, in one query."""
    rows = (
        Entry.objects.filter(owner=feed.owner, deleted_at=None, local_date__gte=since)
        .order_by("local_date", "recorded_at", "id")
        .values_list("local_date", "recorded_at", "zone", "mood", "note", "updated_at")
    )
    return [FeedEntry(*row) for row in rows.iterator(chunk_size=2000)]


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(f"A feed reaches back within the calendar; got {months} months from {day}.")


def receipt_get(*, receipt_id: uuid.UUID) -> Receipt | None:
    """The receipt of a leaving; it names nobody."""
    return Receipt.objects.filter(id=receipt_id).first()
