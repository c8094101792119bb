"""Bytes from outside → an upright RGB picture of bounded size."""

import importlib.util
import struct
import zlib
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import ExifTags, Image
from PIL.JpegImagePlugin import JpegImageFile

from moodtracker.vision.errors import PhotoError, VisionErrorCode
from moodtracker.vision.types import RGB

MAX_BYTES = 15_000_000
MAX_SIDE = 1280
# A baseline JPEG is reduced while it is decoded, so only its reduced pixels are ever held.
# A progressive one keeps all its coefficients, any other format all its pixels: up to 4 bytes each.
MAX_PIXELS_JPEG = 250_000_000
MAX_PIXELS = 50_000_000

DECODING_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    RuntimeError,
    EOFError,
    AssertionError,
    struct.error,
    zlib.error,
    MemoryError,
)
"""Whatever Pillow's decoders raise on bytes they do not like."""

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class Photo:
    """`rgb` is the upright picture, its long side at most `MAX_SIDE`; `width` and `height` are
    the upright photo's own pixels, which `rgb` may hold reduced.
    """

    rgb: RGB
    width: int
    height: int

    @property
    def scale(self) -> float:
        """Pixels of the upright photo in one pixel of `rgb`, at least 1."""
        rows, columns = self.rgb.shape[:2]
        return float(max(self.width, self.height) / max(rows, columns))


def decode_photo(data: bytes) -> Photo:
    """Decode JPEG, PNG, WebP, AVIF (HEIC with the extra `heic`) into upright RGB.

    Bytes and pixels are checked before anything is decoded. All eight EXIF orientations are
    undone; transparency is laid on white. A moving picture is refused: which of its moments the
    person means cannot be known. Raises `PhotoError`, and nothing else.
    """
    _check_bytes(data)
    try:
        image = _open(data)
    except DECODING_ERRORS as error:
        raise _broken() from error
    _check_header(image)
    try:
        return _upright(image)
    except DECODING_ERRORS as error:
        raise _broken() from error


def _broken() -> PhotoError:
    return PhotoError(
        VisionErrorCode.BROKEN_PHOTO,
        "A photo must be a whole, undamaged file; this one breaks off or is damaged.",
    )


# Checks before decoding


def _check_bytes(data: bytes) -> None:
    if not data:
        raise PhotoError(VisionErrorCode.EMPTY, "A photo must have content; got an empty file.")
    if len(data) > MAX_BYTES:
        limit, came = MAX_BYTES // 1_000_000, f"{len(data) / 1_000_000:.1f}"
        raise PhotoError(
            VisionErrorCode.TOO_MANY_BYTES,
            f"A photo may have at most {limit} MB; got {came} MB.",
            {"limit_mb": limit, "came_mb": came},
        )


def _check_header(image: Image.Image) -> None:
    if getattr(image, "is_animated", False) and image.format != "HEIF":
        frames = int(getattr(image, "n_frames", 2))
        raise PhotoError(
            VisionErrorCode.ANIMATED,
            f"A photo must be a still picture; got one with {frames} frames.",
            {"frames": frames},
        )
    baseline = image.format == "JPEG" and not image.info.get("progressive")
    limit = MAX_PIXELS_JPEG if baseline else MAX_PIXELS
    if image.width * image.height > limit:
        raise _too_many_pixels(limit, f"{image.width}×{image.height}")


def _too_many_pixels(limit: int, came: str) -> PhotoError:
    megapixels = limit // 1_000_000
    return PhotoError(
        VisionErrorCode.TOO_MANY_PIXELS,
        f"A photo in this format may have at most {megapixels} megapixels; got {came}.",
        {"limit_megapixels": megapixels, "came": came},
    )


# Opening


def _open(data: bytes) -> Image.Image:
    kind = sniff(data)
    if kind == "JPEG":
        # Not through `Image.open`, which refuses above 179 megapixels, and which takes a phone's
        # JPEG with a second picture in it (MPO) for an animation.
        return JpegImageFile(BytesIO(data))
    allowed = _formats()
    if kind not in allowed:
        names = ", ".join(name if name != "HEIF" else "HEIC" for name in ("JPEG", *allowed))
        raise PhotoError(
            VisionErrorCode.UNKNOWN_FORMAT,
            f"A photo must be {names}; got {kind or 'something else'}.",
            {"allowed": names, "came": kind},
        )
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    try:
        return Image.open(BytesIO(data), formats=[kind])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(MAX_PIXELS, "many more") from error


def _formats() -> tuple[str, ...]:
    heic = importlib.util.find_spec("pillow_heif") is not None
    return ("PNG", "WEBP", "AVIF", "HEIF") if heic else ("PNG", "WEBP", "AVIF")


_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"BM", "BMP"),
    (b"%!PS", "EPS"),
    (b"\xc5\xd0\xd3\xc6", "EPS"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"8BPS", "PSD"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
)
_BRANDS = {b"avif": "AVIF", b"avis": "AVIF"} | dict.fromkeys(
    (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), "HEIF"
)


def sniff(data: bytes) -> str:
    """The format by its first bytes, as Pillow names it; empty where none is known."""
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp":
        return _sniff_brand(data)
    head = data[:512].lstrip().lower()
    return "SVG" if head.startswith((b"<svg", b"<?xml")) else ""


def _sniff_brand(data: bytes) -> str:
    """ISO base media: `mif1` is shared by AVIF and HEIC, so the compatible brands decide."""
    size = min(int.from_bytes(data[:4], "big"), 256)
    brands = [data[8:12], *(data[at : at + 4] for at in range(16, size, 4))]
    kinds = [_BRANDS[brand] for brand in brands if brand in _BRANDS]
    if "AVIF" in kinds:
        return "AVIF"
    return kinds[0] if kinds else "MP4"


# Decoding


def _upright(image: Image.Image) -> Photo:
    turn = turn_to_upright(image)
    width, height = image.size
    fit = min(1.0, MAX_SIDE / max(width, height))
    size = (max(1, round(width * fit)), max(1, round(height * fit)))
    if fit < 1:
        image.draft("RGB", size)  # a JPEG decodes to 1/2, 1/4 or 1/8, never below `size`
    image.load()
    picture = _to_rgb(image)
    if picture.size != size:
        picture = picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
    if turn is not None:
        picture = picture.transpose(turn)
    if turn in {
        Image.Transpose.TRANSPOSE,
        Image.Transpose.ROTATE_270,
        Image.Transpose.TRANSVERSE,
        Image.Transpose.ROTATE_90,
    }:
        width, height = height, width
    return Photo(rgb=np.asarray(picture), width=width, height=height)


def turn_to_upright(image: Image.Image) -> Image.Transpose | None:
    """What EXIF tag 274 asks for; a tag block that cannot be read is as good as none."""
    try:
        return _UPRIGHT.get(int(image.getexif().get(ExifTags.Base.Orientation, 1)))
    except DECODING_ERRORS:
        return None


def _to_rgb(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image
    if image.mode.startswith("I"):  # 16 bits a pixel: `convert` would clip at 255
        sixteen = np.asarray(image).astype(np.int64).clip(0, 65_535)
        return Image.fromarray((sixteen >> 8).astype(np.uint8)).convert("RGB")
    if image.mode in {"LA", "PA", "RGBA", "La", "RGBa"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        paper = Image.new("RGB", layer.size, "white")
        paper.paste(layer, mask=layer.getchannel("A"))
        return paper
    return image.convert("RGB")
