"""Which bytes become a picture, how they are turned upright, and what is refused."""

import io
import resource
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from moodtracker.vision.detector import Detector
from moodtracker.vision.errors import PhotoError, VisionErrorCode
from moodtracker.vision.photo import MAX_BYTES, MAX_SIDE, decode_photo
from moodtracker.vision.types import RGB
from vision.photos import distance, encode


def refusal(data: bytes) -> PhotoError:
    with pytest.raises(PhotoError) as caught:
        decode_photo(data)
    return caught.value


def save(image: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


# Accepted


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_each_format_gives_the_same_picture(astronaut: RGB, kind: str) -> None:
    photo = decode_photo(encode(astronaut, kind, quality=95))
    assert (photo.width, photo.height, photo.scale) == (512, 512, 1.0)
    assert photo.rgb.dtype == np.uint8
    assert np.abs(photo.rgb.astype(int) - astronaut).mean() < 3


def test_heic_is_read_where_the_extra_is_installed(astronaut: RGB) -> None:
    pillow_heif.register_heif_opener()
    photo = decode_photo(encode(astronaut, "HEIF", quality=90))
    assert np.abs(photo.rgb.astype(int) - astronaut).mean() < 5


def test_heic_without_the_extra_is_refused_by_name(
    astronaut: RGB, monkeypatch: pytest.MonkeyPatch
) -> None:
    pillow_heif.register_heif_opener()
    data = encode(astronaut, "HEIF")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    error = refusal(data)
    assert error.code is VisionErrorCode.UNKNOWN_FORMAT
    assert error.parameters == {"allowed": "JPEG, PNG, WEBP, AVIF", "came": "HEIF"}


def test_a_phones_jpeg_with_a_second_picture_gives_the_first(astronaut: RGB) -> None:
    first, second = Image.fromarray(astronaut), Image.new("RGB", (64, 64))
    data = save(first, "MPO", save_all=True, append_images=[second], quality=95)
    assert decode_photo(data).rgb.shape == (512, 512, 3)


def test_cmyk(astronaut: RGB) -> None:
    data = save(Image.fromarray(astronaut).convert("CMYK"), "JPEG", quality=95)
    assert np.abs(decode_photo(data).rgb.astype(int) - astronaut).mean() < 6


def test_sixteen_bits_keep_their_greys() -> None:
    ramp = np.tile(np.linspace(0, 65_535, 64).astype(np.uint16), (64, 1))
    rgb = decode_photo(save(Image.fromarray(ramp), "PNG")).rgb
    assert rgb[0, 0].tolist() == [0, 0, 0]
    assert rgb[0, 32].tolist() == [ramp[0, 32] >> 8] * 3
    assert rgb[0, -1].tolist() == [255, 255, 255]


def test_sixteen_bit_colour() -> None:
    """Pillow writes no such PNG, so this one is written by hand."""
    pixels = np.zeros((8, 8, 3), ">u2")
    pixels[..., 0], pixels[..., 1] = 65_535, 32_768
    rgb = decode_photo(png(8, 8, depth=16, colour=2, rows=pixels.tobytes())).rgb
    assert rgb[4, 4].tolist() == [255, 128, 0]


def test_palette(astronaut: RGB) -> None:
    data = save(Image.fromarray(astronaut).quantize(256), "PNG")
    assert np.abs(decode_photo(data).rgb.astype(int) - astronaut).mean() < 10


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_transparency_is_laid_on_white(astronaut: RGB, kind: str) -> None:
    alpha = np.full((512, 512, 1), 255, np.uint8)
    alpha[:100] = 0
    rgb = decode_photo(encode(np.concatenate([astronaut, alpha], axis=2), kind, quality=95)).rgb
    assert rgb[:90].min() > 245
    assert np.abs(rgb[120:].astype(int) - astronaut[120:]).mean() < 3


def test_a_transparent_palette_is_laid_on_white() -> None:
    image = Image.new("P", (4, 4), 0)
    image.putpalette([200, 0, 0] + [0] * 765)
    rgb = decode_photo(save(image, "PNG", transparency=0)).rgb
    assert rgb[0, 0].tolist() == [255, 255, 255]


def test_black_and_white_bits() -> None:
    rgb = decode_photo(save(Image.new("1", (9, 5), 1), "PNG")).rgb
    assert rgb.shape == (5, 9, 3)
    assert rgb.min() == 255


def test_one_pixel() -> None:
    photo = decode_photo(encode(np.full((1, 1, 3), 7, np.uint8), "PNG"))
    assert photo.rgb.tolist() == [[[7, 7, 7]]]


@pytest.mark.parametrize(("width", "height"), [(4000, 3000), (3000, 4000), (20_000, 3), (1281, 1)])
def test_a_large_photo_is_reduced_and_keeps_its_true_size(width: int, height: int) -> None:
    photo = decode_photo(save(Image.new("RGB", (width, height), "teal"), "JPEG"))
    assert (photo.width, photo.height) == (width, height)
    assert max(photo.rgb.shape) == MAX_SIDE
    assert photo.scale == pytest.approx(max(width, height) / MAX_SIDE)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_shows_the_face_at_the_same_upright_place(
    astronaut: RGB, detector: Detector, orientation: int
) -> None:
    upright = astronaut[:, 40:]  # not square, so that a swapped side shows
    photo = decode_photo(oriented(upright, orientation))
    assert photo.rgb.shape == upright.shape
    assert (photo.width, photo.height) == (472, 512)
    faces = detector.find(photo.rgb)
    assert len(faces) == 1
    assert distance(faces[0], (185, 117)) < 8


def oriented(upright: RGB, orientation: int) -> bytes:
    """A JPEG whose stored pixels, turned as EXIF tag 274 says (CIPA DC-008), stand upright."""
    stored: dict[int, Callable[[RGB], RGB]] = {
        1: lambda p: p,
        2: lambda p: p[:, ::-1],
        3: lambda p: p[::-1, ::-1],
        4: lambda p: p[::-1],
        5: lambda p: p.transpose(1, 0, 2),
        6: lambda p: p.transpose(1, 0, 2)[::-1],
        7: lambda p: p.transpose(1, 0, 2)[::-1, ::-1],
        8: lambda p: p.transpose(1, 0, 2)[:, ::-1],
    }
    exif = Image.Exif()
    exif[274] = orientation
    pixels = np.ascontiguousarray(stored[orientation](upright))
    return encode(pixels, "JPEG", quality=95, exif=exif.tobytes())


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_a_tag_block_that_cannot_be_read_is_as_good_as_none(astronaut: RGB) -> None:
    data = encode(astronaut, "JPEG", exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff")
    assert decode_photo(data).rgb.shape == (512, 512, 3)


# Refused


def test_nothing() -> None:
    assert refusal(b"").code is VisionErrorCode.EMPTY


def test_too_many_bytes() -> None:
    error = refusal(b"\xff\xd8\xff" + bytes(MAX_BYTES))
    assert error.code is VisionErrorCode.TOO_MANY_BYTES
    assert str(error) == "A photo may have at most 15 MB; got 15.0 MB."
    assert error.parameters == {"limit_mb": 15, "came_mb": "15.0"}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_a_file_that_breaks_off(astronaut: RGB, kind: str, share: float) -> None:
    data = encode(astronaut, kind)
    assert refusal(data[: int(len(data) * share)]).code is VisionErrorCode.BROKEN_PHOTO


@pytest.mark.parametrize(
    ("kind", "name"), [("GIF", "GIF"), ("TIFF", "TIFF"), ("BMP", "BMP"), ("EPS", "EPS")]
)
def test_other_picture_formats_are_refused_by_name(astronaut: RGB, kind: str, name: str) -> None:
    error = refusal(encode(astronaut, kind))
    assert error.code is VisionErrorCode.UNKNOWN_FORMAT
    assert error.parameters["came"] == name
    assert str(error).endswith(f"; got {name}.")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="svg"),
        pytest.param(b"%PDF-1.7\n", id="pdf"),
        pytest.param("안녕하세요".encode(), id="text"),
        pytest.param(b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2", id="mp4"),
        pytest.param(b"\x00", id="one byte"),
    ],
)
def test_what_is_no_photo(data: bytes) -> None:
    assert refusal(data).code is VisionErrorCode.UNKNOWN_FORMAT


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_a_moving_picture(kind: str) -> None:
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "green", "blue")]
    data = save(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    error = refusal(data)
    assert error.code is VisionErrorCode.ANIMATED
    assert error.parameters == {"frames": 3}


def png(width: int, height: int, *, depth: int = 1, colour: int = 0, rows: bytes = b"") -> bytes:
    """A PNG written by hand; black when no rows are given."""
    stride = (width * depth * {0: 1, 2: 3}[colour] + 7) // 8
    lines = (
        b"".join(b"\x00" + rows[at : at + stride] for at in range(0, len(rows), stride))
        if rows
        else bytes((stride + 1) * height)
    )

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(lines, 9))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [8_000, 14_000])
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_small_file_that_unfolds_to_many_pixels_is_refused_before_it_does(side: int) -> None:
    data = png(side, side)
    assert len(data) < 30_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    error = refusal(data)
    assert error.code is VisionErrorCode.TOO_MANY_PIXELS
    assert error.parameters["limit_megapixels"] == 50
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # KiB


