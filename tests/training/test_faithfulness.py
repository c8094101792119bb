"""The faithfulness check tells maps that show what a network goes by from maps that do not."""

import numpy as np
import pytest

from moodtracker.training import faithfulness as faith
from moodtracker.training.errors import DataError
from moodtracker.training.faithfulness import Floats, Pixels, faithfulness

N, SIDE = 160, 24


@pytest.fixture(scope="module")
def faces() -> Pixels:
    """Noise, with a bright corner of 8×8 at the top left in every other picture."""
    images = np.random.default_rng(0).integers(0, 120, (N, SIDE, SIDE, 3), dtype=np.uint8)
    images[::2, :8, :8] += 130
    return images


def looks_at_corner(images: Pixels) -> Floats:
    light = images[:, :8, :8].mean(axis=(1, 2, 3)) / 255
    high = 1 / (1 + np.exp(-12 * (light - 0.45)))
    return np.stack([1 - high, high], axis=1).astype(np.float32)


def looks_nowhere(images: Pixels) -> Floats:
    return np.tile(np.array([0.3, 0.7], np.float32), (len(images), 1))


def corner_map(n: int = N) -> Floats:
    heat = np.zeros((n, 6, 6), np.float32)
    heat[:, :2, :2] = 1
    return heat


def test_true_maps_of_a_network_that_looks_at_a_corner(faces: Pixels) -> None:
    classes = np.ones(N, dtype=np.int64)
    bright = faces[::2]
    found = faithfulness(looks_at_corner, bright, corner_map(len(bright)), classes[::2])
    assert found.n == len(bright)
    assert found.share == 0.1
    assert found.whole.hot.value > 0.3
    assert found.whole.over_moved.low > 0.15
    assert found.local.over_moved.low > 0
    # Every face has the same map here: another face's is no control, and says so.
    assert found.whole.over_other.value == pytest.approx(0, abs=0.01)


def test_false_maps_of_the_same_network(faces: Pixels) -> None:
    away = corner_map()[:, ::-1, ::-1]
    found = faithfulness(looks_at_corner, faces, np.ascontiguousarray(away), np.ones(N, np.int64))
    assert found.whole.over_moved.high < 0.01


def test_a_network_that_looks_nowhere_loses_nothing(faces: Pixels) -> None:
    found = faithfulness(looks_nowhere, faces, corner_map(), np.ones(N, np.int64))
    for drop in (found.local, found.whole):
        assert drop.hot.value == drop.over_moved.value == drop.over_other.value == 0


def test_maps_of_noise_do_no_better_than_chance(faces: Pixels) -> None:
    heat = np.random.default_rng(1).random((N, 6, 6), dtype=np.float32)
    found = faithfulness(looks_at_corner, faces, heat, np.ones(N, np.int64))
    assert found.whole.over_moved.low < 0 < found.whole.over_moved.high
    assert abs(found.whole.over_moved.value) < 0.04


def test_drops_equal_the_slow_way(faces: Pixels) -> None:
    images, heat = faces[:6], np.random.default_rng(2).random((6, 6, 6), dtype=np.float32)
    classes = np.array([0, 1, 0, 1, 0, 1])
    found = faithfulness(looks_at_corner, images, heat, classes, seed=5)
    masks = faith.hottest(heat, (SIDE, SIDE), np.random.default_rng(5))
    falls = []
    for image, mask, one in zip(images, masks, classes, strict=True):
        assert mask.sum() == round(0.1 * SIDE * SIDE)
        altered = image.copy()
        for y, x in np.argwhere(mask):
            altered[y, x] = image.reshape(-1, 3).mean(axis=0).round()
        pair = looks_at_corner(np.stack([image, altered]))[:, one]
        falls.append(float(pair[0]) - float(pair[1]))
    assert found.whole.hot.value == pytest.approx(np.mean(falls), abs=1e-6)
    assert found.whole.hot.low <= found.whole.hot.value <= found.whole.hot.high


def test_moved_masks_keep_their_size() -> None:
    rng = np.random.default_rng(0)
    for shape in ((12, 12), (12, 8)):
        mask = np.zeros(shape, dtype=np.bool_)
        mask[2:5, 1:4] = True
        places = {moved.tobytes() for moved in (faith.moved(mask, rng) for _ in range(40))}
        assert len(places) > 20
        assert all(np.frombuffer(place, np.bool_).sum() == 9 for place in places)


def test_one_face_is_too_few(faces: Pixels) -> None:
    with pytest.raises(DataError, match="at least two"):
        faithfulness(looks_nowhere, faces[:1], corner_map(1), np.zeros(1, np.int64))
