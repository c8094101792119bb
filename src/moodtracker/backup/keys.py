"""The keys, in a file of their own.

Photos in a backup are sealed. A backup that also held the keys would open them for whoever gets
hold of it, and would keep opening photos of people who have left. So keys lie apart, and only the
newest are kept: the file before is overwritten when a new one is in its place.
"""

import contextlib
import hashlib
import json
import os
import re
import secrets
import zipfile
from collections.abc import Iterator
from pathlib import Path

from moodtracker.backup.errors import DamagedError
from moodtracker.backup.files import make_folder, sync_folder
from moodtracker.config.secret_files import FOLDER as SECRETS
from moodtracker.core.vault import KEYS_FOLDER

FILE = "keys.zip"
_LIST = "list.json"
_NAME = re.compile(rf"{SECRETS}/[a-z-]+|{KEYS_FOLDER}/\d+\.key")


def gather_keys(data: Path) -> dict[str, bytes]:
    """What lies under `secrets/` and `keys/`, by path. Raises OSError."""
    found: dict[str, bytes] = {}
    for folder in (SECRETS, KEYS_FOLDER):
        for path in sorted((data / folder).glob("*")):
            name = f"{folder}/{path.name}"
            if _NAME.fullmatch(name):
                with contextlib.suppress(FileNotFoundError):  # destroyed meanwhile
                    found[name] = path.read_bytes()
    return found


def people_in(keys: dict[str, bytes]) -> set[int]:
    """Whose keys are there: the ids of their accounts."""
    personal = f"{KEYS_FOLDER}/"
    return {int(Path(name).stem) for name in keys if name.startswith(personal)}


def write_keys(path: Path, keys: dict[str, bytes]) -> None:
    """Put a new file in place of the one before, which is overwritten then. Raises OSError."""
    make_folder(path.parent)
    draft = path.with_name(f".{path.name}.part")
    draft.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with zipfile.ZipFile(file, "w") as archive:
                sums = {name: hashlib.sha256(data).hexdigest() for name, data in keys.items()}
                archive.writestr(_LIST, json.dumps(sums, indent=1))
                for name, data in keys.items():
                    archive.writestr(name, data)
            file.flush()
            os.fsync(file.fileno())
        with _overwritten_after(path):
            draft.replace(path)
            sync_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def read_keys(path: Path) -> dict[str, bytes]:
    """The keys by path. Raises DamagedError when they are not as they were written, or OSError."""
    try:
        with zipfile.ZipFile(path) as archive:
            sums = json.loads(archive.read(_LIST))
            keys = {name: archive.read(name) for name in sums}
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, NotImplementedError):
        raise _changed(path) from None
    for name, data in keys.items():
        if not _NAME.fullmatch(name) or hashlib.sha256(data).hexdigest() != sums[name]:
            raise _changed(path)
    return keys


def _changed(path: Path) -> DamagedError:
    return DamagedError(
        f"열쇠 파일이 쓰인 그대로가 아니에요: {path}",
        f"The file of keys is not as it was written: {path}",
    )


@contextlib.contextmanager
def _overwritten_after(path: Path) -> Iterator[None]:
    """Hold the file that is about to be replaced, and overwrite it as far as the disk lets one."""
    try:
        before = path.open("r+b")
    except FileNotFoundError:
        yield
        return
    with before:
        yield
        state = os.fstat(before.fileno())
        if not state.st_nlink:  # else somebody keeps it under a second name
            before.write(secrets.token_bytes(state.st_size))
            before.flush()
            os.fsync(before.fileno())
