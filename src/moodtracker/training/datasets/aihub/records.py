"""One label file → typed records, in both spellings and both encodings."""

import json
import math
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moodtracker.training.datasets.aihub.layout import readable
from moodtracker.training.datasets.words import plain
from moodtracker.training.errors import DataError

Corners = tuple[float, float, float, float]
"""minX, minY, maxX, maxY in pixels of the upright picture."""

ENCODINGS = ("utf-8-sig", "cp949")
_CORNERS = ("minX", "minY", "maxX", "maxY")
_ANNOTATOR = re.compile(r"(?:annot|faceBB)_(\w)", re.IGNORECASE)
_PERSON = re.compile(r"([0-9a-f]{64})_(여|남)_(\d+)_")


@dataclass(frozen=True, slots=True)
class Record:
    """What people said of one picture.

    `uploader` and `annotators` are AI Hub's words for the expression,
    as they came. `boxes` are those of the annotators that have an area; `unusable` counts the
    others. `person` is 64 hex digits, empty where the name does not tell.
    """

    name: str
    person: str
    gender: str
    age: str
    uploader: str
    annotators: tuple[str, ...]
    boxes: tuple[Corners, ...]
    unusable: int


@dataclass(frozen=True, slots=True)
class LabelFile:
    """A label file read. `spelling` is `annot` as distributed, or `faceBB` as documented."""

    path: Path
    encoding: str
    spelling: str
    records: tuple[Record, ...]
    nameless: int


def read_labels(path: Path) -> LabelFile:
    """Raises `DataError` for a file that is not a list of records in JSON."""
    entries, encoding = _load(path)
    if not isinstance(entries, list):
        raise DataError(f"A label file is a list of records; {path} is a {_kind(entries)}.")
    named = [entry for entry in entries if isinstance(entry, dict) and entry.get("filename")]
    documented = any(key.lower().startswith("facebb") for entry in named[:1] for key in entry)
    return LabelFile(
        path,
        encoding,
        "faceBB" if documented else "annot",
        tuple(_record(entry) for entry in named),
        len(entries) - len(named),
    )


def _load(path: Path) -> tuple[Any, str]:
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise DataError(f"A label file can be read; {path}: {fault.strerror}.") from fault
    for encoding in ENCODINGS:
        try:
            return json.loads(data.decode(encoding)), encoding
        except UnicodeDecodeError:
            continue
        except json.JSONDecodeError as fault:
            raise DataError(
                f"A label file is JSON; {path} breaks off or is damaged at line {fault.lineno} "
                f"({fault.msg}). Unpack it again."
            ) from fault
    raise DataError(f"A label file is written in UTF-8 or CP949; {path} is in neither.")


def _kind(value: object) -> str:
    return "table" if isinstance(value, dict) else type(value).__name__


def _record(entry: Mapping[str, Any]) -> Record:
    name = readable(str(entry["filename"]))
    known = _PERSON.match(name)
    voices = list(_voices(entry))
    found = [corners for _, said in voices if (corners := _corners(said)) is not None]
    boxes = tuple(corners for corners in found if has_area(corners))
    return Record(
        name,
        sys.intern(known[1]) if known else "",
        sys.intern(str(entry.get("gender") or (known[2] if known else ""))),
        sys.intern(str(entry.get("age") or (known[3] if known else ""))),
        _word(entry.get("faceExp_uploader")),
        tuple(_expression(entry, letter, said) for letter, said in voices),
        boxes,
        len(voices) - len(boxes),
    )


def _voices(entry: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """(letter, all that this annotator said), A before B before C."""
    said: dict[str, dict[str, Any]] = {}
    for key, value in entry.items():
        if found := _ANNOTATOR.match(key):
            said.setdefault(found[1].upper(), {})[key] = value
    yield from sorted(said.items())


def _expression(entry: Mapping[str, Any], letter: str, said: Any) -> str:
    """`annot_A.faceExp`, or `faceBB_A.boxes.label` as AI Hub's description has it."""
    beside = entry.get(f"faceExp_{letter}")
    return _word(beside if isinstance(beside, str) else _first_word(said))


def _first_word(said: Any) -> str | None:
    if isinstance(said, dict):
        for key, value in said.items():
            if isinstance(value, str) and key.rpartition(".")[2] in {"faceExp", "label"}:
                return value
    inside = said.values() if isinstance(said, dict) else said if isinstance(said, list) else ()
    return next((word for value in inside if (word := _first_word(value)) is not None), None)


def _word(value: object) -> str:
    return sys.intern(plain(value).replace(" ", "")) if isinstance(value, str) else ""


def _corners(said: Any) -> Corners | None:
    """The four corners, however deep they lie; `nan` for what is no number."""
    if isinstance(said, dict):
        flat = {key.rpartition(".")[2]: value for key, value in said.items()}
        if all(name in flat for name in _CORNERS):
            left, top, right, bottom = (_number(flat[name]) for name in _CORNERS)
            return left, top, right, bottom
    inside = said.values() if isinstance(said, dict) else said if isinstance(said, list) else ()
    return next((box for value in inside if (box := _corners(value)) is not None), None)


def _number(value: object) -> float:
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return math.nan


def has_area(corners: Corners) -> bool:
    """At least one pixel each way, and all four are numbers."""
    left, top, right, bottom = corners
    return all(map(math.isfinite, corners)) and right - left >= 1 and bottom - top >= 1
