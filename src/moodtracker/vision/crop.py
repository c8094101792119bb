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
    # Turn a larger square at about twice the wanted size, then cut the wanted one from its middle.
    reach = square.side * math.sqrt(2)
    around = Square(square.centre_x, square.centre_y, reach).box
    scale = 2 * max(width, height) / square.side
    pixels = max(4, round(reach * scale))
    turned = _resized(rgb, around, (pixels, pixels)).rotate(
        square.tilt, resample=Image.Resampling.BICUBIC
    )
    edge = pixels * (1 - 1 / math.sqrt(2)) / 2
    inner = (edge, edge, pixels - edge, pixels - edge)
    return np.asarray(turned.resize((width, height), Image.Resampling.BICUBIC, box=inner))


def _resized(rgb: RGB, box: Box, size: tuple[int, int]) -> Image.Image:
    """A box with fractional edges, resampled to `size` (width, height)."""
    rows, columns = rgb.shape[:2]
    # Three times the support of the bicubic filter at this reduction, so that nothing it
    # reaches for is missing.
    margin = 2 + math.ceil(3 * max(box.width / size[0], box.height / size[1]))
    left, top = math.floor(box.x) - margin, math.floor(box.y) - margin
    right = math.ceil(box.x + box.width) + margin
    bottom = math.ceil(box.y + box.height) + margin
    xs = np.arange(left, right).clip(0, columns - 1)
    ys = np.arange(top, bottom).clip(0, rows - 1)
    around = Image.fromarray(np.ascontiguousarray(rgb[ys[0] : ys[-1] + 1][ys - ys[0]][:, xs]))
    inner = (box.x - left, box.y - top, box.x - left + box.width, box.y - top + box.height)
    return around.resize(size, Image.Resampling.BICUBIC, box=inner)
