"""A person's tags: made, put on entries, renamed, ordered, hidden, merged and deleted."""

import unicodedata
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from moodtracker.accounts.models import User
from moodtracker.diary import selectors
from moodtracker.diary.errors import (
    TagEmojiError,
    TagGoneError,
    TagNameError,
    TagNameTakenError,
    TooManyTagsError,
)
from moodtracker.diary.models import TAG_MAX_LENGTH, Entry, EntryTag, Tag, TagGroup
from moodtracker.diary.starter_tags import STARTERS_BY_KEY

MAX_TAGS = 200
_EMOJI_MAX_LENGTH = 16
_KEYCAP = "\N{COMBINING ENCLOSING KEYCAP}"


@dataclass(frozen=True, slots=True)
class NewTag:
    """A tag as it was typed."""

    group: TagGroup
    name: str
    emoji: str = ""


@dataclass(frozen=True, slots=True)
class TagChoice:
    """What was picked in a form: tags that are there, keys of starters, and one newly typed."""

    ids: tuple[uuid.UUID, ...] = ()
    starters: tuple[str, ...] = ()
    new: NewTag | None = None


def tag_get_or_create(*, owner: User, group: TagGroup, name: str, emoji: str = "") -> Tag:
    """The owner's tag of this name in this group, made when it is not there yet.

    Names are compared as they are written after outer blanks went and Unicode was composed. An
    existing tag stays as it is, hidden ones too, whatever `emoji` says. Raises TagNameError,
    TagEmojiError, or TooManyTagsError from the 201st on.
    """
    clean, picture = clean_tag_name(name), clean_emoji(emoji)
    found = Tag.objects.filter(owner=owner, group=group, name=clean).first()
    if found:
        return found
    try:
        with transaction.atomic():
            # Locked, so that two forms at once cannot pass the limit together.
            User.objects.select_for_update().get(id=owner.id)
            if Tag.objects.filter(owner=owner).count() >= MAX_TAGS:
                raise TooManyTagsError(limit=MAX_TAGS)
            return Tag.objects.create(
                owner=owner,
                group=group,
                name=clean,
                emoji=picture,
                position=_last_position(owner, group) + 1,
            )
    except IntegrityError:  # made by another request in the meantime
        return Tag.objects.get(owner=owner, group=group, name=clean)


def tags_chosen(*, owner: User, choice: TagChoice) -> tuple[uuid.UUID, ...]:
    """The ids of what was picked; starters (in the owner's language) and the new tag are made.

    Raises TagGoneError for a starter that is none, and what `tag_get_or_create` raises. Ids are
    looked at by whatever puts them on an entry.
    """
    ids = list(choice.ids)
    for key in choice.starters:
        starter = STARTERS_BY_KEY.get(key)
        if starter is None:
            raise TagGoneError
        name = starter.name(owner.language)
        made = tag_get_or_create(owner=owner, group=starter.group, name=name, emoji=starter.emoji)
        ids.append(made.id)
    if choice.new:
        new = choice.new
        ids.append(
            tag_get_or_create(owner=owner, group=new.group, name=new.name, emoji=new.emoji).id
        )
    return tuple(dict.fromkeys(ids))


def entry_tags_set(
    *, owner: User, entry_id: uuid.UUID, tags: Collection[uuid.UUID], now: datetime
) -> Entry:
    """Let exactly these tags stand on an entry.

    Raises `Entry.DoesNotExist`, or TagGoneError when one is not the owner's.
    """
    with transaction.atomic():
        entry = Entry.objects.select_for_update().get(owner=owner, id=entry_id, deleted_at=None)
        put_tags(entry, tags)
        entry.updated_at = now
        entry.save(update_fields=["updated_at"])
    return entry


def put_tags(entry: Entry, tags: Collection[uuid.UUID]) -> None:
    """Make `tags` the tags of a saved entry; inside the caller's transaction.

    Raises TagGoneError when one does not belong to the entry's owner.
    """
    wanted = set(tags)
    check_tags(entry.owner, wanted)
    entry.entry_tags.exclude(tag__in=wanted).delete()
    EntryTag.objects.bulk_create(
        [EntryTag(entry=entry, tag_id=tag_id) for tag_id in wanted], ignore_conflicts=True
    )


def check_tags(owner: User, tags: Collection[uuid.UUID]) -> None:
    """Raises TagGoneError when one of the ids is no tag of the owner."""
    wanted = set(tags)
    if wanted and len(selectors.tags_among(owner=owner, ids=wanted)) < len(wanted):
        raise TagGoneError


