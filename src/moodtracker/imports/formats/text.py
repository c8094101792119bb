"""Bytes to text whatever wrote them, and notes with markup to plain lines."""

import codecs
import html
import io
import re
import unicodedata

from moodtracker.imports.formats.limits import DETAIL_CHARACTERS, FIELD_CHARACTERS, TEXT_BYTES
from moodtracker.imports.formats.problems import ImportProblem, Problem
from moodtracker.imports.formats.sources import Source

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20
# Every repetition has an end: two open ones side by side cost the square of a run of blanks, and
# the interpreter stands still for all threads meanwhile.
_BREAKS = re.compile(
    r"<\s{0,9}(?:br\s{0,9}/?|/\s{0,9}(?:p|div|h[1-6]|tr|ul|ol))\s{0,9}>", re.IGNORECASE
)
_ITEMS = re.compile(r"<\s{0,9}li(?:\s[^<>]{0,200})?>", re.IGNORECASE)
# No character has such a number, and Python refuses to read one of thousands of digits.
_LONG_NUMBER = re.compile(r"&#[0-9]{8,};?")
# What looks like markup, not what looks like “a < b”.
_MARKUP = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,15}(?:\s[^<>]{0,500})?/?>")
_MANY_LINES = re.compile(r"\n{3,}")


def encoding_of(source: Source) -> str:
    """UTF-8, UTF-16 or CP949 (Korean Windows), by the byte order mark, else by what decodes.

    Raises ImportProblem when nothing does, or when the file is empty or above the cap.
    """
    if source.size > TEXT_BYTES:
        raise ImportProblem(Problem.TOO_LARGE, limit_mb=TEXT_BYTES // 1_000_000)
    head = source.head(4096)
    if not head.strip():
        raise ImportProblem(Problem.EMPTY)
    for mark, name in _BOMS:
        if head.startswith(mark):
            if _decodes(source, name):
                return name
            raise ImportProblem(Problem.ENCODING)
    for name in (*_utf16_by_zeros(head), "utf-8", "cp949"):
        if _decodes(source, name):
            return name
    raise ImportProblem(Problem.ENCODING)


def _utf16_by_zeros(head: bytes) -> tuple[str, ...]:
    """Latin text in UTF-16 has a zero in every second byte."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    enough = len(head) // 5
    if max(even, odd) <= enough:
        return ()
    return ("utf-16-le",) if odd > even else ("utf-16-be",)


def _decodes(source: Source, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    source.file.seek(0)
    try:
        while chunk := source.file.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def open_text(source: Source) -> io.TextIOWrapper:
    """The file as text, line ends as they are. Detach it, rather than close it, when done."""
    name = encoding_of(source)
    source.file.seek(0)
    return io.TextIOWrapper(source.file, encoding=name, errors="strict", newline="")


def plain_text(note: str) -> str:
    """A note as lines of text: `<br>` and ends of paragraphs break the line, other markup goes."""
    text = note[:FIELD_CHARACTERS].replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    if "<" in text:
        text = _BREAKS.sub("\n", text)
        text = _ITEMS.sub("\n• ", text)
        text = _MARKUP.sub("", text)
    if "&" in text:
        text = html.unescape(_LONG_NUMBER.sub("\ufffd", text))
    text = text.replace("\xa0", " ").replace("\x00", "")
    lines = (line.rstrip() for line in text.split("\n"))
    return _MANY_LINES.sub("\n\n", "\n".join(lines)).strip()


def one_line(text: str, limit: int = DETAIL_CHARACTERS) -> str:
    """A name or detail on one line: blanks folded, control characters gone, shortened."""
    kept = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text[: 8 * limit])
    folded = " ".join(kept.split())
    return folded if len(folded) <= limit else folded[: limit - 1].rstrip() + "…"


def folded_key(text: str) -> str:
    """The same word in any writing: case, width and blanks aside."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
