"""JSON under caps, and values out of it that are what they should be or nothing."""

import json
from collections.abc import Iterator
from typing import Any

from moodtracker.imports.formats.limits import JSON_CONTAINERS, JSON_VALUES
from moodtracker.imports.formats.problems import ImportProblem, Problem

Json = Any


def parse(data: bytes) -> Json:
    """Parsed JSON. Raises ImportProblem for what is none, too deep, or unfolds to too much."""
    if not data.strip():
        raise ImportProblem(Problem.EMPTY)
    # Counted before anything is built: 40 MB of “[],” are a gigabyte of lists.
    if data.count(b",") > JSON_VALUES or data.count(b"[") + data.count(b"{") > JSON_CONTAINERS:
        raise ImportProblem(Problem.JSON_TOO_BIG)
    try:
        return json.loads(data.decode(_encoding(data)), parse_constant=_no_constant)
    except RecursionError as error:
        raise ImportProblem(Problem.JSON_TOO_DEEP) from error
    except (ValueError, MemoryError) as error:
        raise ImportProblem(Problem.BROKEN_JSON) from error


def _encoding(data: bytes) -> str:
    return "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else json.detect_encoding(data)


def _no_constant(_name: str) -> None:
    """NaN and Infinity are no JSON; nothing stands for them."""


def items(value: Json) -> list[Json]:
    """A list, or an empty one."""
    return value if isinstance(value, list) else []


def mapping(value: Json) -> dict[str, Json]:
    """An object, or an empty one."""
    return value if isinstance(value, dict) else {}


def mappings(value: Json) -> Iterator[dict[str, Json]]:
    """The objects of a list."""
    return (item for item in items(value) if isinstance(item, dict))


def text(value: Json) -> str:
    """A string, or an empty one. Halves of surrogate pairs, which no database takes, go."""
    if not isinstance(value, str):
        return ""
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def whole(value: Json) -> int | None:
    """A whole number of a size that means something."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not abs(value) < 1e15 or value != int(value):
        return None
    return int(value)


def number(value: Json) -> float | None:
    """A number, also one written as text."""
    if isinstance(value, str):
        try:
            value = float(value.strip().replace(",", "."))
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < 1e15 else None
