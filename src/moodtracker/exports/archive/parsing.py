"""From the JSON of an archive, which anybody may have written, to its dataclasses.

The same rules as `schema.json`, and those that a schema cannot say: probabilities sum to 1, heat
maps have the size they tell, an entry is by hand or read, names belong together.
"""

import base64
import binascii
import re
import uuid
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import Any

from moodtracker.core.time import is_zone
from moodtracker.emotions import CLASS_NAMES
from moodtracker.exports.archive import schema
from moodtracker.exports.archive.model import (
    ArchivedEntry,
    ArchivedHeard,
    ArchivedPerson,
    ArchivedPhoto,
    ArchivedTag,
    ArchiveHead,
    photo_file,
)
from moodtracker.exports.errors import ArchiveContentError

_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z")
_SHA = re.compile(r"[0-9a-f]{64}")
_OLDEST = datetime(1900, 1, 1, tzinfo=UTC)
# Close to the end of the calendar an instant has no local time in some zones.
_NEWEST = datetime(9998, 1, 1, tzinfo=UTC)
_HEAD = ("exported_at", "person", "tags", "photos_included", "photos_missing")
# No zone lies further from UTC than this.
_FARTHEST = timedelta(hours=15)
_LIST_LIMIT = 1000


class Fields:
    """The members of one JSON object, each taken once and by a rule.

    `place` is where it stands, for the sentence that refuses it.
    """

    def __init__(self, value: object, place: str, names: Collection[str]) -> None:
        self.place = place
        if not isinstance(value, dict) or set(value) != set(names):
            raise ArchiveContentError(place=place, rule=" ".join(names)[:120])
        self._value: dict[str, Any] = value

    def refuse(self, name: str, rule: str) -> ArchiveContentError:
        """The error to raise for one member."""
        return ArchiveContentError(place=f"{self.place}.{name}", rule=rule)

    def text(self, name: str, limit: int, *, least: int = 0) -> str:
        """A text without NUL and lone surrogates, which a database would refuse."""
        value = self._value[name]
        if not isinstance(value, str) or not least <= len(value) <= limit or "\x00" in value:
            raise self.refuse(name, f"{least}…{limit} characters")
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            raise self.refuse(name, "UTF-8")
        return value

    def flag(self, name: str) -> bool:
        """True or false."""
        value = self._value[name]
        if not isinstance(value, bool):
            raise self.refuse(name, "true, false")
        return value

    def whole(self, name: str, first: int, last: int) -> int:
        """A whole number in `first`…`last`."""
        value = self._value[name]
        if not isinstance(value, int) or isinstance(value, bool) or not first <= value <= last:
            raise self.refuse(name, f"{first}…{last}")
        return value

    def number(self, name: str, first: float, last: float) -> float:
        """A number in `first`…`last`; not a NaN."""
        value = self._value[name]
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise self.refuse(name, f"{first}…{last}")
        if not first <= value <= last:
            raise self.refuse(name, f"{first}…{last}")
        return float(value)

    def one_of(self, name: str, choices: Collection[str]) -> str:
        """One of these texts."""
        value = self._value[name]
        if not isinstance(value, str) or value not in choices:
            raise self.refuse(name, ", ".join(choices))
        return value

    def word_or_none(self, name: str) -> str:
        """An emotion, or nothing for null."""
        return "" if self._value[name] is None else self.one_of(name, CLASS_NAMES)

    def choice_or_none(self, name: str, choices: Collection[int]) -> int | None:
        """One of these whole numbers, or null."""
        if self._value[name] is None:
            return None
        return self.whole(name, min(choices), max(choices))

    def instant(self, name: str) -> datetime:
        """UTC to the microsecond, from 1900 on."""
        value = self._value[name]
        if isinstance(value, str) and _INSTANT.fullmatch(value):
            try:
                instant = datetime.fromisoformat(value)
            except ValueError:
                raise self.refuse(name, "YYYY-MM-DDTHH:MM:SS.ffffffZ") from None
            if _OLDEST <= instant < _NEWEST:
                return instant
        raise self.refuse(name, "YYYY-MM-DDTHH:MM:SS.ffffffZ")

    def day(self, name: str) -> date:
        """An ISO date."""
        try:
            return date.fromisoformat(self.text(name, 10, least=10))
        except ValueError:
            raise self.refuse(name, "YYYY-MM-DD") from None

    def key(self, name: str) -> uuid.UUID:
        """A UUID, written the usual way."""
        return _uuid(self._value[name], f"{self.place}.{name}")

    def zone(self, name: str) -> str:
        """An IANA zone that this machine knows."""
        value = self.text(name, schema.ZONE_LENGTH, least=1)
        if not is_zone(value):
            raise self.refuse(name, "IANA")
        return value

    def each(self, name: str, limit: int = _LIST_LIMIT) -> list[Any]:
        """A list of at most this many."""
        value = self._value[name]
        if not isinstance(value, list) or len(value) > limit:
            raise self.refuse(name, f"[0…{limit}]")
        return value

    def raw(self, name: str) -> Any:  # noqa: ANN401 - JSON
        """The member as it is, for whoever takes it apart."""
        return self._value[name]


