"""What is read from the diary. Every selector takes the owner, so none can answer for another."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from moodtracker.accounts.models import User
from moodtracker.diary.models import Entry, EntryPhoto, EntryTag, PendingPhoto, PhotoAttempt, Tag

UNDO_DAYS = 30
DELETED_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The entries before and after one, by instant."""

    earlier: uuid.UUID | None
    later: uuid.UUID | None


def entries_kept(*, owner: User) -> QuerySet[Entry]:
    """The owner's entries that are not deleted, newest first, heat maps left in the database."""
    return Entry.objects.filter(owner=owner, deleted_at=None).defer("heatmap")


def entry_get(*, owner: User, entry_id: uuid.UUID) -> Entry:
    """One entry of the owner, photo included. Raises `Entry.DoesNotExist` for any other."""
    return Entry.objects.select_related("photo").get(owner=owner, id=entry_id, deleted_at=None)


def entry_of_capture(*, owner: User, capture_key: uuid.UUID) -> Entry | None:
    """The entry that a capture form has already given, deleted or not."""
    return Entry.objects.filter(owner=owner, capture_key=capture_key).first()


def entries_of_day(*, owner: User, day: date) -> list[Entry]:
    """The entries recorded under one local date, earliest first, with photos, tags and music."""
    return list(
        entries_kept(owner=owner)
        .filter(local_date=day)
        .select_related("photo")
        .prefetch_related("tags", "heard")
        .order_by("recorded_at", "id")
    )


def entry_neighbours(*, entry: Entry) -> Neighbours:
    """The ids of the entries before and after this one in its owner's diary."""
    others = Entry.objects.filter(owner_id=entry.owner_id, deleted_at=None)
    at, key = entry.recorded_at, entry.id
    earlier = others.filter(
        Q(recorded_at__lt=at) | Q(recorded_at=at, id__lt=key), recorded_at__lte=at
    ).order_by("-recorded_at", "-id")
    later = others.filter(
        Q(recorded_at__gt=at) | Q(recorded_at=at, id__gt=key), recorded_at__gte=at
    ).order_by("recorded_at", "id")
    return Neighbours(
        earlier.values_list("id", flat=True).first(), later.values_list("id", flat=True).first()
    )


def entries_deleted(*, owner: User, now: datetime) -> list[Entry]:
    """The entries that can still be brought back, the last deleted first, at most 100."""
    return list(
        Entry.objects.filter(owner=owner, deleted_at__gt=now - timedelta(days=UNDO_DAYS))
        .defer("heatmap")
        .order_by("-deleted_at")[:DELETED_SHOWN]
    )


def entry_deleted_get(*, owner: User, entry_id: uuid.UUID, now: datetime) -> Entry:
    """A deleted entry that can still be brought back. Raises `Entry.DoesNotExist` otherwise."""
    return Entry.objects.get(
        owner=owner, id=entry_id, deleted_at__gt=now - timedelta(days=UNDO_DAYS)
    )


def tags_of_owner(*, owner: User, hidden: bool = False) -> list[Tag]:
    """The owner's tags by group and the owner's own order; with `hidden` those put away too."""
    tags = Tag.objects.filter(owner=owner)
    return list(tags if hidden else tags.filter(hidden=False))


def tags_with_use(*, owner: User) -> list[Tag]:
    """All tags of the owner, each with `used`: how many entries, deleted ones too, carry it."""
    uses = (
        EntryTag.objects.filter(tag=OuterRef("id"))
        .order_by()
        .values("tag")
        .annotate(number=Count("id"))
        .values("number")
    )
    return list(Tag.objects.filter(owner=owner).annotate(used=Coalesce(Subquery(uses), 0)))


def tags_among(*, owner: User, ids: Iterable[uuid.UUID | str]) -> list[uuid.UUID]:
    """Those of the ids that are tags of the owner."""
    return list(Tag.objects.filter(owner=owner, id__in=list(ids)).values_list("id", flat=True))


def tag_get(*, owner: User, tag_id: uuid.UUID) -> Tag:
    """One tag of the owner. Raises `Tag.DoesNotExist` for any other."""
    return Tag.objects.get(owner=owner, id=tag_id)


def has_entries(*, owner: User) -> bool:
    """Whether the owner has ever written anything that still stands."""
    return entries_kept(owner=owner).exists()


def photo_bytes_kept(*, owner: User) -> int:
    """Bytes of all kept photos, those of deleted entries included: they still take room."""
    total: int | None = EntryPhoto.objects.filter(entry__owner=owner).aggregate(
        total=Sum("byte_size")
    )["total"]
    return total or 0


def photo_attempts_since(*, owner: User, moment: datetime) -> int:
    """How many photos the owner has given to the reader since a moment."""
    return PhotoAttempt.objects.filter(owner=owner, at__gt=moment).count()


def pending_get(*, owner: User, pending_id: uuid.UUID, now: datetime) -> PendingPhoto:
    """A photo that waits for its face. Raises `PendingPhoto.DoesNotExist` when it waits no more."""
    return PendingPhoto.objects.get(owner=owner, id=pending_id, expires_at__gt=now)


def pending_of_capture(
    *, owner: User, capture_key: uuid.UUID, now: datetime
) -> PendingPhoto | None:
    """The waiting photo that a capture form has already given."""
    return PendingPhoto.objects.filter(
        owner=owner, capture_key=capture_key, expires_at__gt=now
    ).first()
