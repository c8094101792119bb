"""Faces on paper: what a model's report has beside the blocks of every document."""

from dataclasses import dataclass

from moodtracker.paper.blocks import Block, Picture, Words


@dataclass(frozen=True, slots=True)
class Bar:
    """An emotion (its class name), how it is called, and two shares of 0…1: people's (None where
    unknown) and the model's.
    """

    emotion: str
    label: str
    people: float | None
    model: float


@dataclass(frozen=True, slots=True)
class Card:
    """A face: pictures side by side, a line of text under them, perhaps bars. `good` is whether
    it was read right, None where nobody can say.
    """

    pictures: tuple[Picture, ...]
    words: Words
    good: bool | None
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, slots=True)
class Cards(Block):
    """Faces in rows, under a title of their own or none; `wide` ones take twice the room."""

    title: Words | None
    cards: tuple[Card, ...]
    wide: bool = False