def test_a_progressive_jpeg_may_not_hold_as_many_pixels_as_a_baseline_one() -> None:
    """Its decoder keeps every coefficient in memory, whatever size is asked of it."""
    image = Image.new("L", (8_000, 7_000))
    assert decode_photo(save(image, "JPEG")).width == 8_000
    error = refusal(save(image, "JPEG", progressive=True))
    assert error.code is VisionErrorCode.TOO_MANY_PIXELS
    assert error.parameters["came"] == "8000×7000"


# Not `getrusage`: its high-water mark is inherited from the process that started this one.
MEASURE = """
import sys
from moodtracker.vision.photo import decode_photo
photo = decode_photo(open(sys.argv[1], "rb").read())
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(photo.width, photo.height, int(peak.split()[1]) // 1024)
"""


def test_a_phones_200_megapixels_are_read_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "phone.jpg"
    Image.new("L", (16_320, 12_240), 90).save(path, quality=60)
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, path], capture_output=True, text=True, check=True
    )
    width, height, mebibytes = map(int, done.stdout.split())
    assert (width, height) == (16_320, 12_240)
    assert mebibytes < 150


# Any bytes at all


def small(kind: str, **options: Any) -> bytes:
    pixels = np.random.default_rng(3).integers(0, 255, (40, 56, 3), np.uint8)
    exif = Image.Exif()
    exif[274] = 6
    return encode(pixels, kind, exif=exif.tobytes(), **options)


