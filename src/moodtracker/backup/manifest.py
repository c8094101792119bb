"""`manifest.json`: what a backup holds, and the sum of all of it."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from moodtracker.backup.database import TableSum
from moodtracker.backup.errors import DamagedError
from moodtracker.backup.files import FileSum, write_file

FILE = "manifest.json"
FORMAT = 1
_PHOTO_NAME = re.compile(r"[0-9a-zA-Z_-]{8,64}")


@dataclass(frozen=True, slots=True)
class DatabaseSum:
    """The database: its file, its tables, and the steps that its tables have taken."""

    file: FileSum
    tables: dict[str, TableSum]
    migrations: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Manifest:
    """`version` of the software and `made_at` (ISO 8601, UTC); `database` is None where it is kept
    by a PostgreSQL server. `lost` are photos that rows name and no whole file was there for.
    """

    version: str
    made_at: str
    database: DatabaseSum | None
    photos: dict[str, FileSum]
    lost: tuple[str, ...] = ()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write it, with the sum of itself. Raises OSError."""
    content = {"format": FORMAT, **asdict(manifest)}
    whole = {**content, "sha256": _own_sum(content)}
    write_file(folder / FILE, json.dumps(whole, indent=1, ensure_ascii=False).encode())


def read_manifest(folder: Path) -> Manifest:
    """Raises DamagedError for one that is not there, was changed, or is of a later format."""
    path = folder / FILE
    try:
        content = json.loads(path.read_bytes())
        own = content.pop("sha256")
        if content["format"] != FORMAT:
            raise DamagedError(
                f"이 백업의 형식은 {content['format']}이에요. 이 버전은 {FORMAT}만 읽어요: {path}",
                f"This version reads backups of format {FORMAT}; got {content['format']}: {path}",
            )
        manifest = _parsed(content)
    except FileNotFoundError:
        raise DamagedError(
            f"온전한 백업에는 {FILE}이 있어요. 없어요: {folder}",
            f"A whole backup has a {FILE}; there is none in {folder}",
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _changed(path) from None
    if own != _own_sum(content) or not all(map(_PHOTO_NAME.fullmatch, manifest.photos)):
        raise _changed(path)
    return manifest


def _changed(path: Path) -> DamagedError:
    return DamagedError(
        f"백업의 목록이 쓰인 그대로가 아니에요: {path}",
        f"The list of the backup is not as it was written: {path}",
    )


def _own_sum(content: dict[str, Any]) -> str:
    plain = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _parsed(content: dict[str, Any]) -> Manifest:
    database = content["database"]
    return Manifest(
        version=content["version"],
        made_at=content["made_at"],
        database=None if database is None else _parsed_database(database),
        photos={name: FileSum(**one) for name, one in content["photos"].items()},
        lost=tuple(content["lost"]),
    )


def _parsed_database(database: dict[str, Any]) -> DatabaseSum:
    return DatabaseSum(
        file=FileSum(**database["file"]),
        tables={
            name: TableSum(tuple(one["columns"]), one["rows"], one["sha256"])
            for name, one in database["tables"].items()
        },
        migrations={app: tuple(names) for app, names in database["migrations"].items()},
    )
