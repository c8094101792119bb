"""Do heat maps show what the network goes by? Blur what they call hot, and see what it does.

The deletion test of Petsiuk et al. (2018, RISE) at one step: a tenth of the pixels. numpy and
Pillow only; the network is any function from crops to probabilities.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from moodtracker.training.bootstrap import LEVEL, RESAMPLES, Interval, draws
from moodtracker.training.errors import DataError

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.integer]
Pixels = npt.NDArray[np.uint8]
Doubles = npt.NDArray[np.float64]
Masks = npt.NDArray[np.bool_]
Predict = Callable[[Pixels], npt.NDArray[np.floating]]

SHARE = 0.1
SIGMA = 1 / 12
"""Deviation of the local blur as a share of the picture's shorter side: 4 of 48 pixels, wide
enough that no eyelid or lip keeps its edge."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Mean fall of the class's probability, -1…1, with 95 % intervals over faces.

    `hot` when the hottest pixels are blurred; `moved` when as many are, in the same shape,
    turned and shifted at random; `other` when those are that are hot on another face, which
    keeps shape and usual place. `over_moved` and `over_other` are the paired differences of
    `hot` to them.
    """

    hot: Interval
    moved: Interval
    other: Interval
    over_moved: Interval
    over_other: Interval


@dataclass(frozen=True, slots=True)
class Faithfulness:
    """`local` replaces pixels by a broad Gaussian blur, `whole` by the picture's mean colour."""

    n: int
    share: float
    local: Drop
    whole: Drop


def faithfulness(
    predict: Predict, images: Pixels, heat: Floats, classes: Ints, *, seed: int = 0
) -> Faithfulness:
    """Check the maps `heat` [N, h, w] ≥ 0 of `classes` [N] on crops uint8 [N, H, W, 3].

    `predict` answers [n, K] probabilities for some of the crops, altered. Raises `DataError`
    for fewer than two faces.
    """
    if len(images) < 2:
        raise DataError(f"A faithfulness check takes at least two faces; got {len(images)}.")
    rng = np.random.default_rng(seed)
    hot = hottest(heat, images.shape[1:3], rng)
    masks = (hot, np.stack([moved(mask, rng) for mask in hot]), hot[_others(len(hot), rng)])
    rows = np.arange(len(images))
    before = predict(images)[rows, classes]
    drops = []
    for filling in (_blurred(images), _mean_coloured(images)):
        falls = [
            before - predict(np.where(mask[..., None], filling, images))[rows, classes]
            for mask in masks
        ]
        drops.append(_drop(*(np.asarray(fall, dtype=np.float64) for fall in falls)))
    return Faithfulness(len(images), SHARE, *drops)


def hottest(heat: Floats, size: tuple[int, int], rng: np.random.Generator) -> Masks:
    """Bool [N, H, W]: the `SHARE` of the pixels where the enlarged maps are highest.

    Equal heights are parted by chance, so that an empty map gives a scattered mask.
    """
    height, width = size
    count = max(1, round(SHARE * height * width))
    masks = np.zeros((len(heat), height * width), dtype=np.bool_)
    for mask, one in zip(masks, heat, strict=True):
        enlarged = Image.fromarray(one).resize((width, height), Image.Resampling.BICUBIC)
        mask[np.lexsort((rng.random(mask.size), np.asarray(enlarged).ravel()))[-count:]] = True
    return masks.reshape(-1, height, width)


def moved(mask: Masks, rng: np.random.Generator) -> Masks:
    """The mask mirrored, turned where the picture is square, and shifted round its borders."""
    height, width = mask.shape
    if rng.random() < 0.5:
        mask = mask[:, ::-1]
    turns = rng.integers(4) if height == width else 2 * rng.integers(2)
    shift = (int(rng.integers(height)), int(rng.integers(width)))
    return np.roll(np.rot90(mask, int(turns)), shift, axis=(0, 1))


def mean_interval(values: Doubles, *, seed: int = 0) -> Interval:
    """The mean of float64 [N] with its 95 % bootstrap interval."""
    means = np.concatenate([counts @ values for counts in draws(len(values), RESAMPLES, seed)])
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(means / len(values), [tail, 1 - tail])
    return Interval(float(values.mean()), float(low), float(high))


def _drop(hot: Doubles, moved: Doubles, other: Doubles) -> Drop:
    every = (hot, moved, other, hot - moved, hot - other)
    return Drop(*(mean_interval(values) for values in every))


def _others(n: int, rng: np.random.Generator) -> npt.NDArray[np.intp]:
    """For each row another one, by chance."""
    return (np.arange(n) + rng.integers(1, n, size=n)) % n


def _blurred(images: Pixels) -> Pixels:
    blur = ImageFilter.GaussianBlur(SIGMA * min(images.shape[1:3]))
    return np.stack([np.asarray(Image.fromarray(image).filter(blur)) for image in images])


def _mean_coloured(images: Pixels) -> Pixels:
    colour = images.mean(axis=(1, 2), keepdims=True).round().astype(np.uint8)
    return np.broadcast_to(colour, images.shape)
