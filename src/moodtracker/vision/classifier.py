"""Crops → probabilities and heat maps, in one run of the bundle's graph."""

from dataclasses import dataclass

import numpy as np

from moodtracker.emotions import CLASS_NAMES
from moodtracker.vision.bundle import Bundle, Manifest, check_tensors
from moodtracker.vision.errors import ModelError, VisionErrorCode
from moodtracker.vision.session import Session
from moodtracker.vision.types import RGB, Floats


@dataclass(frozen=True, slots=True)
class Verdicts:
    """`probabilities` float32 [N, 6], rows summing to 1; `heatmaps` float32 [N, 6, h, w] ≥ 0."""

    probabilities: Floats
    heatmaps: Floats


class Classifier:
    """A loaded bundle. Safe to share between threads."""

    def __init__(self, bundle: Bundle, *, threads: int) -> None:
        """Raises `ModelError` when the graph is not what every bundle must be."""
        name = f"The model bundle “{bundle.folder.name}”"
        self._session = Session(bundle.graph, name=name, threads=threads)
        check_tensors(bundle, self._session.inputs, self._session.outputs)
        self._input = self._session.inputs[0].name
        self._manifest = bundle.manifest

    @property
    def manifest(self) -> Manifest:
        """What the bundle says of itself."""
        return self._manifest

    def classify(self, crops: RGB) -> Verdicts:
        """Read uint8 [N, H, W, 3] crops of the manifest's size.

        Raises `ModelError` when the graph fails or its answer is no distribution.
        """
        if len(crops) == 0:
            return Verdicts(np.zeros((0, 6), np.float32), np.zeros((0, 6, 1, 1), np.float32))
        probabilities, heatmaps = self._session.run(
            ("probabilities", "heatmaps"), {self._input: np.ascontiguousarray(crops)}
        )
        _check(probabilities, heatmaps, len(crops))
        total = probabilities.sum(axis=1, keepdims=True)
        return Verdicts(probabilities / total, np.maximum(heatmaps, 0))


def _check(probabilities: Floats, heatmaps: Floats, n: int) -> None:
    classes = len(CLASS_NAMES)
    right = (
        probabilities.shape == (n, classes)
        and heatmaps.shape[:2] == (n, classes)
        and bool(np.isfinite(heatmaps).all())
        and bool((probabilities >= 0).all())
        and bool(np.allclose(probabilities.sum(axis=1), 1, atol=1e-3))
    )
    if not right:
        raise ModelError(
            VisionErrorCode.MODEL_FAILED,
            "The model must answer six probabilities that sum to 1 and six heat maps for each "
            "face; it answered something else.",
        )
