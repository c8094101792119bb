"""Real photos made bad in one known way each."""

import io
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from moodtracker.vision.types import RGB, Face

Colour = tuple[int, int, int]


def encode(rgb: RGB, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, kind, **options)
    return buffer.getvalue()


def with_mask(rgb: RGB, face: Face, colour: Colour) -> RGB:
    """A pleated mask from the bridge of the nose to the chin."""
    picture = Image.fromarray(rgb)
    draw, box = ImageDraw.Draw(picture), face.box
    nose, mouth = face.landmarks[2], face.landmarks[3:].mean(axis=0)
    unit = float(mouth[1] - face.landmarks[:2, 1].mean())
    left, right = box.x + 0.05 * box.width, box.x + 0.95 * box.width
    chin = box.y + box.height
    outline = [
        (left, nose[1] - 0.1 * unit),
        (nose[0], nose[1] - 0.25 * unit),
        (right, nose[1] - 0.1 * unit),
        (right - 0.15 * box.width, chin - 0.05 * box.height),
        (nose[0], chin),
        (left + 0.15 * box.width, chin - 0.05 * box.height),
    ]
    draw.polygon([(float(x), float(y)) for x, y in outline], fill=colour)
    pleat = tuple(max(part - 14, 0) for part in colour)
    for row in (-0.2, 0.0, 0.2):
        y = float(mouth[1]) + row * unit
        draw.line([(left + 8, y), (right - 8, y)], fill=pleat, width=max(1, int(unit * 0.03)))
    return np.asarray(picture.filter(ImageFilter.GaussianBlur(0.6)))


def with_dark_glasses(rgb: RGB, face: Face) -> RGB:
    picture = Image.fromarray(rgb)
    draw = ImageDraw.Draw(picture)
    left, right = face.landmarks[0].tolist(), face.landmarks[1].tolist()
    unit = right[0] - left[0]
    for x, y in (left, right):
        draw.ellipse(
            [x - 0.38 * unit, y - 0.25 * unit, x + 0.38 * unit, y + 0.32 * unit], fill=(18, 18, 22)
        )
    draw.line([tuple(left), tuple(right)], fill=(18, 18, 22), width=3)
    return np.asarray(picture.filter(ImageFilter.GaussianBlur(0.6)))


def with_bar_over_eyes(rgb: RGB, face: Face) -> RGB:
    picture = Image.fromarray(rgb)
    box, y = face.box, float(face.landmarks[:2, 1].mean())
    unit = float(face.landmarks[1, 0] - face.landmarks[0, 0])
    ImageDraw.Draw(picture).rectangle(
        [box.x, y - 0.22 * unit, box.x + box.width, y + 0.22 * unit], fill=(200, 200, 200)
    )
    return np.asarray(picture)


def brightened(rgb: RGB, factor: float) -> RGB:
    return (rgb.astype(np.float64) * factor).clip(0, 255).astype(np.uint8)


def blurred(rgb: RGB, radius: float) -> RGB:
    return np.asarray(Image.fromarray(rgb).filter(ImageFilter.GaussianBlur(radius)))


def shaken(rgb: RGB, pixels: int) -> RGB:
    """The camera moved sideways by so many pixels while the shutter was open."""
    steps = [np.roll(rgb, step, axis=1).astype(np.float64) for step in range(pixels)]
    return np.mean(steps, axis=0).astype(np.uint8)


def scaled(rgb: RGB, factor: float) -> RGB:
    size = (round(rgb.shape[1] * factor), round(rgb.shape[0] * factor))
    return np.asarray(Image.fromarray(rgb).resize(size, Image.Resampling.BICUBIC))


def tilted(rgb: RGB, face: Face, degrees: float) -> RGB:
    """The picture turned about the face, anticlockwise."""
    return np.asarray(
        Image.fromarray(rgb).rotate(degrees, Image.Resampling.BICUBIC, center=centre(face))
    )


def turned(rgb: RGB, face: Face, degrees: float) -> RGB:
    """The head turned to the right of the picture: its pixels lie on a cylinder with a nose,
    the cylinder is turned, and what comes to lie behind is hidden.
    """
    angle, radius = np.radians(degrees), 0.62 * face.box.width
    middle = centre(face)[0]
    nose_x, nose_y = float(face.landmarks[2, 0]) - middle, float(face.landmarks[2, 1])
    across = np.arange(-radius, radius + 0.25, 0.25)
    columns = np.arange(int(middle - radius), int(middle + radius) + 1)
    out = rgb.copy()
    for row in range(rgb.shape[0]):
        bump = ((across - nose_x) / (0.17 * radius)) ** 2 + ((row - nose_y) / (0.22 * radius)) ** 2
        depth = np.sqrt(np.maximum(radius**2 - across**2, 0)) + 0.4 * radius * np.exp(-bump)
        place = across * np.cos(angle) + depth * np.sin(angle)
        seen = place >= np.maximum.accumulate(place)
        source = np.interp(columns - middle, place[seen], across[seen]) + middle
        out[row, columns] = rgb[row, source.round().astype(int).clip(0, rgb.shape[1] - 1)]
    return out


def centre(face: Face) -> tuple[float, float]:
    return face.box.x + face.box.width / 2, face.box.y + face.box.height / 2


def distance(face: Face, place: tuple[float, float]) -> float:
    x, y = centre(face)
    return float(np.hypot(x - place[0], y - place[1]))


def overlap(first: npt.NDArray[np.float64], second: npt.NDArray[np.float64]) -> float:
    """Intersection over union of two boxes (x, y, width, height), by the definition."""
    left, top = max(first[0], second[0]), max(first[1], second[1])
    right = min(first[0] + first[2], second[0] + second[2])
    bottom = min(first[1] + first[3], second[1] + second[3])
    shared = max(0.0, right - left) * max(0.0, bottom - top)
    return float(shared / (first[2] * first[3] + second[2] * second[3] - shared))
