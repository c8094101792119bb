"""What readers of tables share: names of things, and fingerprints that stay."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from moodtracker.imports.formats.limits import NAME_CHARACTERS, TAGS_OF_A_ROW
from moodtracker.imports.formats.sources import Source
from moodtracker.imports.formats.text import folded_key, one_line
from moodtracker.imports.formats.types import ForeignMood, ForeignTag

_DIVIDERS = re.compile("[,;|]")


@dataclass(slots=True)
class Ordinals:
    """Tells apart what shares a minute: the first, the second …, in the order of the file."""

    seen: Counter[str] = field(default_factory=Counter)

    def fingerprint(self, what: str) -> str:
        """The same for the same place in the same diary, exported today or next year.

        Neither note nor mood goes in: both may be edited over there, and an edited entry is no
        new one.
        """
        self.seen[what] += 1
        return f"{what}#{self.seen[what]}"


def minute_of(wall: datetime) -> str:
    """A wall time to the minute."""
    return f"{wall:%Y-%m-%dT%H:%M}"


def mood_named(name: str, level: int | None = None) -> ForeignMood:
    """A mood by its name, known again in any case and width."""
    shown = one_line(name, NAME_CHARACTERS)
    return ForeignMood(folded_key(shown), shown, level)


def tags_named(names: Iterable[str], section: str = "") -> tuple[ForeignTag, ...]:
    """Tags in order, each once, blanks left out."""
    found: dict[str, ForeignTag] = {}
    for name in names:
        shown = one_line(name, NAME_CHARACTERS)
        if shown and len(found) < TAGS_OF_A_ROW:
            found.setdefault(folded_key(shown), ForeignTag(shown, section))
    return tuple(found.values())


def divided(cell: str) -> list[str]:
    """What stands between commas, semicolons or bars, blanks around it gone.

    The blanks are no part of the pattern, where a run of them would cost its square.
    """
    return [part.strip() for part in _DIVIDERS.split(cell)]


def joined(*parts: str) -> str:
    """The parts of a note that say something, a blank line between."""
    return "\n\n".join(part for part in parts if part)


class WithoutPhotos:
    """A format that has no photos in it."""

    __slots__ = ()

    def photo(self, source: Source, name: str) -> bytes:
        """None is ever named. Raises KeyError."""
        raise KeyError(f"{source.name} has no photo {name}")
