"""What passes between the steps from photo to reading."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from moodtracker.emotions import Emotion

RGB = npt.NDArray[np.uint8]
"""Upright picture or crop, uint8 [H, W, 3], 0…255, red first."""

Floats = npt.NDArray[np.float32]


class Advice(StrEnum):
    """Why a photo, or a face in it, will read badly."""

    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    TOO_SMALL = "too_small"
    DARK = "dark"
    OVEREXPOSED = "overexposed"
    BLURRED = "blurred"
    TURNED_AWAY = "turned_away"
    COVERED = "covered"
    CUT_BY_EDGE = "cut_by_edge"


@dataclass(frozen=True, slots=True)
class Box:
    """Axis-aligned box in pixels of the upright photo; may reach outside it."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Face:
    """A found face. `landmarks` is float32 [5, 2], x before y, in pixels of the upright photo:
    left-of-picture eye, right-of-picture eye, nose, left mouth corner, right mouth corner.
    """

    box: Box
    score: float
    landmarks: Floats


@dataclass(frozen=True, slots=True)
class FaceReading:
    """The probabilities of one face, in the order of `emotions.ORDER`, summing to 1.

    `heatmap` is float32 [6, h, w], not negative: how strongly each place of the crop spoke
    for each emotion (Grad-CAM, Selvaraju et al., 2017). `crop` is the picture the network saw.
    """

    face: Face
    crop: RGB
    probabilities: tuple[float, float, float, float, float, float]
    heatmap: Floats
    ambiguous: bool
    advice: tuple[Advice, ...]

    @property
    def emotion(self) -> Emotion:
        """The most probable emotion."""
        return tuple(Emotion)[int(np.argmax(self.probabilities))]


@dataclass(frozen=True, slots=True)
class ModelName:
    """Which bundle gave a reading."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class PhotoReading:
    """All faces of one photo, largest first, with the model that read them.

    `advice` concerns the photo as a whole (no face, several faces).
    """

    width: int
    height: int
    faces: tuple[FaceReading, ...]
    advice: tuple[Advice, ...]
    model: ModelName
