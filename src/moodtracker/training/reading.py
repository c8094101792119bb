"""What a bundle says of a set of faces, in batches. numpy and Pillow, and the bundle's session."""

from collections.abc import Callable, Iterator

import numpy as np
from PIL import Image

from moodtracker.training.datasets import Pixels
from moodtracker.training.metrics import Floats
from moodtracker.vision.classifier import Classifier, Verdicts

Step = Callable[[int], None]
BATCH = 32


def read_probabilities(classifier: Classifier, images: Pixels, step: Step | None = None) -> Floats:
    """float32 [N, 6] for whole images as crops; `step` hears how many were read after each batch.

    Only a batch at a time is fitted and kept, so `images` may be larger than memory.
    """
    parts = [verdicts.probabilities for verdicts in _batches(classifier, images, step)]
    return np.concatenate(parts) if parts else np.zeros((0, 6), np.float32)


def read_maps(
    classifier: Classifier, images: Pixels, classes: np.ndarray, step: Step | None = None
) -> Floats:
    """float32 [N, h, w] ≥ 0: for each face the heat map of the class asked for."""
    parts, start = [], 0
    for verdicts in _batches(classifier, images, step):
        rows = np.arange(len(verdicts.heatmaps))
        parts.append(verdicts.heatmaps[rows, classes[start : start + len(rows)]])
        start += len(rows)
    return np.concatenate(parts) if parts else np.zeros((0, 1, 1), np.float32)


def fitted(images: Pixels, height: int, width: int) -> Pixels:
    """Crops of the size that a bundle takes, anti-aliased where they are reduced."""
    if images.shape[1:3] == (height, width):
        return images
    size = (width, height)
    return np.stack(
        [
            np.asarray(Image.fromarray(image).resize(size, Image.Resampling.BICUBIC))
            for image in images
        ]
    )


def _batches(classifier: Classifier, images: Pixels, step: Step | None) -> Iterator[Verdicts]:
    rule = classifier.manifest.crop
    for start in range(0, len(images), BATCH):
        crops = fitted(images[start : start + BATCH], rule.height, rule.width)
        yield classifier.classify(crops)
        if step:
            step(len(crops))
