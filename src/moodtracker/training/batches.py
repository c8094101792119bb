"""What one epoch is made of: which faces, in which order, changed how, and what they teach."""

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from moodtracker.emotions import CLASS_NAMES
from moodtracker.training.augment import augment
from moodtracker.training.datasets import FaceSet
from moodtracker.training.recipe import Recipe

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]

THREADS = 8
"""At most; as many batches are made while the network works on one."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Crops float32 [B, H, W, C] in 0…255, what they teach [B, 6], and their weights [B]."""

    crops: Floats
    targets: Floats
    weights: Floats


def grey(images: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """uint8 [N, H, W, 3] → [N, H, W, 1] by ITU-R BT.601."""
    weights = np.array([0.299, 0.587, 0.114], dtype=np.float32)
    return np.rint(images.astype(np.float32) @ weights).astype(np.uint8)[..., None]


def targets_of(faces: FaceSet, recipe: Recipe, taught: Floats | None = None) -> Floats:
    """float32 [N, 6], rows summing to 1. `taught` are a teacher's probabilities."""
    spread = faces.votes
    if recipe.target == "labels":
        # Where no emotion is alone in front, the first of those in front.
        label = np.where(faces.labels >= 0, faces.labels, faces.votes.argmax(axis=1))
        spread = np.eye(faces.votes.shape[1], dtype=np.float32)[label]
    if taught is not None:
        spread = (1 - recipe.teacher_share) * spread + recipe.teacher_share * taught
    even = recipe.smoothing / spread.shape[1]
    return np.asarray(spread * (1 - recipe.smoothing) + even, dtype=np.float32)


def class_weights(faces: FaceSet) -> Floats:
    """float32 [6]: the inverse of each emotion's share of the votes, 1 on average over faces."""
    share = faces.votes.mean(axis=0)
    present = share > 0
    weights = np.zeros_like(share)
    weights[present] = 1 / (share[present] * present.sum())
    return np.asarray(weights, dtype=np.float32)


def drawn_rows(faces: FaceSet, recipe: Recipe, rng: np.random.Generator) -> Rows:
    """One epoch's rows in random order, each as often as balance and boost say."""
    times: npt.NDArray[np.floating] = np.ones(len(faces))
    if recipe.balance == "sampling":
        times = faces.votes @ class_weights(faces)
    for name, factor in recipe.boost.items():
        times = np.where(
            faces.votes[:, CLASS_NAMES.index(name)] >= recipe.boost_from,
            np.maximum(times, factor),
            times,
        )
    whole = np.floor(times + rng.random(len(faces))).astype(int)
    return rng.permutation(np.repeat(np.arange(len(faces)), whole))


def batches(
    faces: FaceSet, targets: Floats, rows: Rows, recipe: Recipe, epoch: int
) -> Iterator[Batch]:
    """Augmented batches, some made ahead in threads; the last short batch is left out.

    All chance comes from (seed, epoch, batch), so that neither threads nor a restart change it.
    """
    evened = class_weights(faces) if recipe.balance == "weights" else None

    def make(index: int) -> Batch:
        rng = np.random.default_rng([recipe.seed, epoch, index])
        part = rows[index * recipe.batch : (index + 1) * recipe.batch]
        images = np.asarray(faces.images[part])
        pixels = (grey(images) if recipe.channels == 1 else images).astype(np.float32)
        weights = np.ones(len(part)) if evened is None else faces.votes[part] @ evened
        return Batch(
            augment(pixels, recipe.augmentation, rng), targets[part], weights.astype(np.float32)
        )

    count = len(rows) // recipe.batch
    ahead = min(THREADS, os.cpu_count() or 1)
    with ThreadPoolExecutor(max_workers=ahead) as pool:
        waiting: deque[Future[Batch]] = deque()
        for index in range(count):
            waiting.append(pool.submit(make, index))
            if len(waiting) > ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
