"""Apple's State of Mind as the app Health Auto Export writes it, JSON or CSV.

JSON: `{"data": {"stateOfMind": [{"start", "kind", "valence", "labels", "associations", …}]}}`,
also the list by itself. CSV: the same names as columns. `kind` is daily mood or momentary emotion;
`valence` lies in -1…1; a label (38 words) says which feeling, an association (18) what it is about.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from moodtracker.imports.formats import jsons
from moodtracker.imports.formats.jsons import Json, mapping, number, text
from moodtracker.imports.formats.limits import JSON_BYTES, ROWS
from moodtracker.imports.formats.moments import parse_instant, parse_wall
from moodtracker.imports.formats.problems import ImportProblem, Problem
from moodtracker.imports.formats.rows import (
    Ordinals,
    WithoutPhotos,
    divided,
    mood_named,
    tags_named,
)
from moodtracker.imports.formats.sources import Source
from moodtracker.imports.formats.tables import header_of, rows_of
from moodtracker.imports.formats.text import one_line
from moodtracker.imports.formats.types import (
    ForeignMood,
    Kind,
    Moment,
    Options,
    Reason,
    Record,
    Skip,
)

_KEYS = ("stateOfMind", "state_of_mind", "StateOfMind", "stateofmind")
_STARTS = ("start", "date", "startdate", "start date", "start_date", "date/time")
# Apple's seven classes: equal parts of -1…1.
CLASSES = (
    "very unpleasant",
    "unpleasant",
    "slightly unpleasant",
    "neutral",
    "slightly pleasant",
    "pleasant",
    "very pleasant",
)


@dataclass(frozen=True, slots=True)
class _State:
    start: str
    kind: str
    valence: float | None
    labels: tuple[str, ...]
    associations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StateOfMind(WithoutPhotos):
    """Reads states of mind from either form."""

    kind: Kind = Kind.STATE_OF_MIND

    def fits(self, source: Source) -> bool:
        """By `valence`, which no other format has."""
        head = source.head().lstrip(b"\xef\xbb\xbf \t\r\n")
        if head[:1] in {b"{", b"["}:
            return b'"stateOfMind"' in head or b'"state_of_mind"' in head or b'"valence"' in head
        return "valence" in header_of(source)

    def read(self, source: Source, options: Options) -> Iterator[Record | Skip]:
        """States in the order of the file. Raises ImportProblem."""
        head = source.head(64).lstrip(b"\xef\xbb\xbf \t\r\n")
        states = _of_json(source) if head[:1] in {b"{", b"["} else _of_csv(source)
        ordinals = Ordinals()
        for row, state in states:
            yield _record(row, state, options, ordinals)


def _of_json(source: Source) -> Iterator[tuple[int, _State | None]]:
    whole = jsons.parse(source.read(limit=JSON_BYTES))
    found = _list_in(whole)
    if len(found) > ROWS:
        raise ImportProblem(Problem.TOO_MANY_ROWS, limit=ROWS)
    for row, item in enumerate(found, start=1):
        state = {key.lower(): value for key, value in mapping(item).items()}
        yield (
            row,
            _State(
                next((text(state[name]) for name in _STARTS if text(state.get(name))), ""),
                text(state.get("kind")),
                number(state.get("valence")),
                _words_of(state.get("labels")),
                _words_of(state.get("associations")),
            ),
        )


def _list_in(whole: Json) -> list[Json]:
    if isinstance(whole, list):
        return whole
    data = mapping(whole).get("data", whole)
    if isinstance(data, list):
        return data
    for key in _KEYS:
        if isinstance(mapping(data).get(key), list):
            return jsons.items(mapping(data)[key])
    raise ImportProblem(Problem.NO_ENTRIES)


def _of_csv(source: Source) -> Iterator[tuple[int, _State | None]]:
    for row in rows_of(source):
        if row.cells is None:
            yield row.number, None
            continue
        yield (
            row.number,
            _State(
                row.get(*_STARTS),
                row.get("kind"),
                number(row.get("valence")),
                _words_of(row.get("labels", "label")),
                _words_of(row.get("associations", "association")),
            ),
        )


def _words_of(value: Json) -> tuple[str, ...]:
    """Words of a list or of a cell: `selfCare`, `self_care` and “Self Care” are one."""
    if isinstance(value, str):
        parts = divided(value.strip().strip("[]"))
    else:
        parts = [text(item) for item in jsons.items(value)]
    spaced = (re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", part.strip(" \"'")) for part in parts[:60])
    return tuple(word for word in (one_line(part) for part in spaced) if word)


def _record(row: int, state: _State | None, options: Options, ordinals: Ordinals) -> Record | Skip:
    if state is None:
        return Skip(row, Reason.TOO_MANY_COLUMNS)
    if not state.start:
        return Skip(row, Reason.NO_DATE)
    moment = _moment(state.start, options)
    if moment is None:
        return Skip(row, Reason.BAD_DATE, one_line(state.start))
    mood = _mood(state)
    if mood is None:
        return Skip(row, Reason.NO_MOOD)
    kind = "daily" if "daily" in state.kind.lower() else "momentary"
    return Record(
        row=row,
        moment=moment,
        mood=mood,
        # Seconds too: states logged in a row share a minute.
        fingerprint=ordinals.fingerprint(f"{moment.wall:%Y-%m-%dT%H:%M:%S} {kind}"),
        note=", ".join(state.labels[1:]),
        tags=tags_named(state.associations, "associations"),
        intensity=None if state.valence is None else intensity_of(state.valence),
    )


def _moment(start: str, options: Options) -> Moment | None:
    instant = parse_instant(start)
    if instant is not None:
        return Moment(instant.replace(tzinfo=None), instant.utcoffset())
    wall = parse_wall(start, order=options.date_order)
    return Moment(wall) if wall else None


def _mood(state: _State) -> ForeignMood | None:
    if state.labels:
        return mood_named(state.labels[0])
    if state.valence is None or not -1 <= state.valence <= 1:
        return None
    return mood_named(CLASSES[min(6, int((state.valence + 1) / 2 * 7))])


def intensity_of(valence: float) -> int:
    """1…5 from how far a valence is from the middle."""
    return max(1, min(5, 1 + int(abs(valence) * 5)))
