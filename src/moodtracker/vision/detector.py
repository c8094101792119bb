"""CenterFace (Xu et al., 2019): where the faces in a picture are, with five landmarks each."""

from pathlib import Path

import numpy as np
from PIL import Image

from moodtracker.vision.errors import ModelError, VisionErrorCode
from moodtracker.vision.session import Session
from moodtracker.vision.types import RGB, Box, Face, Floats

GRAPH = Path(__file__).parent / "assets" / "centerface.onnx"
LONG_SIDES = (480, 640, 320)  # a face that fills the picture is found in the smallest one
SELFIE = 0.12
"""A face at least this high, as a share of the long side, settles it at the first size: there
faces down to a third of it are still surely found (16 px), and whoever is smaller stands far
behind the person whose photo it is."""

THRESHOLD = 0.5
OVERLAP = 0.3
_STRIDE = 4
_PADDED_TO = 32
_INPUT = "input.1"
_OUTPUTS = ("537", "538", "539", "540")  # heat, size, offset, landmarks


class Detector:
    """The loaded graph. Safe to share between threads."""

    def __init__(self, *, threads: int, graph: Path = GRAPH) -> None:
        """Raises `ModelError` when the graph is missing or cannot be loaded."""
        try:
            content = graph.read_bytes()
        except OSError as error:
            raise ModelError(
                VisionErrorCode.DETECTOR_MISSING,
                f"The face detector must lie at {graph}; nothing is there. "
                "`python tools/assets.py` takes it out of its package.",
            ) from error
        self._session = Session(content, name="The face detector", threads=threads)

    def find(self, rgb: RGB) -> tuple[Face, ...]:
        """Faces in upright RGB, largest first, in its pixels; boxes may reach outside."""
        first, *others = LONG_SIDES
        faces = self.find_at(rgb, first)
        if faces and faces[0].box.height >= SELFIE * max(rgb.shape[:2]):
            return faces
        return next((found for side in others if (found := self.find_at(rgb, side))), faces)

    def find_at(self, rgb: RGB, long_side: int) -> tuple[Face, ...]:
        """Faces found with the picture brought to one size."""
        tensor, scale = prepare(rgb, long_side)
        heat, size, offset, points = self._session.run(_OUTPUTS, {_INPUT: tensor})
        boxes, scores, landmarks = decode(heat[0, 0], size[0], offset[0], points[0])
        kept = suppress(boxes, scores)
        kept.sort(key=lambda at: -float(boxes[at, 2] * boxes[at, 3]))
        return tuple(_face(boxes[at], float(scores[at]), landmarks[at], scale) for at in kept)


def prepare(rgb: RGB, long_side: int) -> tuple[Floats, tuple[float, float]]:
    """The network's input, float32 [1, 3, H, W] in 0…255, right and bottom padded with black to
    multiples of 32, and how many pixels of `rgb` one of its columns and rows stands for.
    """
    rows, columns = rgb.shape[:2]
    fit = long_side / max(rows, columns)
    width, height = max(1, round(columns * fit)), max(1, round(rows * fit))
    # The gap lets Pillow halve by plain averages first: 7 ms less on 1280 × 960, faces the same.
    small = Image.fromarray(rgb).resize(
        (width, height), Image.Resampling.BILINEAR, reducing_gap=1.0
    )
    padded = np.zeros((1, 3, _up(height), _up(width)), np.float32)
    padded[0, :, :height, :width] = np.asarray(small).transpose(2, 0, 1)
    return padded, (columns / width, rows / height)


def _up(pixels: int) -> int:
    return -(-pixels // _PADDED_TO) * _PADDED_TO


def decode(
    heat: Floats, size: Floats, offset: Floats, points: Floats
) -> tuple[Floats, Floats, Floats]:
    """Turn the four maps into boxes [K, 4] (x, y, width, height), scores [K] and landmarks
    [K, 5, 2] (x, y) in pixels of the input, one for each cell whose heat reaches the threshold.

    Channel 0 of `size` and `offset` is vertical, channel 1 horizontal; size = exp(s) · 4,
    centre = (cell + offset + ½) · 4; landmarks are fractions of the box, y before x.
    """
    rows, columns = np.nonzero(heat >= THRESHOLD)
    height, width = np.exp(size[:, rows, columns]) * _STRIDE
    centre_y = (rows + offset[0, rows, columns] + 0.5) * _STRIDE
    centre_x = (columns + offset[1, rows, columns] + 0.5) * _STRIDE
    left, top = centre_x - width / 2, centre_y - height / 2
    fractions = points[:, rows, columns].T.reshape(-1, 5, 2)
    landmarks = np.stack(
        [
            left[:, None] + fractions[:, :, 1] * width[:, None],
            top[:, None] + fractions[:, :, 0] * height[:, None],
        ],
        axis=-1,
    )
    boxes = np.stack([left, top, width, height], axis=-1)
    return boxes.astype(np.float32), heat[rows, columns], landmarks.astype(np.float32)


def suppress(boxes: Floats, scores: Floats) -> list[int]:
    """Non-maximum suppression: indices to keep, best first, no two with IoU above `OVERLAP`."""
    x, y, width, height = boxes.T
    area = width * height
    order = np.argsort(-scores, kind="stable")
    kept: list[int] = []
    while order.size:
        best, rest = order[0], order[1:]
        kept.append(int(best))
        across = np.minimum(x[best] + width[best], x[rest] + width[rest]) - np.maximum(
            x[best], x[rest]
        )
        down = np.minimum(y[best] + height[best], y[rest] + height[rest]) - np.maximum(
            y[best], y[rest]
        )
        shared = np.maximum(across, 0) * np.maximum(down, 0)
        order = rest[shared <= OVERLAP * (area[best] + area[rest] - shared)]
    return kept


def _face(box: Floats, score: float, landmarks: Floats, scale: tuple[float, float]) -> Face:
    across, down = scale
    x, y, width, height = (float(number) for number in box)
    return Face(
        box=Box(x * across, y * down, width * across, height * down),
        score=score,
        landmarks=landmarks * np.array(scale, np.float32),
    )