def parse_head(value: dict[str, Any]) -> ArchiveHead:
    """Everything but format, version and entries. Raises ArchiveContentError."""
    fields = Fields(value, "diary", _HEAD)
    tags = tuple(
        _tag(tag, f"tags[{number}]") for number, tag in enumerate(fields.each("tags", 10_000))
    )
    if len({tag.key for tag in tags}) != len(tags):
        raise fields.refuse("tags", "unique")
    missing = fields.each("photos_missing", 1_000_000)
    return ArchiveHead(
        exported_at=fields.instant("exported_at"),
        person=_person(fields.raw("person")),
        tags=tags,
        photos_included=fields.flag("photos_included"),
        photos_missing=tuple(_uuid(key, "photos_missing") for key in missing),
    )


def parse_entry(value: object, *, number: int, tags: Collection[str]) -> ArchivedEntry:
    """The entry on line `number` of the list, whose tags are among `tags`.

    Raises ArchiveContentError.
    """
    fields = Fields(value, f"entries[{number}]", schema.ENTRY_MEMBERS)
    model = fields.raw("model")
    named = Fields(model, f"{fields.place}.model", ("name", "version")) if model else None
    entry = ArchivedEntry(
        key=fields.key("key"),
        recorded_at=fields.instant("recorded_at"),
        zone=fields.zone("zone"),
        local_date=fields.day("local_date"),
        local_hour=fields.whole("local_hour", 0, 23),
        source=fields.one_of("source", schema.SOURCES),
        probabilities=_probabilities(fields),
        model_name=named.text("name", schema.MODEL_LENGTH, least=1) if named else "",
        model_version=named.text("version", schema.MODEL_LENGTH) if named else "",
        model_mood=fields.word_or_none("model_mood"),
        own_mood=fields.word_or_none("own_mood"),
        intensity=fields.choice_or_none("intensity", schema.INTENSITIES),
        ambiguous=fields.flag("ambiguous"),
        advice=_texts(fields, "advice", schema.ADVICE),
        heatmap=_heatmap(fields),
        note=fields.text("note", schema.NOTE_LENGTH),
        tags=_texts(fields, "tags", tags),
        heard=_heard(fields),
        photo=_photo(fields),
        created_at=fields.instant("created_at"),
        updated_at=fields.instant("updated_at"),
    )
    _check_whole(entry, fields)
    return entry


def _check_whole(entry: ArchivedEntry, fields: Fields) -> None:
    """What only several members together can break."""
    midnight = datetime.combine(entry.local_date, datetime.min.time(), tzinfo=UTC)
    if not midnight - _FARTHEST <= entry.recorded_at <= midnight + timedelta(days=1) + _FARTHEST:
        raise fields.refuse("local_date", "recorded_at")
    read = bool(entry.model_mood)
    if read != bool(entry.model_name) or read != (entry.probabilities is not None):
        raise fields.refuse("model", "model_mood, probabilities")
    if read == (entry.source == "hand") and entry.source != "import":
        raise fields.refuse("source", "model")
    if not read and (not entry.own_mood or entry.heatmap is not None):
        raise fields.refuse("own_mood", "model")
    if entry.photo and entry.photo.file != photo_file(entry.key):
        raise fields.refuse("photo", photo_file(entry.key))


