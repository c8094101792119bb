"""Small squares of kept photos, for lists.

None is stored: a thumbnail at rest would be a second copy to seal, count, export and erase. JPEG
is decoded at a fraction of its size (`draft`), and the last ones stay in memory, a few kilobytes
each, so that a page that is opened again decodes nothing. Whoever asks has been let through to
the row of the photo before.
"""

import io
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image

from moodtracker.diary.models import EntryPhoto
from moodtracker.diary.photo_files import read_sealed

SIDE = 160
IN_MEMORY = 512
_QUALITY = 82
_REACH = 1.7  # sides of the face's square: the face with hair and shoulders


@dataclass(frozen=True, slots=True)
class _Square:
    left: float
    top: float
    side: float


def thumbnail(photo: EntryPhoto) -> bytes:
    """A JPEG of `SIDE` pixels around the face. Raises OSError or VaultError like `read_sealed`."""
    square = _around_face(photo)
    return _cut(photo.name, round(square.left), round(square.top), max(1, int(square.side)))


def forget() -> None:
    """Drop what stays in memory: somebody left."""
    _cut.cache_clear()


@lru_cache(maxsize=IN_MEMORY)
def _cut(name: str, left: int, top: int, side: int) -> bytes:
    with Image.open(io.BytesIO(read_sealed(name)), formats=["JPEG"]) as whole:
        width = whole.width
        whole.draft("RGB", (whole.width * SIDE // side, whole.height * SIDE // side))
        scale = whole.width / width
        box = (left * scale, top * scale, (left + side) * scale, (top + side) * scale)
        small = whole.convert("RGB").resize((SIDE, SIDE), Image.Resampling.BILINEAR, box=box)
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()


def _around_face(photo: EntryPhoto) -> _Square:
    """The largest square around the face that lies within the photo."""
    side = max(1.0, min(_REACH * photo.face_side, photo.width, photo.height))
    return _Square(
        left=min(max(0.0, photo.face_x - side / 2), photo.width - side),
        top=min(max(0.0, photo.face_y - side / 2), photo.height - side),
        side=side,
    )