SEEDS = [
    small("JPEG"),
    small("JPEG", progressive=True),
    small("PNG"),
    small("WEBP"),
    small("WEBP", lossless=True),
    small("AVIF"),
    save(Image.new("P", (30, 20)), "PNG", transparency=0),
    save(Image.new("CMYK", (30, 20)), "JPEG"),
]

Mutation = tuple[str, float, bytes]
MUTATIONS = st.tuples(
    st.sampled_from(["set", "insert", "delete", "cut"]),
    st.floats(0, 1, exclude_max=True),
    st.binary(min_size=1, max_size=16),
)


def mutated(data: bytes, mutation: Mutation) -> bytes:
    action, place, content = mutation
    at = int(place**2 * len(data))  # headers are where formats break in the most ways
    if action == "set":
        return data[:at] + content + data[at + len(content) :]
    if action == "insert":
        return data[:at] + content + data[at:]
    if action == "delete":
        return data[:at] + data[at + len(content) :]
    return data[:at]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(SEEDS), st.lists(MUTATIONS, min_size=1, max_size=6))
@pytest.mark.filterwarnings("ignore")
def test_a_damaged_file_is_read_or_refused_and_nothing_else(
    seed: bytes, mutations: list[Mutation]
) -> None:
    data = seed
    for mutation in mutations:
        data = mutated(data, mutation)
    try:
        photo = decode_photo(data)
    except PhotoError:
        return
    assert photo.rgb.dtype == np.uint8
    assert photo.rgb.shape[2] == 3
    assert max(photo.rgb.shape) <= MAX_SIDE


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes_are_refused(data: bytes) -> None:
    assert refusal(data).code in VisionErrorCode
