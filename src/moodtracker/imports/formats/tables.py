"""CSV under caps: rows as dictionaries by the header's names, wherever the columns stand."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from moodtracker.imports.formats.limits import COLUMNS, FIELD_CHARACTERS, LINE_CHARACTERS, ROWS
from moodtracker.imports.formats.problems import ImportProblem, Problem
from moodtracker.imports.formats.sources import Source
from moodtracker.imports.formats.text import folded_key, open_text

DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Row:
    """A row by header name; None stands for a row that has more cells than the header."""

    number: int
    cells: dict[str, str] | None

    def get(self, *names: str) -> str:
        """The first of these columns that is there and not empty."""
        cells = self.cells or {}
        for name in names:
            value = cells.get(name, "").strip()
            if value:
                return value
        return ""


def header_of(source: Source) -> tuple[str, ...]:
    """The folded names of the columns, or nothing for what is no CSV. Never raises."""
    try:
        with _lines(source) as lines:
            return _header(lines)[0]
    except ImportProblem:
        return ()


def rows_of(source: Source) -> Iterator[Row]:
    """Every row after the header; blank ones are passed over. Raises ImportProblem."""
    with _lines(source) as lines:
        names, delimiter = _header(lines)
        reader = _csv_rows(lines, delimiter)
        for count, cells in enumerate(reader, start=1):
            if count > ROWS:
                raise ImportProblem(Problem.TOO_MANY_ROWS, limit=ROWS)
            if not any(cell.strip() for cell in cells):
                continue
            # A comma at the end of every line is common and means nothing.
            fits = not any(cell.strip() for cell in cells[len(names) :])
            yield Row(count + lines.before, dict(zip(names, cells, strict=False)) if fits else None)


def _csv_rows(lines: "_Lines", delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(lines, delimiter=delimiter, doublequote=True, strict=False)
    try:
        yield from reader
    except csv.Error as error:
        raise ImportProblem(Problem.BROKEN_CSV, row=reader.line_num) from error


def _header(lines: "_Lines") -> tuple[tuple[str, ...], str]:
    first = next(lines, "")
    if first.lower().startswith("sep=") and len(first.strip()) <= 5:  # Excel's own hint
        first = next(lines, "")
        lines.before += 1
    delimiter = max(DELIMITERS, key=first.count)
    names = next(_csv_rows(_one(first), delimiter), [])
    if len(names) > COLUMNS:
        raise ImportProblem(Problem.TOO_MANY_COLUMNS, limit=COLUMNS)
    if len(names) < 2:
        raise ImportProblem(Problem.NO_HEADER)
    lines.before += 1
    return tuple(folded_key(name.lstrip("\ufeff")) for name in names), delimiter


def _one(line: str) -> "_Lines":
    return _Lines(io.StringIO(line, newline=""))


def _lines(source: Source) -> "_Lines":
    return _Lines(open_text(source))


class _Lines:
    """Lines of a file, each under the cap. Closing gives the source's file back unharmed."""

    def __init__(self, text: io.TextIOBase) -> None:
        self._text = text
        self.before = 0
        csv.field_size_limit(FIELD_CHARACTERS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if isinstance(self._text, io.TextIOWrapper):
            self._text.detach()

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        try:
            line = self._text.readline(LINE_CHARACTERS + 1)
        except UnicodeError as error:
            raise ImportProblem(Problem.ENCODING) from error
        if not line:
            raise StopIteration
        if len(line) > LINE_CHARACTERS:
            raise ImportProblem(Problem.LINE_TOO_LONG)
        return line.replace("\x00", "")
