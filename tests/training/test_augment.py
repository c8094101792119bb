"""Augmentation: reproducible, within range, and as wide as the detector's scatter."""

import numpy as np
import pytest
from scipy import ndimage

from moodtracker.training.augment import Augmentation, _matrices, _warp, augment

STILL = Augmentation(
    flip=False, rotation=0, zoom=0, shift=0, shear=0, contrast=0, brightness=0, erase=0, noise=0
)


def faces(count: int = 8) -> np.ndarray:
    return np.random.default_rng(0).uniform(0, 255, (count, 48, 48, 1)).astype(np.float32)


def test_no_change_changes_nothing() -> None:
    images = faces()
    changed = augment(images, STILL, np.random.default_rng(1))
    np.testing.assert_allclose(changed, images, atol=0.01)


def test_the_same_seed_gives_the_same_batch_and_another_does_not() -> None:
    images = faces()
    one = augment(images, Augmentation(), np.random.default_rng(3))
    same = augment(images, Augmentation(), np.random.default_rng(3))
    other = augment(images, Augmentation(), np.random.default_rng(4))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
    assert one.shape == images.shape
    assert one.min() >= 0
    assert one.max() <= 255


def test_warp_equals_scipy_map_coordinates() -> None:
    images = faces(3)
    matrices = _matrices(3, Augmentation(), np.random.default_rng(9))
    warped = _warp(images, matrices)
    for image, matrix, got in zip(images, matrices, warped, strict=True):
        y, x = np.meshgrid(np.linspace(-1, 1, 48), np.linspace(-1, 1, 48), indexing="ij")
        across, down = np.tensordot(matrix, np.stack([x, y, np.ones_like(x)]), axes=1)
        where = np.clip(np.stack([(down + 1) * 23.5, (across + 1) * 23.5]), 0, 47)
        expected = ndimage.map_coordinates(image[..., 0].astype(float), where, order=1)
        np.testing.assert_allclose(got[..., 0], expected, atol=0.05)


def test_a_pure_flip_mirrors() -> None:
    images = faces(40)
    rule = Augmentation(**{**dict.fromkeys(STILL.__slots__, 0), "flip": True})
    changed = augment(images, rule, np.random.default_rng(1))
    mirrored = [np.allclose(c, i[:, ::-1], atol=0.01) for c, i in zip(changed, images, strict=True)]
    kept = [np.allclose(c, i, atol=0.01) for c, i in zip(changed, images, strict=True)]
    assert all(m != k for m, k in zip(mirrored, kept, strict=True))
    assert 8 < sum(mirrored) < 32


@pytest.mark.parametrize(("field", "least"), [("rotation", 5), ("zoom", 0.15), ("shift", 0.08)])
def test_the_default_covers_the_measured_scatter_of_crops(field: str, least: float) -> None:
    assert getattr(Augmentation(), field) >= least
