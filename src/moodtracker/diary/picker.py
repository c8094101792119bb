"""The tags that a form offers, in their groups: the person's own, and starters to begin with."""

from collections.abc import Collection
from dataclasses import dataclass

from moodtracker.accounts.models import User
from moodtracker.diary import selectors
from moodtracker.diary.models import Tag, TagGroup
from moodtracker.diary.starter_tags import STARTERS, STARTERS_BY_KEY, StarterTag

# Starters fill a group up to this many; whoever has made their own sees only those.
FILLED = 6
STARTER = "starter:"


@dataclass(frozen=True, slots=True)
class TagOption:
    """One chip; `value` is what its checkbox sends."""

    value: str
    name: str
    emoji: str
    checked: bool


@dataclass(frozen=True, slots=True)
class TagRow:
    """One group of chips."""

    group: TagGroup
    options: tuple[TagOption, ...]


@dataclass(frozen=True, slots=True)
class TagPicker:
    """All groups; `checked` is how many chips are ticked."""

    rows: tuple[TagRow, ...]
    checked: int


def tag_picker(*, owner: User, chosen: Collection[str] = ()) -> TagPicker:
    """What to offer, with `chosen` values (ids, or keys of starters) ticked.

    A hidden tag is offered only where it is ticked already, so that an edit keeps it.
    """
    values = set(chosen)
    mine = selectors.tags_of_owner(owner=owner, hidden=True)
    rows = tuple(
        TagRow(group, _options(owner, [tag for tag in mine if tag.group == group], group, values))
        for group in TagGroup
    )
    ticked = sum(option.checked for row in rows for option in row.options)
    return TagPicker(rows, ticked)


def _options(
    owner: User, mine: list[Tag], group: TagGroup, values: set[str]
) -> tuple[TagOption, ...]:
    names = {tag.name for tag in mine}
    # A starter that was just made into a tag, on a form that came back, is ticked as that tag.
    made = {
        name
        for value in values
        if (starter := STARTERS_BY_KEY.get(value.removeprefix(STARTER)))
        for name in starter.names
        if starter.group == group
    }
    own = [
        TagOption(str(tag.id), tag.name, tag.emoji, str(tag.id) in values or tag.name in made)
        for tag in mine
        if not tag.hidden or str(tag.id) in values
    ]
    room = max(0, FILLED - len(own))
    rest = [s for s in STARTERS if s.group == group and not names.intersection(s.names)]
    return (*own, *(_starter_option(s, owner, values) for s in rest[:room]))


def _starter_option(starter: StarterTag, owner: User, values: set[str]) -> TagOption:
    value = f"{STARTER}{starter.key}"
    return TagOption(value, starter.name(owner.language), starter.emoji, value in values)
