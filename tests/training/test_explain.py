"""Grad-CAM equals its formula, on every backend there is, and the maps inside a bundle's graph."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import pytest
from keras import layers

from moodtracker.training.explain import ExplanationError, grad_cam
from moodtracker.training.layers import PositionHead

pytestmark = pytest.mark.xdist_group("keras")

Doubles = npt.NDArray[np.float64]
INSTALLED = [name for name in ("torch", "jax") if importlib.util.find_spec(name)]


def tiny(ending: str = "linear") -> Any:
    """Two convolutions and a dense layer; a shortcut goes round the second convolution."""
    crops = keras.Input((7, 6, 2))
    kind = {"activation": "tanh", "kernel_initializer": "zeros"}
    first = layers.Conv2D(3, 3, name="first", **kind)(crops)
    second = layers.Conv2D(4, 2, name="second", **kind)(first)
    around = layers.GlobalAveragePooling2D()(first)
    both = layers.Concatenate()([layers.Flatten()(second), around])
    end = "softmax" if ending == "dense" else None
    scores = layers.Dense(3, end, kernel_initializer="zeros", name="scores")(both)
    if ending == "layer":
        scores = layers.Softmax()(scores)
    if ending == "activation":
        scores = layers.Activation("softmax")(scores)
    model = keras.Model(crops, scores)
    # The same on every backend, and JAX need not compile what draws it.
    rng = np.random.default_rng(3)
    model.set_weights([rng.normal(0, 0.4, weight.shape) for weight in model.get_weights()])
    return model


@pytest.fixture(scope="module")
def pictures() -> npt.NDArray[np.float32]:
    return np.random.default_rng(1).normal(size=(5, 7, 6, 2)).astype(np.float32)


# The formula, written out slowly


def convolved(maps: Doubles, layer: Any) -> Doubles:
    kernel, bias = (np.asarray(one, dtype=np.float64) for one in layer.get_weights())
    height, width = (maps.shape[i] - kernel.shape[i] + 1 for i in (0, 1))
    out = np.zeros((height, width, len(bias)))
    for y, x in np.ndindex(height, width):
        patch = maps[y : y + kernel.shape[0], x : x + kernel.shape[1], :, None]
        out[y, x] = np.tanh((patch * kernel).sum(axis=(0, 1, 2)) + bias)
    return out


def score(model: Any, first: Doubles, second: Doubles | None, wanted: int) -> float:
    """The score of a class; without `second` it is computed from `first`."""
    second = convolved(first, model.get_layer("second")) if second is None else second
    kernel, bias = (np.asarray(one, np.float64) for one in model.get_layer("scores").get_weights())
    return float((np.append(second.ravel(), first.mean(axis=(0, 1))) @ kernel + bias)[wanted])


def reference(model: Any, picture: npt.NDArray[np.float32], wanted: int, layer: str) -> Doubles:
    first = convolved(picture.astype(np.float64), model.get_layer("first"))
    second = convolved(first, model.get_layer("second"))
    maps = first if layer == "first" else second

    def moved(place: tuple[int, ...], step: float) -> float:
        other = maps.copy()
        other[place] += step
        if layer == "first":
            return score(model, other, None, wanted)
        return score(model, first, other, wanted)

    slope = np.zeros_like(maps)
    for place in np.ndindex(maps.shape):
        slope[place] = (moved(place, 1e-5) - moved(place, -1e-5)) / 2e-5
    heat: Doubles = np.maximum((slope.mean(axis=(0, 1)) * maps).sum(axis=-1), 0)
    return heat


@pytest.mark.parametrize("layer", ["first", "second"])
def test_maps_equal_finite_differences(pictures: npt.NDArray[np.float32], layer: str) -> None:
    model = tiny()
    classes = np.arange(len(pictures)) % 3
    heat = grad_cam(model, pictures, classes, layer, batch=2)
    assert heat.dtype == np.float32
    assert heat.max() > 0.01
    for one, picture, wanted in zip(heat, pictures, classes, strict=True):
        np.testing.assert_allclose(one, reference(model, picture, int(wanted), layer), atol=1e-5)


@pytest.mark.parametrize("backend", INSTALLED)
def test_other_backends(backend: str) -> None:
    """The test of the formula, in a process with another backend."""
    code = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parents[1])!r})
import numpy as np
from training.test_explain import test_maps_equal_finite_differences as check
check(np.random.default_rng(1).normal(size=(2, 7, 6, 2)).astype(np.float32), "first")
import keras
print(keras.backend.backend())
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
        env={**os.environ, "KERAS_BACKEND": backend},
    )
    assert done.stdout.strip() == backend, done.stderr[-2000:]


@pytest.mark.parametrize("ending", ["dense", "layer", "activation"])
def test_a_softmax_at_the_end_makes_no_difference(
    pictures: npt.NDArray[np.float32], ending: str
) -> None:
    plain, soft = tiny(), tiny(ending)
    before = np.asarray(soft(pictures))
    np.testing.assert_allclose(grad_cam(soft, pictures, 1), grad_cam(plain, pictures, 1), rtol=1e-5)
    np.testing.assert_array_equal(np.asarray(soft(pictures)), before)


def test_a_position_head_gives_the_class_activation_map(
    pictures: npt.NDArray[np.float32],
) -> None:
    from moodtracker.training.export import HeatMaps

    keras.utils.set_random_seed(5)
    crops = keras.Input((7, 6, 2))
    maps = layers.ReLU()(layers.Conv2D(8, 3)(crops))
    model = keras.Model(crops, PositionHead(6, dropout=0.3)(maps))
    evidence, _ = model(pictures, training=False)
    inside = np.asarray(HeatMaps((1.0,))([evidence]))
    assert inside.max() > 0.001
    for wanted in range(6):
        heat = grad_cam(model, pictures, wanted)
        np.testing.assert_allclose(heat, inside[:, wanted], atol=1e-6)


def test_no_pictures_no_maps(pictures: npt.NDArray[np.float32]) -> None:
    assert grad_cam(tiny(), pictures[:0], 0).shape == (0, 4, 3)


def test_what_cannot_be_explained_is_said(pictures: npt.NDArray[np.float32]) -> None:
    model = tiny()
    with pytest.raises(ExplanationError, match="first, second; got “third”"):
        grad_cam(model, pictures, 0, "third")
    with pytest.raises(ExplanationError, match="0 to 2 here; got 3"):
        grad_cam(model, pictures, 3)
    crops = keras.Input((7, 6, 2))
    flat = keras.Model(crops, layers.Dense(3)(layers.Flatten()(crops)))
    with pytest.raises(ExplanationError, match="has none"):
        grad_cam(flat, pictures, 0)
    with pytest.raises(ExplanationError, match="answers \\[N, classes\\]"):
        grad_cam(keras.Model(crops, layers.Conv2D(2, 3)(crops)), pictures, 0)
