"""Finding entries again: words in notes and tags' names, and what can be ticked beside them.

A search reads the owner's entries newest first, through the index over (owner, recorded_at, id),
and stops when a page is full; only the count goes through all of them. No index over words is
kept: Korean is searched by any part of a word, which an index of words cannot do, and the whole of
a long diary is read in a fraction of a second.
"""

import unicodedata
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from moodtracker.accounts.models import User
from moodtracker.diary import selectors
from moodtracker.diary.models import Entry, EntryPhoto, EntryTag, Tag

PAGE_SIZE = 24
MAX_WORDS = 8


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for. Words and tags must all fit, of moods and sources one; None and empty
    ask for nothing. `first` and `last` are local dates, both included.
    """

    words: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    tags: tuple[uuid.UUID, ...] = ()
    photo: bool = False
    note: bool = False
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: after this entry, going back in time."""

    recorded_at: datetime
    id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Found:
    """One page of results; `more` is the place where the next begins."""

    entries: list[Entry]
    count: int
    more: uuid.UUID | None


def words_of(text: str) -> tuple[str, ...]:
    """The words of a search, composed as notes are; at most 8, each once."""
    return tuple(dict.fromkeys(unicodedata.normalize("NFC", text.replace("\x00", "")).split()))[
        :MAX_WORDS
    ]


def entries_found(
    *, owner: User, wanted: Filter, tags: list[Tag], after: uuid.UUID | None = None
) -> Found:
    """A page of entries that fit, newest first, with their tags and photos.

    `tags` are all of the owner's. Four queries at most, whatever the number of entries.
    """
    fitting = _fitting(owner, wanted, tags)
    page = fitting
    start = _place(owner, after)
    if start:
        page = page.filter(
            Q(recorded_at__lt=start.recorded_at) | Q(recorded_at=start.recorded_at, id__lt=start.id)
        ).filter(recorded_at__lte=start.recorded_at)
    entries = list(
        page.order_by("-recorded_at", "-id")
        .select_related("photo")
        .prefetch_related("tags")[: PAGE_SIZE + 1]
    )
    rest = len(entries) > PAGE_SIZE
    return Found(
        entries=entries[:PAGE_SIZE],
        # A first page that is not full has gone through the whole diary already.
        count=fitting.count() if rest or start else len(entries),
        more=entries[PAGE_SIZE - 1].id if rest else None,
    )


def _fitting(owner: User, wanted: Filter, tags: list[Tag]) -> QuerySet[Entry]:
    fitting = selectors.entries_kept(owner=owner)
    if wanted.moods:
        fitting = fitting.filter(mood__in=wanted.moods)
    if wanted.sources:
        fitting = fitting.filter(source__in=wanted.sources)
    if wanted.first:
        fitting = fitting.filter(local_date__gte=wanted.first)
    if wanted.last:
        fitting = fitting.filter(local_date__lte=wanted.last)
    if wanted.note:
        fitting = fitting.exclude(note="")
    if wanted.photo:
        fitting = fitting.filter(Exists(EntryPhoto.objects.filter(entry=OuterRef("id"))))
    for tag_id in wanted.tags:
        fitting = fitting.filter(id__in=_carrying([tag_id]))
    for word in wanted.words:
        fitting = fitting.filter(_says(word, tags))
    return fitting


def _says(word: str, tags: list[Tag]) -> Q:
    """Entries whose note has the word in it, or one of whose tags has it in its name."""
    in_note = Q(note__icontains=word)
    named = [tag.id for tag in tags if word.casefold() in tag.name.casefold()]
    # Looked up once as a set, where a join would ask for every entry.
    return in_note | Q(id__in=_carrying(named)) if named else in_note


def _carrying(tag_ids: list[uuid.UUID]) -> QuerySet[EntryTag, uuid.UUID]:
    """Asked of one person's entries, which carry nobody else's tags."""
    return EntryTag.objects.filter(tag__in=tag_ids).values_list("entry_id", flat=True)


def _place(owner: User, after: uuid.UUID | None) -> Place | None:
    """Deleted entries mark a place too: the page before may have been opened earlier."""
    if after is None:
        return None
    row = Entry.objects.filter(owner=owner, id=after).values_list("recorded_at", "id").first()
    return Place(*row) if row else None
