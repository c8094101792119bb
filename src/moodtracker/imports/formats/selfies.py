"""Old photos of oneself: which files are photos, and when one was taken.

By EXIF (DateTimeOriginal with OffsetTimeOriginal, CIPA DC-008), else by the name that phones and
messengers give: `IMG_20230514_101112`, `PXL_…` (in UTC), `KakaoTalk_…`, `IMG-20230514-WA0001`,
`Screenshot 2023-05-14 at 10.11.12`. XMP and other XML is not read.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image
from PIL.JpegImagePlugin import JpegImageFile

from moodtracker.imports.formats.problems import ImportProblem
from moodtracker.imports.formats.sources import Source
from moodtracker.imports.formats.types import Moment
from moodtracker.vision.photo import DECODING_ERRORS, MAX_BYTES

_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".heic", ".heif")
_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_BRANDS = (b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1")
_NAME = re.compile(
    r"(?<!\d)((?:19|20)\d{2})[-_. ]?(\d{2})[-_. ]?(\d{2})(?!\d{3,5}(?!\d))"
    r"(?:[-_. T]*(?:at )?(\d{2})[-_.:]?(\d{2})[-_.:]?(\d{2}))?"
)
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})")


@dataclass(frozen=True, slots=True)
class Dated:
    """When a photo was taken, and what says so: `exif` or `name`."""

    moment: Moment
    by: str


def is_photo(source: Source) -> bool:
    """Whether a file begins as a photo does."""
    head = source.head(16)
    webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    return head.startswith(_MAGIC) or webp or (head[4:8] == b"ftyp" and head[8:12] in _BRANDS)


def photo_names(source: Source) -> list[str]:
    """The photos in a ZIP, in its order. Nothing for what is none."""
    if not source.is_zip:
        return []
    try:
        members = source.archive().members
    except ImportProblem:
        return []
    return [
        name
        for name in members
        if name.lower().endswith(_ENDINGS)
        and not name.startswith("__MACOSX/")
        and not name.rsplit("/", 1)[-1].startswith(".")
    ]


def photos_of(source: Source) -> Iterator[str]:
    """A name for each photo of a file: of the members of a ZIP, or its own."""
    if source.is_zip:
        yield from photo_names(source)
    else:
        yield source.name


def photo_bytes(source: Source, name: str) -> bytes:
    """One of them. Raises ImportProblem or KeyError."""
    if source.is_zip:
        return source.archive().read(name, limit=MAX_BYTES)
    return source.read(limit=MAX_BYTES)


def dated(data: bytes, name: str, *, zone: str) -> Dated | None:
    """When it was taken; None when nothing tells."""
    moment = _by_exif(data)
    if moment:
        return Dated(moment, "exif")
    moment = _by_name(name.rsplit("/", 1)[-1], zone)
    return Dated(moment, "name") if moment else None


def _by_exif(data: bytes) -> Moment | None:
    try:
        with _header(data) as image:
            exif = image.getexif()
            details = exif.get_ifd(ExifTags.IFD.Exif)
            written = details.get(ExifTags.Base.DateTimeOriginal) or exif.get(
                ExifTags.Base.DateTime
            )
            offset = details.get(ExifTags.Base.OffsetTimeOriginal)
    except (*DECODING_ERRORS, Image.DecompressionBombError):
        return None
    try:
        wall = datetime.strptime(str(written).strip("\x00 ")[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
    except ValueError:
        return None
    return Moment(wall, _offset(str(offset or ""))) if 1990 <= wall.year <= 9998 else None


def _header(data: bytes) -> Image.Image:
    """As `vision.photo` opens it: `Image.open` refuses above 179 megapixels, which phones reach."""
    jpeg = data.startswith(b"\xff\xd8\xff")
    return JpegImageFile(io.BytesIO(data)) if jpeg else Image.open(io.BytesIO(data))


def _offset(text: str) -> timedelta | None:
    match = _OFFSET.search(text)
    if not match:
        return None
    size = timedelta(hours=int(match[2]), minutes=int(match[3]))
    size = -size if match[1] == "-" else size
    return size if abs(size) <= timedelta(hours=15) else None


def _by_name(name: str, zone: str) -> Moment | None:
    match = _NAME.search(name)
    if not match:
        return None
    numbers = [int(part) for part in match.groups() if part]
    if len(numbers) == 3:
        numbers.append(12)  # messengers write the day alone
    try:
        wall = datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001 - as on the wall
    except ValueError:
        return None
    if name.startswith("PXL_"):
        wall = wall.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return Moment(wall)
