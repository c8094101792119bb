"""Every registered network: builds, shapes, scaling, freezing, saving, export."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from moodtracker.training.backbones import Wanted, backbone, names
from moodtracker.training.calibrate import Calibration
from moodtracker.training.errors import ExportError, RecipeError
from moodtracker.training.recipe import Recipe

pytestmark = pytest.mark.xdist_group("networks")

PARAMETERS = {
    "compact": 1.92,
    "alexnet": 2.47,
    "vgg16": 14.72,
    "vgg16bn": 14.73,
    "resnet50": 23.60,
    "xception": 20.87,
}
"""Millions, heads of six included; of keras.applications' own where the network is theirs."""

SIDE = 64
EIGHTH = 8


@pytest.fixture(scope="module")
def applications() -> dict[str, Any]:
    """The networks of `keras.applications` that were built already; all of ours are copies."""
    return {}


@pytest.fixture(autouse=True)
def built_once(applications: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    from moodtracker.training.backbones import applications as module

    build = module._base

    def base(application: Any, wanted: Wanted, name: str) -> Any:
        if wanted.imagenet:
            return build(application, wanted, name)
        if name not in applications:
            applications[name] = build(application, wanted, name)
        return applications[name]

    monkeypatch.setattr(module, "_base", base)


@pytest.fixture
def thin(monkeypatch: pytest.MonkeyPatch) -> None:
    """The large networks layer for layer at an eighth of their width: what happens to layers shows
    in them as well, with a sixtieth of the weights.
    """
    from moodtracker.training.backbones import applications as module
    from moodtracker.training.backbones import vgg16

    copy = module._copy

    def thinned(layer: Any, wanted: Wanted, change: Any) -> Any:
        made = copy(layer, wanted, change)
        facts = made.get_config()
        if "filters" not in facts:
            return made
        return type(made).from_config({**facts, "filters": facts["filters"] // EIGHTH})

    monkeypatch.setattr(module, "_copy", thinned)
    blocks = tuple((width // EIGHTH, count) for width, count in vgg16.BLOCKS)
    monkeypatch.setattr(vgg16, "BLOCKS", blocks)


def recipe_for(name: str) -> Recipe:
    return Recipe(name="tiny", backbone=name, height=SIDE, width=SIDE, precision="float32")


def built(name: str, **changes: Any) -> Any:
    import keras

    keras.mixed_precision.set_global_policy("float32")
    keras.utils.set_random_seed(5)
    wanted = Wanted(**{"height": SIDE, "width": SIDE, "channels": 3, "classes": 6, **changes})
    return backbone(name)(wanted)


def test_the_table_names_all_of_them() -> None:
    assert set(PARAMETERS) == set(names())


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"one of .*xception.*“vgg19”"):
        backbone("vgg19")


@pytest.mark.parametrize("name", sorted(PARAMETERS))
def test_a_network_is_what_its_paper_says(name: str, tmp_path: Path) -> None:
    """One network built once: size, shapes, places, head, scaling, saving, freezing."""
    import keras

    network = built(name)
    assert network.count_params() / 1e6 == pytest.approx(PARAMETERS[name], abs=0.01)
    crops = np.random.default_rng(0).integers(0, 256, (2, SIDE, SIDE, 3)).astype(np.float32)
    evidence, logits = (keras.ops.convert_to_numpy(one) for one in network(crops))
    places = SIDE // (8 if name == "compact" else 16)
    assert evidence.shape == (2, places, places, 6)
    bias = keras.ops.convert_to_numpy(network.get_layer("head").bias)
    np.testing.assert_allclose(evidence.mean(axis=(1, 2)) + bias, logits, atol=1e-3)
    assert np.isfinite(logits).all()
    assert np.abs(logits).max() < 500

    path = tmp_path / "kept.weights.h5"
    network.save_weights(path)
    keras.utils.set_random_seed(6)
    again = backbone(name)(Wanted(None, None, 3, 6))  # of any size, as training builds it
    again.load_weights(path)
    np.testing.assert_allclose(keras.ops.convert_to_numpy(again(crops)[1]), logits, atol=1e-3)


@pytest.mark.parametrize("name", sorted(PARAMETERS))
def test_half_of_the_convolutions_thaw_and_the_rest_stays(thin: None, name: str) -> None:
    import keras

    from moodtracker.training.networks import _leaves, freeze

    network = built(name)
    assert freeze(network, 0.0) == 0
    assert [w.path.split("/")[-2] for w in network.trainable_weights] == ["head", "head"]
    convolutions = freeze(network, 1.0)
    everything = len(network.trainable_weights)
    assert freeze(network, 0.5) == round(convolutions / 2)
    assert 2 < len(network.trainable_weights) < everything

    # Frozen normalisation does not move with what passes through it in training.
    before = [np.array(w) for w in network.get_weights()]
    crops = np.random.default_rng(1).uniform(0, 255, (4, SIDE, SIDE, 3)).astype(np.float32)
    trainer = keras.Model(network.input, network.output[1])
    trainer.compile(
        keras.optimizers.SGD(1e-3), keras.losses.CategoricalCrossentropy(from_logits=True)
    )
    trainer.train_on_batch(crops, np.eye(6, dtype=np.float32)[[0, 1, 2, 3]])
    trainable = {id(w) for w in network.trainable_weights}
    moved = {
        id(w) for w, old in zip(network.weights, before, strict=True) if (np.array(w) != old).any()
    }
    frozen = [one for one in _leaves(network) if not one.trainable and one.weights]
    assert frozen
    assert not moved & {id(w) for one in frozen for w in one.weights}
    assert moved & trainable


@pytest.mark.parametrize("name", sorted(PARAMETERS))
def test_colour_is_dropped_where_the_recipe_is_grey(thin: None, name: str) -> None:
    import keras

    network = built(name, grey=True, scaling="standard")
    rng = np.random.default_rng(2)
    light = rng.uniform(20, 230, (1, SIDE, SIDE, 1)).astype(np.float32)
    grey = np.repeat(light, 3, axis=3)
    tinted = grey + np.array([0.587, -0.299, 0.0], dtype=np.float32) * 30  # the same luminance
    one, other = (keras.ops.convert_to_numpy(network(crop)[1]) for crop in (grey, tinted))
    np.testing.assert_allclose(one, other, atol=np.abs(one).max() * 2e-3 + 1e-4)


@pytest.mark.parametrize("name", ["vgg16", "resnet50", "xception"])
@pytest.mark.parametrize("stride", [8, 32])
def test_the_map_is_as_fine_as_the_stride_says(thin: None, name: str, stride: int) -> None:
    network = built(name, stride=stride)
    height, width = network.output[0].shape[1:3]
    assert (height, width) == (SIDE // stride, SIDE // stride)


@pytest.mark.parametrize(
    ("name", "scaling"), [("vgg16", "caffe"), ("resnet50", "caffe"), ("xception", "tf")]
)
def test_scaling_is_that_of_keras_applications(thin: None, name: str, scaling: str) -> None:
    import keras

    from moodtracker.training.layers import Scaled

    crops = np.random.default_rng(3).integers(0, 256, (2, 8, 8, 3)).astype(np.float32)
    theirs = getattr(keras.applications, name).preprocess_input(crops.copy())
    ours = keras.ops.convert_to_numpy(Scaled(scaling)(crops))
    np.testing.assert_allclose(ours, theirs, atol=1e-4)
    used = [one.mode for one in built(name).layers if isinstance(one, Scaled)]
    assert used == [scaling]


@pytest.mark.parametrize("name", ["vgg16", "resnet50", "xception"])
def test_weights_of_keras_applications_survive_the_copy(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the weights that Keras would have fetched in place, ours answers as Keras's does."""
    import keras

    application = getattr(
        keras.applications, {"vgg16": "VGG16", "resnet50": "ResNet50"}.get(name, "Xception")
    )
    keras.utils.set_random_seed(9)
    fetched = application(include_top=False, weights=None, input_shape=(None, None, 3))

    def as_if_fetched(*, weights: str | None, **others: Any) -> Any:
        assert weights == "imagenet"
        return fetched

    monkeypatch.setattr(keras.applications, application.__name__, as_if_fetched)
    network = built(name, stride=32, imagenet=True)
    crops = np.random.default_rng(4).integers(0, 256, (1, SIDE, SIDE, 3)).astype(np.float32)
    maps = fetched(getattr(keras.applications, name).preprocess_input(crops.copy()))
    expected = keras.ops.convert_to_numpy(network.get_layer("head")(maps)[1])
    got = keras.ops.convert_to_numpy(network(crops)[1])
    np.testing.assert_allclose(got, expected, rtol=1e-3, atol=1e-3)


def test_weights_that_cannot_be_fetched_are_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    import keras

    from moodtracker.training.networks import build

    def unreachable(**others: Any) -> Any:
        raise OSError("URL fetch failure")

    monkeypatch.setattr(keras.applications, "VGG16", unreachable)
    with pytest.raises(RecipeError, match=r"could not be fetched.*or to an earlier run"):
        build(replace(recipe_for("vgg16"), weights="imagenet"))


@pytest.mark.parametrize("name", sorted(PARAMETERS))
def test_a_network_exports(thin: None, name: str, tmp_path: Path) -> None:
    import keras

    from moodtracker.training.export import Member, export_graph, serving_model
    from moodtracker.training.networks import build

    keras.mixed_precision.set_global_policy("float32")
    keras.utils.set_random_seed(7)
    recipe = recipe_for(name)
    weights = tmp_path / "best.weights.h5"
    build(recipe, sized=False).save_weights(weights)
    model = serving_model(
        [Member(recipe, weights, 1.0)],
        height=48,
        width=48,
        calibration=Calibration(),
        mirrored=False,
    )
    assert export_graph(model, tmp_path / "model.onnx") < 1e-4


def test_weights_of_another_backbone_are_refused(tmp_path: Path) -> None:
    from moodtracker.training.networks import build, load, start_from

    build(recipe_for("alexnet")).save_weights(tmp_path / "best.weights.h5")
    other = recipe_for("compact")
    with pytest.raises(ExportError, match="fit its recipe"):
        load(other, tmp_path / "best.weights.h5")
    network = build(other)
    with pytest.raises(RecipeError, match="fit the same backbone"):
        start_from(network, replace(other, weights=str(tmp_path)))
    with pytest.raises(RecipeError, match="folder of a run"):
        start_from(network, replace(other, weights=str(tmp_path / "gone")))
