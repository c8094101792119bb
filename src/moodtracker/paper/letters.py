"""Which letters paper can hold.

A PDF/UA has no letter without a glyph: one word in Thai would keep the whole document from being
set. What the fonts lack is shown as an empty square, and what has no shape at all (control
characters, marks of direction) is left out.
"""

import functools
import struct
import unicodedata
from pathlib import Path

from moodtracker.paper import fonts

SQUARE = "\N{WHITE SQUARE}"
# They hold the parts of one emoji together and have no glyph of their own.
_JOINERS = {0x200D, 0xFE0E, 0xFE0F}
_SHAPELESS = {"Cc", "Cf", "Cs", "Co"}


def printable(text: str) -> str:
    """The text as the documents' fonts can set it. Raises `PaperError` without the fonts."""
    return text if text.isascii() and text.isprintable() else text.translate(_table())


class _Table(dict[int, int | str | None]):
    """For `str.translate`: fills itself as letters come."""

    def __init__(self, known: frozenset[int]) -> None:
        super().__init__({ord("\n"): ord("\n"), ord("\t"): " "})
        self._known = known

    def __missing__(self, code: int) -> int | str | None:
        self[code] = self._of(code)
        return self[code]

    def _of(self, code: int) -> int | str | None:
        if code in _JOINERS:
            return code
        # U+FFFE and its like are no characters.
        if unicodedata.category(chr(code)) in _SHAPELESS or code & 0xFFFE == 0xFFFE:
            return None
        return code if code in self._known or chr(code).isspace() else SQUARE


@functools.cache
def _table() -> _Table:
    folder = fonts.font_folder()
    names = ("NotoSansKR-Regular.ttf", "NotoEmoji-Regular.ttf")
    return _Table(frozenset().union(*(letters_of(folder / name) for name in names)))


def letters_of(font: Path) -> frozenset[int]:
    """The code points of a TrueType font that have a glyph (OpenType, table `cmap`, formats 4
    and 12).
    """
    data = font.read_bytes()
    (tables,) = struct.unpack_from(">H", data, 4)
    rows = (struct.unpack_from(">4s3L", data, 12 + 16 * row) for row in range(tables))
    at = next(offset for tag, _sum, offset, _length in rows if tag == b"cmap")
    (count,) = struct.unpack_from(">H", data, at + 2)
    found: set[int] = set()
    for row in range(count):
        (offset,) = struct.unpack_from(">L", data, at + 4 + 8 * row + 4)
        (kind,) = struct.unpack_from(">H", data, at + offset)
        if kind == 12:
            found |= _groups(data, at + offset)
        elif kind == 4:
            found |= _segments(data, at + offset)
    return frozenset(found)


def _groups(data: bytes, at: int) -> set[int]:
    (count,) = struct.unpack_from(">L", data, at + 12)
    groups = (struct.unpack_from(">3L", data, at + 16 + 12 * row) for row in range(count))
    return {
        code
        for first, last, glyph in groups
        for code in range(first, last + 1)
        if glyph + code - first
    }


def _segments(data: bytes, at: int) -> set[int]:
    (twice,) = struct.unpack_from(">H", data, at + 6)
    count = twice // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + twice)
    return {
        code
        for first, last in zip(starts, ends, strict=True)
        for code in range(first, last + 1)
        if code != 0xFFFF
    }
