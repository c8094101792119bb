"""Random changes of a training crop, at least as wide as the detector's real scatter.

Real crops scatter by ±15 % in scale, ±8 % in place and 5° of roll around FER2013's frame.
Plain numpy: the same on every Keras backend, and reproducible from a seed.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Augmentation:
    """Ranges are half-widths around no change: degrees, shares of the side, and factors."""

    flip: bool = True
    rotation: float = 18.0
    zoom: float = 0.16
    shift: float = 0.10
    shear: float = 0.05
    contrast: float = 0.25
    brightness: float = 0.15
    erase: float = 0.25
    """Chance that a random rectangle (2 to 15 % of the crop) is filled with grey."""

    noise: float = 6.0
    """Highest standard deviation of added pixel noise, of 255."""


PRESETS = {
    "none": Augmentation(
        flip=False,
        rotation=0.0,
        zoom=0.0,
        shift=0.0,
        shear=0.0,
        contrast=0.0,
        brightness=0.0,
        erase=0.0,
        noise=0.0,
    ),
    # The first authors' choice on AI Hub.
    "reference": Augmentation(
        rotation=15.0,
        shift=0.01,
        shear=0.1,
        zoom=0.1,
        contrast=0.0,
        brightness=0.0,
        erase=0.0,
        noise=0.0,
    ),
    "strong": Augmentation(),
}


def augment(images: Floats, rule: Augmentation, rng: np.random.Generator) -> Floats:
    """float32 [N, H, W, C] in 0…255 → the same shape and range, every image changed its own way."""
    warped = _warp(images, _matrices(len(images), rule, rng))
    return _erase(_light(warped, rule, rng), rule, rng)


def _matrices(count: int, rule: Augmentation, rng: np.random.Generator) -> Floats:
    """float32 [N, 2, 3] from output to input coordinates, both in -1…1 around the centre."""
    angle = np.deg2rad(rng.uniform(-rule.rotation, rule.rotation, count))
    scale = np.exp(rng.uniform(-1, 1, (2, count)) * np.log1p(rule.zoom) * [[1.0], [0.3]])
    shear = rng.uniform(-rule.shear, rule.shear, count)
    mirror = np.where(rng.random(count) < 0.5, -1.0, 1.0) if rule.flip else np.ones(count)
    cos, sin = np.cos(angle), np.sin(angle)
    wide, high = scale[0] * scale[1], scale[0] / scale[1]
    matrix = np.empty((count, 2, 3), dtype=np.float32)
    matrix[:, 0, 0], matrix[:, 0, 1] = mirror * cos * wide, mirror * (shear - sin) * high
    matrix[:, 1, 0], matrix[:, 1, 1] = sin * wide, cos * high
    matrix[:, :, 2] = rng.uniform(-2 * rule.shift, 2 * rule.shift, (count, 2))
    return matrix


def _warp(images: Floats, matrices: Floats) -> Floats:
    """Bilinear, edges replicated."""
    count, height, width, _ = images.shape
    y, x = np.meshgrid(
        np.linspace(-1, 1, height, dtype=np.float32),
        np.linspace(-1, 1, width, dtype=np.float32),
        indexing="ij",
    )
    grid = np.stack([x.ravel(), y.ravel(), np.ones(height * width, dtype=np.float32)])
    places = matrices @ grid
    across = np.clip((places[:, 0] + 1) * (width - 1) / 2, 0, width - 1)
    down = np.clip((places[:, 1] + 1) * (height - 1) / 2, 0, height - 1)
    left = np.minimum(across.astype(np.int32), width - 2)
    top = np.minimum(down.astype(np.int32), height - 2)
    right_part = (across - left)[..., None]
    low_part = (down - top)[..., None]
    flat = images.reshape(count, height * width, -1)
    corner = top * width + left
    rows = np.arange(count)[:, None]
    upper = flat[rows, corner] * (1 - right_part) + flat[rows, corner + 1] * right_part
    corner += width
    lower = flat[rows, corner] * (1 - right_part) + flat[rows, corner + 1] * right_part
    return np.asarray(upper * (1 - low_part) + lower * low_part, np.float32).reshape(images.shape)


def _light(images: Floats, rule: Augmentation, rng: np.random.Generator) -> Floats:
    count = len(images)
    factor = np.exp(rng.uniform(-1, 1, count) * np.log1p(rule.contrast))[:, None, None, None]
    offset = rng.uniform(-1, 1, count)[:, None, None, None] * rule.brightness * 255
    middle = images.mean(axis=(1, 2, 3), keepdims=True)
    changed = (images - middle) * factor + middle + offset
    strength = rng.uniform(0, rule.noise, count)[:, None, None, None]
    changed += strength * rng.standard_normal(images.shape, dtype=np.float32)
    return np.clip(changed, 0, 255).astype(np.float32)


def _erase(images: Floats, rule: Augmentation, rng: np.random.Generator) -> Floats:
    _, height, width, _ = images.shape
    for row in np.flatnonzero(rng.random(len(images)) < rule.erase):
        area = rng.uniform(0.02, 0.15) * height * width
        ratio = np.exp(rng.uniform(-0.7, 0.7))
        tall = min(height, int(np.sqrt(area * ratio)))
        wide = min(width, int(np.sqrt(area / ratio)))
        top = int(rng.integers(0, height - tall + 1))
        left = int(rng.integers(0, width - wide + 1))
        images[row, top : top + tall, left : left + wide] = rng.uniform(0, 255)
    return images
