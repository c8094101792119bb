"""Writing a made-up life into a new person's diary."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice

from django.db import transaction

from moodtracker.accounts.models import Language, User
from moodtracker.core.time import local_date, local_hour
from moodtracker.demo.errors import DemoError
from moodtracker.demo.life import HOME, Life, Moment, moments
from moodtracker.demo.words import habits
from moodtracker.diary.models import Entry, EntryTag, Heard, Source, Tag
from moodtracker.emotions import CLASS_NAMES, Emotion
from moodtracker.music.selectors import pieces_for

MODEL_NAME = "demo"
MODEL_VERSION = "1"
_BATCH = 500
# The margin below which the shipped ensemble calls a face ambiguous.
_CLEAR_LEAD = 0.43
_PIECES = 12


@dataclass(frozen=True, slots=True)
class Filled:
    """What was written."""

    user: User
    entries: int
    days: int


def demo_fill(
    *,
    email: str,
    password: str,
    life: Life,
    now: datetime,
    progress: Callable[[int], object] | None = None,
) -> Filled:
    """A new person with the whole life up to `now` in their diary.

    No photo is made up: a reading stands there with its probabilities, by a model called “demo”.
    `progress` is told how many entries each batch wrote. Written in batches, so that a running
    service goes on. Raises DemoError when the address is taken.
    """
    user = _person(email, password, life.language, now)
    tags = _tags(user, life.language)
    count, days = 0, set()
    lived = (moment for moment in moments(life) if moment.instant <= now)
    for batch in _batches(lived):
        entries = [_entry(user, life, moment) for moment in batch]
        with transaction.atomic():
            Entry.objects.bulk_create(entries)
            EntryTag.objects.bulk_create(
                EntryTag(entry=entry, tag=tags[name])
                for entry, moment in zip(entries, batch, strict=True)
                for name in moment.habits
            )
            Heard.objects.bulk_create(_heard(entries, batch))
        count += len(entries)
        days |= {entry.local_date for entry in entries}
        if progress:
            progress(len(entries))
    return Filled(user, count, len(days))


def _person(email: str, password: str, language: str, now: datetime) -> User:
    address = email.strip().lower()
    if User.objects.filter(email=address).exists():
        raise DemoError(f"The demo writes for a new person; {address} has an account already.")
    name = "하나" if language == "ko" else "Hana"
    return User.objects.create_user(
        address,
        password,
        display_name=name,
        language=Language(language),
        zone=HOME,
        date_joined=now,
        toured_at=now,
    )


def _tags(user: User, language: str) -> dict[str, Tag]:
    tags = [
        Tag(owner=user, group=one.group, name=one.name, emoji=one.emoji, position=position)
        for position, one in enumerate(habits(language))
    ]
    return {tag.name: tag for tag in Tag.objects.bulk_create(tags)}


def _entry(user: User, life: Life, moment: Moment) -> Entry:
    read = moment.probabilities
    top = max(range(len(CLASS_NAMES)), key=read.__getitem__) if read else None
    source = Source.HAND if read is None else Source.CAMERA if moment.camera else Source.PHOTO
    shares = dict(zip(CLASS_NAMES, read, strict=True)) if read else {}
    return Entry(
        owner=user,
        capture_key=uuid.uuid5(uuid.NAMESPACE_OID, f"demo {life.seed} {moment.instant}"),
        recorded_at=moment.instant,
        zone=moment.zone,
        local_date=local_date(moment.instant, moment.zone),
        local_hour=local_hour(moment.instant, moment.zone),
        source=source,
        model_mood=CLASS_NAMES[top] if top is not None else "",
        model_name=MODEL_NAME if read else "",
        model_version=MODEL_VERSION if read else "",
        own_mood=moment.own.value if moment.own else "",
        ambiguous=read is not None and _lead(read) < _CLEAR_LEAD,
        intensity=moment.intensity,
        note=moment.note,
        created_at=moment.instant,
        updated_at=moment.instant,
        **shares,
    )


def _lead(probabilities: tuple[float, ...]) -> float:
    *_, second, first = sorted(probabilities)
    return first - second


def _heard(entries: list[Entry], batch: list[Moment]) -> Iterator[Heard]:
    for entry, moment in zip(entries, batch, strict=True):
        if moment.heard:
            pieces = _pieces(entry.emotion)
            work = pieces[entry.capture_key.int % len(pieces)]
            yield Heard(entry=entry, work=work, at=moment.instant, shift=moment.shift)


@cache
def _pieces(mood: Emotion) -> tuple[str, ...]:
    """What the made-up person listens to in a mood. Chosen once: the catalogue's choice for each
    entry would take most of the time of a long life.
    """
    chosen = pieces_for(probabilities=None, own_word=mood, seed="demo", count=_PIECES)
    return tuple(choice.work.id for choice in chosen)


def _batches(lived: Iterable[Moment]) -> Iterator[list[Moment]]:
    source = iter(lived)
    while batch := list(islice(source, _BATCH)):
        yield batch
