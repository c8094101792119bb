"""Sealed photo files: made, read, removed and listed; nothing here knows the database.

A file is complete or absent under its name: it is written beside it, synced, renamed, and the
folder synced, before any row speaks of it. What a crash leaves behind is a file without a row
(or a `.part` file), never a row without a file; `services.photos_sweep` removes such files.
"""

import contextlib
import hashlib
import io
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from PIL import Image

from moodtracker.core.vault import is_personal, seal_for, unseal
from moodtracker.vision.crop import Square
from moodtracker.vision.types import RGB

LONG_SIDE = 1280
FACE_SIDE = 240
PART = ".part"
_QUALITY = 88


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A picture encoded for keeping: JPEG without metadata, long side at most `LONG_SIDE`.

    `scale` is its pixels in one pixel of the picture it was made of, at most 1.
    """

    jpeg: bytes
    width: int
    height: int
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A file that lies under `name`, with the size and SHA-256 of its sealed bytes."""

    name: str
    byte_size: int
    sha256: str


def encode_jpeg(picture: RGB, *, long_side: int, quality: int = _QUALITY) -> bytes:
    """JPEG bytes of upright RGB pixels, scaled down to fit; nothing but pixels goes in."""
    image = Image.fromarray(picture)
    image.thumbnail((long_side, long_side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def kept_picture(picture: RGB) -> KeptPicture:
    """Encode upright RGB for keeping."""
    jpeg = encode_jpeg(picture, long_side=LONG_SIDE)
    with Image.open(io.BytesIO(jpeg)) as image:
        width, height = image.size
    return KeptPicture(jpeg, width, height, width / picture.shape[1])


def face_picture(picture: RGB, square: Square) -> bytes:
    """A small JPEG of one face with a little around it, cut where the picture ends."""
    height, width = picture.shape[:2]
    half = 0.7 * square.side
    left, right = _range(square.centre_x, half, width)
    top, bottom = _range(square.centre_y, half, height)
    return encode_jpeg(picture[top:bottom, left:right], long_side=FACE_SIDE)


def _range(centre: float, half: float, limit: int) -> tuple[int, int]:
    """First and one past the last pixel around a centre, at least one pixel inside the picture."""
    first = min(max(0, int(centre - half)), limit - 1)
    return first, max(first + 1, min(limit, int(centre + half) + 1))


def scaled_square(square: Square, scale: float) -> Square:
    """The same square in a picture scaled by this factor."""
    return Square(
        square.centre_x * scale, square.centre_y * scale, square.side * scale, square.tilt
    )


def photo_folder() -> Path:
    """Where sealed photos lie."""
    folder: Path = settings.MOODTRACKER_PHOTOS
    return folder


def photo_path(name: str) -> Path:
    """The path of one file; spread over 256 folders by the first two letters of the name."""
    return photo_folder() / name[:2] / name


def write_sealed(plain: bytes, *, owner_id: int) -> SealedFile:
    """Seal under the owner's key and write a new file, durable when this returns.

    Raises OSError when the disk refuses; nothing is left under the name then.
    """
    name = uuid.uuid4().hex
    sealed = seal_for(owner_id, plain, context=_context(name))
    path = photo_path(name)
    _make_folder(path.parent)
    part = path.with_name(name + PART)
    try:
        _write_synced(part, sealed)
        part.replace(path)
        _sync_folder(path.parent)
    except OSError:
        part.unlink(missing_ok=True)
        path.unlink(missing_ok=True)
        raise
    return SealedFile(name, len(sealed), hashlib.sha256(sealed).hexdigest())


def read_sealed(name: str) -> bytes:
    """The plain bytes of a file. Raises OSError, or the vault's error when it was tampered with."""
    return unseal(photo_path(name).read_bytes(), context=_context(name))


def is_sealed_for_owner(name: str) -> bool:
    """Whether a file is sealed under its owner's key; older ones are under the vault's.

    Raises OSError.
    """
    with photo_path(name).open("rb") as file:
        return is_personal(file.read(3))


def remove_files(names: list[str]) -> None:
    """Remove files, those already gone included."""
    for name in names:
        photo_path(name).unlink(missing_ok=True)


def files_untouched_since(moment: datetime) -> Iterator[Path]:
    """Every file of the photo folder, `.part` files included, last written before `moment`."""
    for path in sorted(photo_folder().glob("??/*")):
        with contextlib.suppress(FileNotFoundError):  # removed between listing and looking
            if datetime.fromtimestamp(path.stat().st_mtime, tz=UTC) < moment:
                yield path


def _context(name: str) -> bytes:
    return f"diary photo {name}".encode()


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sync_folder(folder.parent)


def _write_synced(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
