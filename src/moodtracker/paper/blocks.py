"""What a document is made of, before it becomes a page or a PDF."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One text in Korean and in English, in that order on paper."""

    ko: str
    en: str


Text = Words | str
"""Both languages, or the one language of a document."""


@dataclass(frozen=True, slots=True)
class Block:
    """Whatever stands in a section. A template sets it by the name of its class."""


@dataclass(frozen=True, slots=True)
class Paragraph(Block):
    """Running text. `tone` is plain, or note for what the reader must not overlook."""

    words: Text
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart as SVG. `words` is its caption, and what those are told who do not see it."""

    svg: str
    words: Text


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart still to be drawn, as Vega-Lite in JSON: see `press`. `words` as in `Figure`."""

    specification: str
    words: Text


@dataclass(frozen=True, slots=True)
class Figures(Block):
    """Charts side by side where there is room; a lone one has texts `beside` it."""

    figures: tuple[Figure | Drawing, ...]
    beside: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """A figure to be seen first; `beside` is its interval or another short remark."""

    words: Text
    value: str
    beside: str


@dataclass(frozen=True, slots=True)
class Keys(Block):
    """Figures in a row."""

    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Table(Block):
    """Rows of texts; the first cell of a row names it. `numeric` aligns the others right."""

    words: Text
    head: tuple[Text, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: bool = True


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG with what it shows, and a short line under it or none."""

    jpeg: bytes
    words: Text
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter; `key` names it in links."""

    key: str
    title: Text
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document; `made` is the day, as it is to be read, `language` that of its words."""

    title: Text
    subject: str
    made: str
    sections: tuple[Section, ...]
    language: str = "ko"
