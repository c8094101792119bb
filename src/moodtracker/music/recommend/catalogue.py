"""Reads `catalogue.json` and refuses what does not fit; the fields are in docs/music.md."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from moodtracker.emotions import CLASS_NAMES, Emotion
from moodtracker.music.recommend.works import (
    CommonsFile,
    Forces,
    Mode,
    Recording,
    Scope,
    Work,
)

SCHEMA = 1
# Eleven base64url digits hold 66 bits, an id has 64: the last digit ends in two zero bits.
YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{10}[AEIMQUYcgkosw048]")
WORK_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SCOPE_ORDER = tuple(Scope)

Json = Mapping[str, Any]


class CatalogueError(ValueError):
    """The catalogue breaks one of its rules; the message names the work, the rule and the value."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All works, in the order of the file, and by id."""

    works: tuple[Work, ...]
    by_id: Mapping[str, Work]


def parse_catalogue(text: str) -> Catalogue:
    """The catalogue in `text`, as JSON; raises CatalogueError at the first thing that is wrong."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise CatalogueError(f"The catalogue has to be JSON; {error}.") from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        got = document.get("schema") if isinstance(document, dict) else type(document).__name__
        raise CatalogueError(f"The catalogue has to have schema {SCHEMA}; got {got!r}.")
    works = tuple(_works(document.get("works") or []))
    by_id = {work.id: work for work in works}
    if len(by_id) != len(works):
        twice = sorted({w.id for w in works if [x.id for x in works].count(w.id) > 1})
        raise CatalogueError(f"A work has to stand once in the catalogue; twice: {twice}.")
    return Catalogue(works, by_id)


def _works(entries: list[Json]) -> Iterator[Work]:
    for number, entry in enumerate(entries, 1):
        name = str(entry.get("id", f"number {number}"))
        try:
            yield _work(entry)
        except CatalogueError as error:
            raise CatalogueError(f"{name}: {error}") from error
        except (KeyError, TypeError, ValueError) as error:
            raise CatalogueError(
                f"{name}: every field of docs/music.md has to be there and of its type; "
                f"got {type(error).__name__}: {error}."
            ) from error


def _work(entry: Json) -> Work:
    _demand(WORK_ID.fullmatch(entry["id"]), "an id is small letters, digits and -", entry["id"])
    work = Work(
        id=entry["id"],
        title=_text(entry, "title"),
        title_ko=_text(entry, "title_ko"),
        composer=_text(entry, "composer"),
        composer_ko=_text(entry, "composer_ko"),
        year=int(entry["year"]),
        key=_text(entry, "key"),
        mode=_mode(entry["key"]),
        bpm=int(entry["bpm_approx"]),
        forces=Forces(entry["forces"]),
        valence=_coordinate(entry, "valence"),
        arousal=_coordinate(entry, "arousal"),
        emotions=tuple(_emotion(name) for name in entry["emotions"]),
        keywords=tuple(map(str, entry["keywords"])),
        keywords_ko=tuple(map(str, entry["keywords_ko"])),
        duration_s=int(entry["duration_s"]),
        recordings=_in_order(tuple(map(_recording, entry["youtube"]))),
        files=tuple(map(_commons_file, entry["commons"])),
    )
    _demand(work.emotions, "a work has at least one emotion", entry["emotions"])
    _demand(work.recordings or work.files, "a work has at least one source", "none")
    return work


def _recording(entry: Json) -> Recording:
    youtube_id = entry["id"]
    _demand(
        YOUTUBE_ID.fullmatch(youtube_id),
        "a YouTube id is 11 of A-Z a-z 0-9 _ - with one of AEIMQUYcgkosw048 last",
        youtube_id,
    )
    scope = Scope(entry["scope"])
    start = int(entry.get("start_s", 0))
    _demand(
        start > 0 if scope is Scope.WITH_OFFSET else start == 0,
        f"start_s is given with {Scope.WITH_OFFSET} and with nothing else",
        (scope.value, start),
    )
    seconds = entry.get("seconds")
    return Recording(
        youtube_id=youtube_id,
        scope=scope,
        start_s=start,
        performer=str(entry.get("performer", "")),
        seconds=None if seconds is None else int(seconds),
        source=_text(entry, "source"),
    )


def _commons_file(entry: Json) -> CommonsFile:
    name = _text(entry, "file").replace(" ", "_")
    # Commons files its uploads by the MD5 of the name; nothing here is kept secret by it.
    digest = hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
    expected = f"{digest[0]}/{digest[:2]}/{name}"
    got = entry["upload_path"]
    _demand(got == expected, f"a Commons path is x/xy of the name's MD5, here {expected}", got)
    return CommonsFile(
        file=entry["file"],
        upload_path=got,
        performer=str(entry.get("performer", "")),
        licence=_text(entry, "licence"),
        source=_text(entry, "source"),
    )


def _in_order(recordings: tuple[Recording, ...]) -> tuple[Recording, ...]:
    return tuple(sorted(recordings, key=lambda item: _SCOPE_ORDER.index(item.scope)))


def _mode(key: str) -> Mode:
    major, minor = "major" in key, "minor" in key
    _demand(major or minor, "a key is major, minor or goes from one to the other", key)
    if major and minor:
        return Mode.MIXED
    return Mode.MAJOR if major else Mode.MINOR


def _emotion(name: str) -> Emotion:
    _demand(name in CLASS_NAMES, f"an emotion is one of {', '.join(CLASS_NAMES)}", name)
    return Emotion(name)


def _coordinate(entry: Json, field: str) -> float:
    value = float(entry[field])
    _demand(-1 <= value <= 1, f"{field} lies in -1…1", value)
    return value


def _text(entry: Json, field: str) -> str:
    value = entry[field]
    _demand(isinstance(value, str) and value.strip(), f"{field} is a text, not empty", value)
    return cast("str", value)


def _demand(fulfilled: object, rule: str, got: object) -> None:
    if not fulfilled:
        raise CatalogueError(f"{rule}; got {got!r}.")
