"""Why a photo will read badly, measured from its pixels.

The limits were set on 581 faces of the FER+ training split, as they are and with masks, dark
glasses and bars painted over them, and on portraits blurred, dimmed and turned by known amounts.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from moodtracker.vision.crop import Square, crop_face, eye_tilt
from moodtracker.vision.types import RGB, Advice, Box, Face, Floats

Plane = npt.NDArray[np.float64]

MIN_FACE = 48  # pixels: smaller ones are enlarged for the network
MIN_INSIDE = 0.85  # share of the face box that lies in the picture
MIN_EDGE = 0.1  # of the face's height, from a landmark to the edge of the picture
DARK_HIGHLIGHT = 90  # luma of the face's brightest twentieth; dark skin in good light exceeds 120
BURNT, MAX_BURNT = 250, 0.2  # a pixel is burnt out with two channels up here; the share that may
MAX_CLIPPED = 0.3  # the share with one channel up there, beyond which hues tell nothing
MIN_SHARPNESS = 0.25  # strongest second differences, in standard deviations of the face's luma
YAW = (0.25, 0.75)  # where the nose lies between the eyes and between the mouth's corners
PITCH = (0.38, 0.72)  # where the nose lies between eye line and mouth line
MIN_EYE_DISTANCE = 0.65  # of the distance from eye line to mouth line
MAX_TILT = 40.0  # degrees
MIN_FEATURE = 0.15  # contrast of a bare mouth or eye, as a share of the skin's luma
# Dark glasses: the eyes' luma and contrast as shares of the skin's luma. Plain glasses are even;
# those that mirror something or show their frames are darker than any eye socket.
DARK_EVEN = (0.5, 0.25)
DARK_MIRRORING = (0.25, 0.55)
MAX_FOREIGN = 18.0  # chroma of the mouth's surroundings that the skin cannot have
LEVEL_ENOUGH = 3.0  # degrees; turning the pixels is the dearest step of all

_PATCH = 96
_SHARPNESS_SIDE = 64


def advise_photo(faces: tuple[Face, ...]) -> tuple[Advice, ...]:
    """Advice on the photo as a whole."""
    if not faces:
        return (Advice.NO_FACE,)
    return (Advice.SEVERAL_FACES,) if len(faces) > 1 else ()


def advise_face(rgb: RGB, face: Face) -> tuple[Advice, ...]:
    """Advice on one face of upright RGB, in whose pixels the face is given; empty for a good one.

    What cannot be measured is not judged: no blur in the dark, no pose past the edge, and a
    covering only on a face that is otherwise good.
    """
    cut = is_cut(rgb, face)
    codes = [Advice.CUT_BY_EDGE] if cut else []
    # Past the edge the detector only guesses where nose and mouth are.
    if not cut and is_turned(face.landmarks):
        codes.append(Advice.TURNED_AWAY)
    inner = _inner_face(rgb, face.box)
    light = _light(inner)
    if light is not None:
        codes.append(light)
    if max(face.box.width, face.box.height) < MIN_FACE:
        codes.append(Advice.TOO_SMALL)
    elif light is None and sharpness(inner) < MIN_SHARPNESS:
        codes.append(Advice.BLURRED)
    if not codes and is_covered(rgb, face):
        codes.append(Advice.COVERED)
    return tuple(sorted(codes, key=tuple(Advice).index))


# Place and pose


def is_cut(rgb: RGB, face: Face) -> bool:
    """Whether the edge of the picture cuts off part of the face."""
    rows, columns = rgb.shape[:2]
    box = face.box
    across = min(box.x + box.width, columns) - max(box.x, 0.0)
    down = min(box.y + box.height, rows) - max(box.y, 0.0)
    inside = max(across, 0.0) * max(down, 0.0) / (box.width * box.height)
    x, y = face.landmarks.T
    nearest = float(np.min([x, y, columns - x, rows - y]))
    return inside < MIN_INSIDE or nearest < MIN_EDGE * box.height


def is_turned(landmarks: Floats) -> bool:
    """Whether the head is turned, nodded or tilted too far, by the places of five landmarks."""
    tilt = eye_tilt(landmarks)
    left, right, nose, mouth_left, mouth_right = _rotated(landmarks, -tilt)
    between_eyes = float(right[0] - left[0])
    eye_line = float(left[1] + right[1]) / 2
    down = float(mouth_left[1] + mouth_right[1]) / 2 - eye_line
    mouth = float(mouth_right[0] - mouth_left[0])
    if min(between_eyes, down, mouth) <= 0:
        return True
    yaw = float((nose[0] - left[0]) / between_eyes + (nose[0] - mouth_left[0]) / mouth) / 2
    pitch = float(nose[1] - eye_line) / down
    return (
        not YAW[0] <= yaw <= YAW[1]
        or not PITCH[0] <= pitch <= PITCH[1]
        or between_eyes / down < MIN_EYE_DISTANCE
        or abs(tilt) > MAX_TILT
    )


def _rotated(points: Floats, degrees: float) -> Floats:
    turn = math.radians(degrees)
    matrix = [[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]]
    return np.asarray(points @ np.array(matrix), np.float32)


# Light and sharpness


def _light(pixels: RGB) -> Advice | None:
    if float(_quantile(_luma(pixels), 0.95)) < DARK_HIGHLIGHT:
        return Advice.DARK
    burnt = float(((pixels >= BURNT).sum(axis=-1) >= 2).mean())
    return Advice.OVEREXPOSED if burnt > MAX_BURNT else None


def sharpness(pixels: RGB) -> float:
    """How sharp a face is, given at 64 pixels a side, whatever its own size and its contrast.

    The 98th percentile of the absolute second difference, along rows and along columns, over the
    standard deviation of the luma; the lesser of the two, for a moving camera blurs one of them.
    """
    luma = _luma(pixels)
    spread = float(luma.std()) + 2.0  # noise of an even surface is no sharpness
    return min(
        float(_quantile(np.abs(np.diff(luma, 2, axis=axis)), 0.98)) / spread for axis in (0, 1)
    )


def _inner_face(rgb: RGB, box: Box) -> RGB:
    side = 0.8 * max(box.width, box.height)
    centre = Square(box.x + box.width / 2, box.y + box.height / 2, side)
    return crop_face(rgb, centre, height=_SHARPNESS_SIDE, width=_SHARPNESS_SIDE)


def _luma(rgb: RGB) -> Plane:
    """0…255 (ITU-R BT.601)."""
    return np.asarray(rgb @ np.array([0.299, 0.587, 0.114]))


def _chroma(rgb: RGB, luma: Plane) -> tuple[Plane, Plane]:
    """The two colour differences about 0 (ITU-R BT.601)."""
    return (rgb[..., 2] - luma) * 0.564, (rgb[..., 0] - luma) * 0.713


# Covered mouth or eyes


@dataclass(frozen=True, slots=True)
class Covering:
    """What is_covered judges: contrast of mouth and eyes and luma of the eyes, all as shares of
    the skin's luma, and the chroma round the mouth that is not the skin's.
    """

    mouth: float
    eyes: tuple[float, float]
    eye_luma: tuple[float, float]
    foreign: float


def is_covered(rgb: RGB, face: Face) -> bool:
    """Whether something lies over the mouth or over both eyes: a mask, dark glasses, a bar.

    A bare mouth has its line and a bare eye its iris, which even cloth or glass has not; a mask
    with a pattern shows by a colour that skin does not have. Hands are skin and have edges: they
    pass unseen.
    """
    seen = measure_covering(rgb, face)
    return (
        seen.mouth < MIN_FEATURE
        or seen.foreign > MAX_FOREIGN
        or max(seen.eyes) < MIN_FEATURE
        or _has_dark_glasses(seen)
    )


def _has_dark_glasses(seen: Covering) -> bool:
    luma, contrast = max(seen.eye_luma), max(seen.eyes)
    even = luma < DARK_EVEN[0] and contrast < DARK_EVEN[1]
    mirroring = luma < DARK_MIRRORING[0] and sum(seen.eyes) / 2 < DARK_MIRRORING[1]
    return even or mirroring


def measure_covering(rgb: RGB, face: Face) -> Covering:
    """Measure mouth and eyes on the face brought upright and to one size."""
    pixels, points, unit = _patch(rgb, face)
    luma = _luma(pixels)
    chroma = _chroma(pixels, luma)
    clipped = float((pixels >= BURNT).any(axis=-1).mean()) > MAX_CLIPPED
    eyes, mouth = points[:2].mean(axis=0), points[3:].mean(axis=0)
    skin = _skin_luma(luma, points, unit)
    wide = max(float(points[4, 0] - points[3, 0]) / 2, 0.2 * unit)
    lips = _around(luma, mouth, 0.8 * wide, 0.28 * unit)
    eye_patches = [_around(luma, points[side], 0.22 * unit, 0.14 * unit) for side in (0, 1)]
    return Covering(
        mouth=_median(_contrast(lips, axis=0)) / skin,
        eyes=_pair([float(_contrast(patch)) / skin for patch in eye_patches]),
        eye_luma=_pair([_median(patch) / skin for patch in eye_patches]),
        foreign=0.0 if clipped else _foreign(chroma, eyes, mouth, unit),
    )


def _pair(values: list[float]) -> tuple[float, float]:
    return values[0], values[1]


def _patch(rgb: RGB, face: Face) -> tuple[RGB, Floats, float]:
    """The level face, its landmarks there, and the longer of the distances
    between the eyes and from eyes to mouth, in pixels of the patch.
    """
    points = face.landmarks
    tilt = eye_tilt(points)
    if abs(tilt) < LEVEL_ENOUGH:
        tilt = 0.0
    centre = points[[0, 1, 3, 4]].mean(axis=0)
    level = _rotated(points - centre, -tilt)
    unit = max(
        float(level[1, 0] - level[0, 0]),
        float(level[3:, 1].mean() - level[:2, 1].mean()),
    )
    side = 2.4 * unit
    square = Square(float(centre[0]), float(centre[1]), side, tilt)
    pixels = crop_face(rgb, square, height=_PATCH, width=_PATCH)
    scale = _PATCH / side
    return pixels, level * np.float32(scale) + np.float32(_PATCH / 2), unit * scale


def _skin_luma(luma: Plane, points: Floats, unit: float) -> float:
    """Of the cheeks, or of the bridge of the nose where a dark mask lies on the cheeks."""
    nose, eyes = points[2], points[:2].mean(axis=0)
    cheeks = [
        _around(luma, np.array([(eye[0] + nose[0]) / 2, nose[1]]), 0.12 * unit, 0.12 * unit)
        for eye in points[:2]
    ]
    bridge = _around(luma, eyes, 0.12 * unit, 0.12 * unit)
    return max(_median(cheeks[0]), _median(cheeks[1]), _median(bridge))


def _foreign(chroma: tuple[Plane, Plane], eyes: Floats, mouth: Floats, unit: float) -> float:
    """The part of the mouth's chroma that is no multiple of the upper face's: a beard only
    fades the skin's hue, blue cloth has another.
    """
    lower = np.array([_median(_around(c, mouth, 0.35 * unit, 0.35 * unit)) for c in chroma])
    below = np.array([0.0, 0.18 * unit])
    upper = np.array([_median(_around(c, eyes + below, 0.25 * unit, 0.1 * unit)) for c in chroma])
    strength = float(upper @ upper)
    share = min(max(float(lower @ upper) / strength, 0.0), 2.0) if strength > 0 else 0.0
    return float(np.linalg.norm(lower - share * upper))


def _around(plane: Plane, centre: npt.NDArray[Any], half_width: float, half_height: float) -> Plane:
    """The rectangle about a place, at least one pixel of it, within the plane."""
    rows, columns = plane.shape
    x, y = float(centre[0]), float(centre[1])
    left = min(max(round(x - half_width), 0), columns - 1)
    top = min(max(round(y - half_height), 0), rows - 1)
    right = max(round(x + half_width), left) + 1
    bottom = max(round(y + half_height), top) + 1
    return plane[top:bottom, left:right]


def _contrast(patch: Plane, axis: int | None = None) -> npt.NDArray[np.float64]:
    return _quantile(patch, 0.95, axis) - _quantile(patch, 0.05, axis)


def _quantile(values: Plane, share: float, axis: int | None = None) -> npt.NDArray[np.float64]:
    """The nearest rank. NumPy's own quantiles import its masked arrays, 60 ms at the first call."""
    ordered = np.sort(values, axis=axis)
    count = ordered.shape[0 if axis is None else axis]
    return np.asarray(np.take(ordered, round(share * (count - 1)), axis=axis or 0))


def _median(values: Any) -> float:  # noqa: ANN401  (whatever numpy takes)
    return float(_quantile(np.asarray(values, np.float64), 0.5))
