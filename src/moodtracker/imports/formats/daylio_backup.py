"""Daylio's backup: a ZIP that holds `backup.daylio`, Base64 of JSON, and photos without endings
under `assets/photos/YEAR/MONTH/CHECKSUM`.

Of the JSON: `dayEntries` (`year`, `month` from 0, `day`, `hour`, `minute`, `datetime` in
milliseconds, `timeZoneOffset` in milliseconds, `mood`, `note`, `note_title`, `tags`, `assets`),
`customMoods` (`id`, `custom_name`, `predefined_name_id` 1…5 or -1, `mood_group_id` 1 best … 5
worst), `tags` (`id`, `name`, `id_tag_group`), `tag_groups` (`id`, `name`), `assets` (`id`,
`checksum`, `type` 1 for a photo).
"""

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from moodtracker.imports.formats import jsons
from moodtracker.imports.formats.jsons import Json, mapping, mappings, text, whole
from moodtracker.imports.formats.limits import JSON_BYTES, PHOTO_BYTES, ROWS, TAGS_OF_A_ROW
from moodtracker.imports.formats.problems import ImportProblem, Problem
from moodtracker.imports.formats.rows import Ordinals, joined, minute_of, mood_named
from moodtracker.imports.formats.sources import Source
from moodtracker.imports.formats.text import folded_key, one_line, plain_text
from moodtracker.imports.formats.types import (
    ForeignMood,
    ForeignTag,
    Kind,
    Moment,
    Options,
    Reason,
    Record,
    Skip,
)

INNER = "backup.daylio"
PREDEFINED = {1: "rad", 2: "good", 3: "meh", 4: "bad", 5: "awful"}
_PHOTO = 1
_PHOTOS = "assets/photos/"


@dataclass(frozen=True, slots=True)
class _Tables:
    moods: dict[int, ForeignMood]
    tags: dict[int, ForeignTag]
    photos: dict[int, str]
    missing: frozenset[int]


@dataclass(frozen=True, slots=True)
class DaylioBackup:
    """Reads Daylio's backup."""

    kind: Kind = Kind.DAYLIO_BACKUP

    def fits(self, source: Source) -> bool:
        """A ZIP with the one file in it, or that file alone."""
        if not source.is_zip:
            return source.name.lower().endswith(".daylio") and source.head(2)[:2] == b"ey"
        try:
            return _inner(source) is not None
        except ImportProblem:
            return source.name.lower().endswith(".daylio")

    def read(self, source: Source, options: Options) -> Iterator[Record | Skip]:  # noqa: ARG002
        """Entries in the order of the file. Raises ImportProblem."""
        backup = mapping(jsons.parse(_decoded(source)))
        if "dayEntries" not in backup:
            raise ImportProblem(Problem.UNKNOWN)
        tables = _tables(backup, source)
        ordinals = Ordinals()
        for number, entry in enumerate(jsons.items(backup["dayEntries"]), start=1):
            if number > ROWS:
                raise ImportProblem(Problem.TOO_MANY_ROWS, limit=ROWS)
            yield _record(number, mapping(entry), tables, ordinals)

    def photo(self, source: Source, name: str) -> bytes:
        """A photo by its path in the ZIP."""
        return source.archive().read(name, limit=PHOTO_BYTES)


def _inner(source: Source) -> str | None:
    members = source.archive().members
    if INNER in members:
        return INNER
    # Unpacked and packed again by hand, it stands in a folder.
    return next((n for n in members if n.endswith("/" + INNER) and n.count("/") <= 2), None)