def tag_edit(*, owner: User, tag_id: uuid.UUID, new: NewTag) -> Tag:
    """Give a tag another name, emoji or group.

    Raises `Tag.DoesNotExist`, TagNameError, TagEmojiError, or TagNameTakenError when the group
    has another tag of that name: those two are merged, not renamed.
    """
    name, emoji = clean_tag_name(new.name), clean_emoji(new.emoji)
    try:
        with transaction.atomic():
            tag = _locked(owner, tag_id)
            if tag.group != new.group:
                tag.position = _last_position(owner, new.group) + 1
            tag.group, tag.name, tag.emoji = new.group, name, emoji
            tag.save(update_fields=["group", "name", "emoji", "position"])
    except IntegrityError as error:
        raise TagNameTakenError(name=name) from error
    return tag


def tag_move(*, owner: User, tag_id: uuid.UUID, steps: int) -> Tag:
    """Move a tag within its group, up with negative `steps`; the ends hold. Raises
    `Tag.DoesNotExist`.
    """
    with transaction.atomic():
        tag = _locked(owner, tag_id)
        line = list(
            Tag.objects.select_for_update()
            .filter(owner=owner, group=tag.group)
            .order_by("position", "name")
        )
        place = line.index(tag)
        line.insert(min(max(0, place + steps), len(line) - 1), line.pop(place))
        for position, each in enumerate(line):
            each.position = position
        Tag.objects.bulk_update(line, ["position"])
    return tag


def tag_hide(*, owner: User, tag_id: uuid.UUID, hidden: bool) -> Tag:
    """Offer a tag no more, or again; it stays on its entries. Raises `Tag.DoesNotExist`."""
    with transaction.atomic():
        tag = _locked(owner, tag_id)
        tag.hidden = hidden
        tag.save(update_fields=["hidden"])
    return tag


def tags_merge(*, owner: User, tag_id: uuid.UUID, into_id: uuid.UUID) -> Tag:
    """Put `into_id` on every entry that carries `tag_id`, deleted ones too, and remove the latter.

    Merging a tag into itself changes nothing. Raises `Tag.DoesNotExist`.
    """
    with transaction.atomic():
        tag, into = _locked(owner, tag_id), _locked(owner, into_id)
        if tag != into:
            already = EntryTag.objects.filter(tag=into).values("entry")
            tag.entry_tags.exclude(entry__in=already).update(tag=into)
            tag.delete()
    return into


def tag_delete(*, owner: User, tag_id: uuid.UUID) -> None:
    """Remove a tag from every entry and for good. Raises `Tag.DoesNotExist`."""
    with transaction.atomic():
        _locked(owner, tag_id).delete()


def clean_tag_name(name: str) -> str:
    """A name on one line, blanks at the ends gone, composed. Raises TagNameError."""
    text = " ".join(unicodedata.normalize("NFC", name.replace("\x00", "")).split())
    if not text or len(text) > TAG_MAX_LENGTH:
        raise TagNameError(limit=TAG_MAX_LENGTH, length=len(text))
    return text


def clean_emoji(emoji: str) -> str:
    """Nothing, or a picture character with what belongs to it. Raises TagEmojiError."""
    text = emoji.strip()
    if not text:
        return ""
    if len(text) > _EMOJI_MAX_LENGTH or not _is_picture(text):
        raise TagEmojiError
    return text


def _is_picture(text: str) -> bool:
    # Symbols, skin tones, joiners, variation selectors and the letters of subdivision flags.
    if text[-1] == _KEYCAP:
        return len(text) <= 3
    kinds = {_kind(sign) for sign in text}
    return "So" in kinds and kinds <= {"So", "Sk", "Sm", "Mn", "Cf"}


def _kind(sign: str) -> str:
    # Emoji younger than Python's own table of characters stand in the same block.
    kind = unicodedata.category(sign)
    return "So" if kind == "Cn" and 0x1F000 <= ord(sign) <= 0x1FAFF else kind


def _last_position(owner: User, group: str) -> int:
    last: int | None = Tag.objects.filter(owner=owner, group=group).aggregate(last=Max("position"))[
        "last"
    ]
    return -1 if last is None else last


def _locked(owner: User, tag_id: uuid.UUID) -> Tag:
    return Tag.objects.select_for_update().get(owner=owner, id=tag_id)