def _person(value: object) -> ArchivedPerson:
    fields = Fields(value, "person", ArchivedPerson.__slots__)
    return ArchivedPerson(
        display_name=fields.text("display_name", schema.NAME_LENGTH),
        zone=fields.zone("zone"),
        language=fields.one_of("language", schema.LANGUAGES),
        photo_policy=fields.one_of("photo_policy", schema.POLICIES),
        large=fields.flag("large"),
        streaks=fields.flag("streaks"),
        help_lines=fields.one_of("help_lines", schema.HELP_LINES),
        gentle=fields.flag("gentle"),
    )


def _tag(value: object, place: str) -> ArchivedTag:
    fields = Fields(value, place, ("key", "group", "name", "emoji", "position", "hidden"))
    tag = ArchivedTag(
        group=fields.one_of("group", schema.TAG_GROUPS),
        name=fields.text("name", schema.NAME_LENGTH, least=1),
        emoji=fields.text("emoji", schema.EMOJI_LENGTH),
        position=fields.whole("position", 0, 2147483647),
        hidden=fields.flag("hidden"),
    )
    if fields.raw("key") != tag.key:
        raise fields.refuse("key", "group:name")
    return tag


def _probabilities(fields: Fields) -> tuple[float, ...] | None:
    value = fields.raw("probabilities")
    if value is None:
        return None
    six = Fields(value, f"{fields.place}.probabilities", CLASS_NAMES)
    numbers = tuple(six.number(name, 0.0, 1.0) for name in CLASS_NAMES)
    if abs(sum(numbers) - 1.0) >= 0.001:
        raise fields.refuse("probabilities", "Σ = 1")
    return numbers


def _heatmap(fields: Fields) -> bytes | None:
    value = fields.raw("heatmap")
    if value is None:
        return None
    rule = "base64, [6, h, w]"
    try:
        packed = base64.b64decode(value, validate=True) if isinstance(value, str) else b""
    except (binascii.Error, ValueError):
        raise fields.refuse("heatmap", rule) from None
    size = packed[0] * packed[1] if len(packed) > 2 else 0
    if not size or len(packed) != 2 + 2 * len(CLASS_NAMES) * size:
        raise fields.refuse("heatmap", rule)
    return packed


def _heard(fields: Fields) -> tuple[ArchivedHeard, ...]:
    found = []
    for value in fields.each("heard"):
        one = Fields(value, f"{fields.place}.heard", ("work", "at", "shift"))
        work = one.text("work", schema.WORK_LENGTH, least=1)
        shift = one.choice_or_none("shift", schema.SHIFTS)
        found.append(ArchivedHeard(work, one.instant("at"), shift))
    if len({heard.work for heard in found}) != len(found):
        raise fields.refuse("heard", "unique")
    return tuple(found)


def _photo(fields: Fields) -> ArchivedPhoto | None:
    value = fields.raw("photo")
    if value is None:
        return None
    names = ("file", "sha256", "width", "height", "face")
    photo = Fields(value, f"{fields.place}.photo", names)
    face = Fields(photo.raw("face"), f"{photo.place}.face", ("x", "y", "side", "tilt"))
    sha256 = photo.text("sha256", 64, least=64)
    if not _SHA.fullmatch(sha256):
        raise photo.refuse("sha256", "SHA-256")
    return ArchivedPhoto(
        file=photo.text("file", 50),
        sha256=sha256,
        width=photo.whole("width", 1, 10_000),
        height=photo.whole("height", 1, 10_000),
        face_x=face.number("x", -1e6, 1e6),
        face_y=face.number("y", -1e6, 1e6),
        face_side=face.number("side", 0.0, 1e6),
        face_tilt=face.number("tilt", -360.0, 360.0),
    )


def _texts(fields: Fields, name: str, choices: Collection[str]) -> tuple[str, ...]:
    values = fields.each(name)
    if not all(isinstance(value, str) and value in choices for value in values):
        raise fields.refuse(name, "known")
    if len(set(values)) != len(values):
        raise fields.refuse(name, "unique")
    return tuple(values)


def _uuid(value: object, place: str) -> uuid.UUID:
    if isinstance(value, str) and len(value) == 36:
        try:
            key = uuid.UUID(value)
        except ValueError:
            raise ArchiveContentError(place=place, rule="UUID") from None
        if str(key) == value:
            return key
    raise ArchiveContentError(place=place, rule="UUID")
