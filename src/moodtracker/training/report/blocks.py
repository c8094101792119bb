"""What a document is made of, before it becomes a page or a PDF."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One text in Korean and in English, in that order on paper."""

    ko: str
    en: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `tone` is plain, or note for what the reader must not overlook."""

    words: Words
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart as SVG. `words` is its caption, and what those are told who do not see it."""

    svg: str
    words: Words


@dataclass(frozen=True, slots=True)
class Figures:
    """Charts side by side where there is room; a lone one has texts `beside` it."""

    figures: tuple[Figure, ...]
    beside: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """A figure to be seen first; `beside` is its interval or another short remark."""

    words: Words
    value: str
    beside: str


@dataclass(frozen=True, slots=True)
class Keys:
    """Figures in a row."""

    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts; the first cell of a row names it. `numeric` aligns the others right."""

    words: Words
    head: tuple[Words, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: bool = True


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG with what it shows, and a short line under it or none."""

    jpeg: bytes
    words: Words
    caption: str = ""


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
class Cards:
    """Faces in rows, under a title of their own or none; `wide` ones take twice the room."""

    title: Words | None
    cards: tuple[Card, ...]
    wide: bool = False


Block = Paragraph | Figures | Keys | Table | Cards


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter; `key` names it in links."""

    key: str
    title: Words
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document; `made` is the day, as it is to be read."""

    title: Words
    subject: str
    made: str
    sections: tuple[Section, ...]
