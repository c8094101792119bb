"""The exported graph equals Keras, and its heat maps equal Grad-CAM by gradients."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from moodtracker.training.calibrate import Calibration
from moodtracker.training.datasets import FaceSet
from moodtracker.training.errors import ExportError
from moodtracker.training.recipe import Recipe

pytestmark = pytest.mark.xdist_group("keras")

HALF = Calibration(0.5, 0.4)
RECIPE = Recipe(name="tiny", backbone="compact", precision="float32")


@pytest.fixture
def member(tmp_path: Path) -> Any:
    """An untrained network whose batch statistics and weights are not their neutral start."""
    import keras

    from moodtracker.training.export import Member
    from moodtracker.training.networks import build

    keras.mixed_precision.set_global_policy("float32")
    keras.utils.set_random_seed(3)
    network = build(RECIPE)
    rng = np.random.default_rng(3)
    network.set_weights(
        [
            w + rng.uniform(0, 0.1, w.shape).astype(np.float32) if w.ndim == 1 else w
            for w in network.get_weights()
        ]
    )
    path = tmp_path / "best.weights.h5"
    network.save_weights(path)
    return Member(RECIPE, path, 1.0)


@pytest.mark.parametrize("mirrored", [False, True])
def test_graph_equals_keras(member: Any, tmp_path: Path, mirrored: bool) -> None:
    import onnxruntime

    from moodtracker.training.export import export_graph, serving_model

    model = serving_model(
        [member], height=48, width=48, calibration=Calibration(0.8, 0.3), mirrored=mirrored
    )
    path = tmp_path / "model.onnx"
    assert export_graph(model, path) < 1e-4
    session = onnxruntime.InferenceSession(str(path))
    crops = np.random.default_rng(1).integers(0, 256, (5, 48, 48, 3), dtype=np.uint8)
    probabilities, heatmaps = session.run(["probabilities", "heatmaps"], {"crops": crops})
    assert heatmaps.shape == (5, 6, 6, 6)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-5)
    expected = model(crops)
    np.testing.assert_allclose(probabilities, expected["probabilities"], atol=1e-4)
    np.testing.assert_allclose(heatmaps, expected["heatmaps"], atol=1e-4)
    if mirrored:
        turned, _ = session.run(None, {"crops": crops[:, :, ::-1]})
        np.testing.assert_allclose(turned, probabilities, atol=1e-4)


def test_two_members_of_one_backbone_share_a_graph(member: Any, tmp_path: Path) -> None:
    from dataclasses import replace

    from moodtracker.training.export import export_graph, serving_model

    halves = [replace(member, weight=0.5)] * 2
    pair, single = (
        serving_model(one, height=48, width=48, calibration=HALF, mirrored=True)
        for one in (halves, [member])
    )
    crops = np.random.default_rng(5).integers(0, 256, (3, 48, 48, 3), dtype=np.uint8)
    for key in ("probabilities", "heatmaps"):
        np.testing.assert_allclose(pair(crops)[key], single(crops)[key], atol=1e-5)
    assert export_graph(pair, tmp_path / "model.onnx") < 1e-4


def test_heat_maps_are_grad_cam_by_gradients(member: Any) -> None:
    """Selvaraju et al., 2017: α_k = mean over places of ∂z_c/∂A_k; map = ReLU(Σ_k α_k A_k)."""
    import tensorflow as tf

    from moodtracker.training.export import serving_model, trained

    network = trained(member)
    head = network.get_layer("head")
    features = tf.keras.Model(network.input, head.input)
    crops = np.random.default_rng(2).integers(0, 256, (2, 48, 48, 3), dtype=np.uint8)
    maps = features(crops.astype(np.float32))
    expected = []
    for one in range(6):
        with tf.GradientTape() as tape:
            tape.watch(maps)
            logit = head(maps)[1][:, one]
        alpha = tf.reduce_mean(tape.gradient(logit, maps), axis=(1, 2), keepdims=True)
        expected.append(tf.nn.relu(tf.reduce_sum(alpha * maps, axis=-1)).numpy())
    model = serving_model([member], height=48, width=48, calibration=Calibration(), mirrored=False)
    np.testing.assert_allclose(model(crops)["heatmaps"], np.stack(expected, axis=1), atol=1e-4)


def test_calibration_is_inside_the_graph(member: Any) -> None:
    from moodtracker.training.export import serving_model

    crops = np.random.default_rng(4).integers(0, 256, (4, 48, 48, 3), dtype=np.uint8)
    plain, cooled = (
        serving_model([member], height=48, width=48, calibration=c, mirrored=False)(crops)
        for c in (Calibration(), HALF)
    )
    np.testing.assert_allclose(
        HALF.apply(plain["probabilities"].numpy()), cooled["probabilities"], atol=1e-5
    )


def test_members_are_never_reduced(member: Any) -> None:
    from moodtracker.training.export import serving_model

    with pytest.raises(ExportError, match="no larger than"):
        serving_model([member], height=96, width=96, calibration=Calibration(), mirrored=False)


def test_weights_of_another_network_are_refused(member: Any, tmp_path: Path) -> None:
    from moodtracker.training.export import Member, trained

    (tmp_path / "other.weights.h5").write_bytes(b"no weights at all")
    with pytest.raises(ExportError, match="fit its recipe"):
        trained(Member(RECIPE, tmp_path / "other.weights.h5", 1.0))


def test_fused_normalisation_equals_keras_while_training(faces: FaceSet) -> None:
    import keras

    from moodtracker.training.layers import FusedBatchNormalization

    maps = np.random.default_rng(0).normal(2, 3, (8, 5, 5, 4)).astype(np.float32)
    ours, theirs = FusedBatchNormalization(), keras.layers.BatchNormalization()
    for _ in range(3):
        np.testing.assert_allclose(
            ours(maps, training=True), theirs(maps, training=True), atol=1e-5
        )
    np.testing.assert_allclose(ours(maps), theirs(maps), atol=1e-5)
