"""What a person decides about a file: proposals, what they chose earlier, and what they send."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from moodtracker.accounts.models import User
from moodtracker.diary.models import INTENSITIES, TagGroup
from moodtracker.emotions import CLASS_NAMES, Emotion
from moodtracker.imports.defaults import MoodChoice, mood_default, tag_default
from moodtracker.imports.formats.types import Kind
from moodtracker.imports.keys import family_of
from moodtracker.imports.models import ImportRun, Remembered
from moodtracker.imports.summary import Summary

OUT = "-"
_LEVELS = {str(step) for step in INTENSITIES}


@dataclass(slots=True)
class Chosen:
    """Mood key → one of the six and an intensity; tag key → group. Missing or `OUT` stays out."""

    moods: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    photos: bool = True
    bring_back: bool = False

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Chosen":
        """What a row keeps."""
        return cls(**stored)

    def mood(self, key: str) -> MoodChoice | None:
        """The emotion of a foreign mood; None when it stays out."""
        return decoded(self.moods.get(key, OUT))

    def tag_count(self) -> int:
        """How many foreign tags are to come in."""
        return sum(value in TagGroup.values for value in self.tags.values())

    def group(self, key: str) -> TagGroup | None:
        """The group of a foreign tag; None when it stays out."""
        value = self.tags.get(key, OUT)
        return TagGroup(value) if value in TagGroup.values else None


def encoded(choice: MoodChoice) -> str:
    """`happy:3`, `happy:` without an intensity, `-` for out."""
    if choice.emotion is None:
        return OUT
    return f"{choice.emotion.value}:{choice.intensity or ''}"


def decoded(value: str) -> MoodChoice | None:
    """The choice, or None for out and for what is no choice."""
    name, _, level = value.partition(":")
    if name not in CLASS_NAMES:
        return None
    intensity = int(level) if level in _LEVELS else None
    return MoodChoice(Emotion(name), intensity)


def proposals(*, run: ImportRun, summary: Summary) -> Chosen:
    """What a run's page shows at first: earlier choices, else defaults, else nothing."""
    earlier = _earlier(run.owner, run.kind)
    kind = Kind(run.kind)
    chosen = Chosen()
    for mood in summary.moods:
        default = mood_default(kind, mood.foreign)
        value = earlier.get(("mood", mood.key)) or (encoded(default) if default else "")
        if value:
            chosen.moods[mood.key] = value
    for tag in summary.tags:
        chosen.tags[tag.key] = earlier.get(("tag", tag.key)) or tag_default(tag.foreign)
    return chosen


def remember(*, run: ImportRun, chosen: Chosen) -> None:
    """Keep choices for the next file of the same app. Inside the caller's transaction."""
    family = family_of(run.kind)
    rows = [
        Remembered(owner=run.owner, family=family, what=what, key=key[:80], value=value)
        for what, values in (("mood", chosen.moods), ("tag", chosen.tags))
        for key, value in values.items()
    ]
    Remembered.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["owner", "family", "what", "key"],
        update_fields=["value"],
        batch_size=200,
    )


def _earlier(owner: User, kind: str) -> dict[tuple[str, str], str]:
    rows = Remembered.objects.filter(owner=owner, family=family_of(kind))
    return {(what, key): value for what, key, value in rows.values_list("what", "key", "value")}
