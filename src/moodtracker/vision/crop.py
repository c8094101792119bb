"""From a face box to the picture the network sees: FER2013's framing, edges replicated."""

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image

from moodtracker.vision.bundle import CropRule
from moodtracker.vision.types import RGB, Box, Face, Floats


@dataclass(frozen=True, slots=True)
class Square:
    """A square in pixels of the upright photo, turned about its centre by `tilt` degrees
    (clockwise on the screen); 0 unless the rule levels by the eyes.
    """

    centre_x: float
    centre_y: float
    side: float
    tilt: float = 0.0

    @property
    def box(self) -> Box:
        """The square before it is turned; may reach outside the photo."""
        half = self.side / 2
        return Box(self.centre_x - half, self.centre_y - half, self.side, self.side)

    def scaled(self, factor: float) -> "Square":
        """The same square in a picture `factor` times as large."""
        return Square(self.centre_x * factor, self.centre_y * factor, self.side * factor, self.tilt)


def square_of(face: Face, rule: CropRule) -> Square:
    """Where the rule cuts for this face, in the pixels that the face is given in."""
    side = rule.side * max(face.box.width, face.box.height)
    centre_x = face.box.x + face.box.width / 2
    centre_y = face.box.y + face.box.height / 2
    tilt = eye_tilt(face.landmarks) if rule.level else 0.0
    turn = math.radians(tilt)
    up = rule.up * side  # upwards as the face has it
    return Square(centre_x + up * math.sin(turn), centre_y - up * math.cos(turn), side, tilt)


def eye_tilt(landmarks: Floats) -> float:
    """Degrees by which the line through the eyes falls to the right of the picture."""
    across, down = (landmarks[1] - landmarks[0]).tolist()
    return math.degrees(math.atan2(down, across))


def crop_face(rgb: RGB, square: Square, *, height: int, width: int) -> RGB:
    """The square as uint8 [height, width, 3], anti-aliased where it is reduced.

    Pixels outside the picture repeat its nearest edge.
    """
    if square.tilt == 0:
        return np.asarray(_resized(rgb, square.box, (width, height)))
    # Reduce a larger, level square to twice the wanted scale, then turn: halving is left to do.
    reach = square.side * math.sqrt(2)
    around = Square(square.centre_x, square.centre_y, reach).box
    pixels = round(2 * max(width, height) * math.sqrt(2))
    larger = _resized(rgb, around, (pixels, pixels))
    turned = larger.transform(
        (2 * width, 2 * height),
        Image.Transform.AFFINE,
        _turning(square.tilt, across=(2 * width, 2 * height), within=pixels),
        resample=Image.Resampling.BILINEAR,
    )
    return np.asarray(turned.reduce(2))


def _turning(
    degrees: float, *, across: tuple[int, int], within: int
) -> tuple[float, float, float, float, float, float]:
    """Pillow's affine coefficients, from places in the turned picture to places in the level
    one of `within` pixels a side, whose middle stays. Both cover the same length a pixel along
    the longer side of `across`.
    """
    turn, longer = math.radians(degrees), max(across)
    a, b = math.cos(turn) * longer / across[0], -math.sin(turn) * longer / across[1]
    d, e = math.sin(turn) * longer / across[0], math.cos(turn) * longer / across[1]
    x, y = across[0] / 2, across[1] / 2
    return a, b, within / 2 - a * x - b * y, d, e, within / 2 - d * x - e * y


def _resized(rgb: RGB, box: Box, size: tuple[int, int]) -> Image.Image:
    """A box with fractional edges, resampled to `size` (width, height)."""
    # Three times the support of the bicubic filter at this reduction, so that nothing it
    # reaches for is missing.
    margin = 2 + math.ceil(3 * max(box.width / size[0], box.height / size[1]))
    left, top = math.floor(box.x) - margin, math.floor(box.y) - margin
    right = math.ceil(box.x + box.width) + margin
    bottom = math.ceil(box.y + box.height) + margin
    around = Image.fromarray(_with_edges_repeated(rgb, left, top, right, bottom))
    inner = (box.x - left, box.y - top, box.x - left + box.width, box.y - top + box.height)
    return around.resize(size, Image.Resampling.BICUBIC, box=inner)


def _with_edges_repeated(rgb: RGB, left: int, top: int, right: int, bottom: int) -> RGB:
    """A rectangle of whole pixels that may reach, or lie, outside the picture."""
    rows, columns = rgb.shape[:2]
    if left >= 0 and top >= 0 and right <= columns and bottom <= rows:
        return rgb[top:bottom, left:right]
    xs = np.arange(left, right).clip(0, columns - 1)
    ys = np.arange(top, bottom).clip(0, rows - 1)
    return np.ascontiguousarray(rgb[ys[:, None], xs])