def _decoded(source: Source) -> bytes:
    if source.is_zip:
        name = _inner(source)
        if name is None:
            raise ImportProblem(Problem.UNKNOWN)
        packed = source.archive().read(name, limit=2 * JSON_BYTES)
    else:
        packed = source.read(limit=2 * JSON_BYTES)
    try:
        data = base64.b64decode(b"".join(packed.split()), validate=True)
    except binascii.Error as error:
        raise ImportProblem(Problem.BROKEN_JSON) from error
    if len(data) > JSON_BYTES:
        raise ImportProblem(Problem.TOO_LARGE, limit_mb=JSON_BYTES // 1_000_000)
    return data


def _tables(backup: dict[str, Json], source: Source) -> _Tables:
    groups = {
        whole(group.get("id")): one_line(text(group.get("name")))
        for group in mappings(backup.get("tag_groups"))
    }
    tags = {
        key: ForeignTag(name, groups.get(whole(tag.get("id_tag_group")), ""))
        for tag in mappings(backup.get("tags"))
        if (key := whole(tag.get("id"))) is not None and (name := one_line(text(tag.get("name"))))
    }
    moods = {
        key: mood
        for row in mappings(backup.get("customMoods"))
        if (key := whole(row.get("id"))) is not None and (mood := _mood(row))
    }
    photos, missing = _photos(backup, source)
    return _Tables(moods, tags, photos, missing)


def _mood(row: dict[str, Json]) -> ForeignMood | None:
    level = whole(row.get("mood_group_id"))
    level = level if level in PREDEFINED else None
    predefined = PREDEFINED.get(whole(row.get("predefined_name_id")) or 0, "")
    name = one_line(text(row.get("custom_name"))) or predefined
    return mood_named(name, level) if name else None


def _photos(backup: dict[str, Json], source: Source) -> tuple[dict[int, str], frozenset[int]]:
    members = source.archive().members if source.is_zip else {}
    paths = {path.rsplit("/", 1)[-1]: path for path in members if _PHOTOS in path}
    found: dict[int, str] = {}
    missing: set[int] = set()
    for asset in mappings(backup.get("assets")):
        key = whole(asset.get("id"))
        if key is None or (whole(asset.get("type")) or _PHOTO) != _PHOTO:
            continue
        path = paths.get(text(asset.get("checksum")))
        if path:
            found[key] = path
        else:
            missing.add(key)
    return found, frozenset(missing)


def _record(
    number: int, entry: dict[str, Json], tables: _Tables, ordinals: Ordinals
) -> Record | Skip:
    moment = _moment(entry)
    if moment is None:
        return Skip(number, Reason.BAD_DATE)
    mood = tables.moods.get(whole(entry.get("mood")) or 0)
    if mood is None:
        return Skip(number, Reason.NO_MOOD, f"{moment.wall:%Y-%m-%d %H:%M}")
    keys = [key for item in jsons.items(entry.get("assets")) if (key := whole(item)) is not None]
    photos = tuple(tables.photos[key] for key in keys if key in tables.photos)
    notices = (Reason.PHOTO_MISSING,) if any(key in tables.missing for key in keys) else ()
    return Record(
        row=number,
        moment=moment,
        mood=mood,
        fingerprint=ordinals.fingerprint(minute_of(moment.wall)),
        note=joined(plain_text(text(entry.get("note_title"))), plain_text(text(entry.get("note")))),
        tags=_tags(entry, tables),
        photos=photos,
        notices=notices,
    )


def _tags(entry: dict[str, Json], tables: _Tables) -> tuple[ForeignTag, ...]:
    found: dict[str, ForeignTag] = {}
    for item in jsons.items(entry.get("tags"))[:TAGS_OF_A_ROW]:
        tag = tables.tags.get(whole(item) or 0)
        if tag:
            found.setdefault(folded_key(tag.name), tag)
    return tuple(found.values())


def _moment(entry: dict[str, Json]) -> Moment | None:
    """The wall fields, which Daylio shows; the offset tells where on earth that wall was."""
    milliseconds = whole(entry.get("timeZoneOffset"))
    offset = None
    if milliseconds is not None and abs(milliseconds) <= 15 * 3_600_000:
        offset = timedelta(minutes=round(milliseconds / 60_000))
    fields = [whole(entry.get(name)) for name in ("year", "month", "day", "hour", "minute")]
    year, month, day, hour, minute = fields
    if year is None or month is None or day is None or hour is None or minute is None:
        return _moment_of_instant(entry, offset)
    try:
        wall = datetime(year, month + 1, day, hour, minute)  # noqa: DTZ001
    except (ValueError, OverflowError):
        return None
    return Moment(wall, offset) if 1900 <= year <= 9998 else None


def _moment_of_instant(entry: dict[str, Json], offset: timedelta | None) -> Moment | None:
    milliseconds = whole(entry.get("datetime"))
    if milliseconds is None or offset is None:
        return None
    try:
        instant = datetime.fromtimestamp(milliseconds / 1000, tz=UTC)
        wall = (instant + offset).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        return None
    return Moment(wall, offset) if 1900 <= wall.year <= 9998 else None
