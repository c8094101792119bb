"""The JSON Schema (2020-12) of `diary.json`, which travels in every archive as `schema.json`."""

from typing import Any

from moodtracker.emotions import CLASS_NAMES
from moodtracker.exports.archive.model import FORMAT, VERSION
from moodtracker.vision.types import Advice

SOURCES = ("photo", "camera", "hand", "import")
TAG_GROUPS = ("people", "places", "doing", "body")
SHIFTS = (-2, -1, 0, 1, 2)
INTENSITIES = (1, 2, 3, 4, 5)
ADVICE = tuple(code.value for code in Advice)
POLICIES = ("", "keep", "discard")
LANGUAGES = ("ko", "en")
HELP_LINES = ("adult", "young", "none")
NOTE_LENGTH = 4000
NAME_LENGTH = 40
EMOJI_LENGTH = 16
WORK_LENGTH = 120
ZONE_LENGTH = 64
MODEL_LENGTH = 64

_INSTANT = {
    "type": "string",
    "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$",
    "description": "An instant in UTC, to the microsecond.",
}
_KEY = {"type": "string", "format": "uuid"}
_WORD = {"enum": [*CLASS_NAMES, None]}


def _text(limit: int, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"type": "string", "maxLength": limit, **more}


def _closed(properties: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        **more,
    }


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"oneOf": [schema, {"type": "null"}]}


_PERSON = _closed(
    {
        "display_name": _text(NAME_LENGTH),
        "zone": _text(ZONE_LENGTH, description="IANA zone"),
        "language": {"enum": list(LANGUAGES)},
        "photo_policy": {"enum": list(POLICIES)},
        "large": {"type": "boolean"},
        "streaks": {"type": "boolean"},
        "help_lines": {"enum": list(HELP_LINES)},
        "gentle": {"type": "boolean"},
    }
)
_TAG = _closed(
    {
        "key": {"type": "string", "description": "group:name"},
        "group": {"enum": list(TAG_GROUPS)},
        "name": _text(NAME_LENGTH, minLength=1),
        "emoji": _text(EMOJI_LENGTH),
        "position": {"type": "integer", "minimum": 0, "maximum": 2147483647},
        "hidden": {"type": "boolean"},
    }
)
_HEARD = _closed(
    {
        "work": _text(WORK_LENGTH, minLength=1, description="id in the music catalogue"),
        "at": _INSTANT,
        "shift": {"enum": [*SHIFTS, None], "description": "-2 much heavier … 2 much lighter"},
    }
)
_PHOTO = _closed(
    {
        "file": {"type": "string", "pattern": "^photos/[0-9a-f-]{36}\\.jpg$"},
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "width": {"type": "integer", "minimum": 1, "maximum": 10000},
        "height": {"type": "integer", "minimum": 1, "maximum": 10000},
        "face": _closed(
            {name: {"type": "number"} for name in ("x", "y", "side", "tilt")},
            description="Centre and side of the square that the network saw, in pixels of the "
            "photo; tilt in degrees.",
        ),
    }
)
_ENTRY = _closed(
    {
        "key": _KEY | {"description": "The same entry has the same key wherever it goes."},
        "recorded_at": _INSTANT,
        "zone": _text(ZONE_LENGTH, description="IANA zone the person was in"),
        "local_date": {"type": "string", "format": "date", "description": "Frozen."},
        "local_hour": {"type": "integer", "minimum": 0, "maximum": 23, "description": "Frozen."},
        "source": {"enum": list(SOURCES)},
        "probabilities": _or_null(
            _closed({name: {"type": "number", "minimum": 0, "maximum": 1} for name in CLASS_NAMES})
        ),
        "model": _or_null(
            _closed({"name": _text(MODEL_LENGTH, minLength=1), "version": _text(MODEL_LENGTH)})
        ),
        "model_mood": _WORD,
        "own_mood": _WORD,
        "intensity": {"enum": [*INTENSITIES, None]},
        "ambiguous": {"type": "boolean"},
        "advice": {"type": "array", "items": {"enum": list(ADVICE)}},
        "heatmap": {
            "type": ["string", "null"],
            "contentEncoding": "base64",
            "description": "Two bytes of height and width, then little-endian float16 [6, h, w].",
        },
        "note": _text(NOTE_LENGTH),
        "tags": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
        "heard": {"type": "array", "items": _HEARD},
        "photo": _or_null(_PHOTO),
        "created_at": _INSTANT,
        "updated_at": _INSTANT,
    }
)
ENTRY_MEMBERS: tuple[str, ...] = tuple(_ENTRY["properties"])

SCHEMA_DOCUMENT: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": f"urn:{FORMAT}:{VERSION}",
    "title": "무드 트래커 일기 · a diary of Mood Tracker",
    "description": "The members stand in this order, `entries` last and one entry a line, so "
    "that a long diary can be read line by line.",
    **_closed(
        {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "exported_at": _INSTANT,
            "person": _PERSON,
            "tags": {"type": "array", "items": _TAG},
            "photos_included": {"type": "boolean"},
            "photos_missing": {"type": "array", "items": _KEY},
            "entries": {"type": "array", "items": _ENTRY},
        }
    ),
}
