"""Weights in 16 and 8 bits: what is rounded, by how much, and that the graph still answers."""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from moodtracker.training.shrink import KINDS, shrunk, steps_of

RNG = np.random.default_rng(8)
KERNEL = RNG.normal(0, [[[[0.1]]], [[[3.0]]]] * 32, (64, 16, 3, 3)).astype(np.float32)


def graph() -> bytes:
    """x [N, 16, 8, 8] convolved with KERNEL, and a bias that is too small to be worth rounding."""
    bias = RNG.normal(size=64).astype(np.float32)
    model = helper.make_model(
        helper.make_graph(
            [helper.make_node("Conv", ["x", "kernel", "bias"], ["y"])],
            "one",
            [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 16, 8, 8])],
            [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["N", 64, 6, 6])],
            [numpy_helper.from_array(KERNEL, "kernel"), numpy_helper.from_array(bias, "bias")],
        ),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=9,
    )
    return bytes(model.SerializeToString())


def answer(model: bytes) -> Any:
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    x = np.random.default_rng(1).normal(size=(2, 16, 8, 8)).astype(np.float32)
    return session.run(None, {"x": x})[0]


def test_steps_are_those_of_the_formula() -> None:
    """Each output channel: size = max|w| / 127, whole = round(w / size); held against a loop."""
    whole, size = steps_of(KERNEL)
    assert whole.dtype == np.int8
    for channel in range(64):
        largest = max(abs(float(w)) for w in KERNEL[channel].ravel())
        assert float(size[channel].squeeze()) == pytest.approx(largest / 127, rel=1e-6)
    assert np.abs(whole * size - KERNEL).max() <= size.max() / 2 + 1e-6
    assert (np.abs(whole * size - KERNEL) <= size / 2 + 1e-6).all()


def test_a_channel_of_zeros_stays_one() -> None:
    whole, size = steps_of(np.zeros((2, 5000), dtype=np.float32))
    assert not whole.any()
    assert np.isfinite(size).all()


@pytest.mark.parametrize(("kind", "share", "close"), [("float16", 0.55, 2e-3), ("int8", 0.3, 2e-2)])
def test_the_graph_shrinks_and_answers_nearly_the_same(
    kind: str, share: float, close: float
) -> None:
    before = graph()
    after = shrunk(before, kind)
    assert len(after) < share * len(before)
    expected, got = answer(before), answer(after)
    assert np.abs(got - expected).max() < close * np.abs(expected).max()
    assert np.abs(got - expected).max() > 0
    kept = {tensor.name for tensor in onnx.load_from_string(after).graph.initializer}
    assert "bias" in kept
    assert "kernel" not in kept


def test_float32_is_left_alone_and_other_kinds_are_refused() -> None:
    assert shrunk(graph(), "float32")
    with pytest.raises(ValueError, match=", ".join(KINDS)):
        shrunk(graph(), "int4")


def test_the_shipped_graph_keeps_its_answers_in_16_bits() -> None:
    folder = Path(__file__).parents[2] / "src/moodtracker/vision/bundles/compact"
    before = (folder / "model.onnx").read_bytes()
    crops = np.random.default_rng(2).integers(0, 256, (4, 48, 48, 3), dtype=np.uint8)
    said = [
        onnxruntime.InferenceSession(one).run(["probabilities"], {"crops": crops})[0]
        for one in (before, shrunk(before, "float16"))
    ]
    np.testing.assert_allclose(said[0], said[1], atol=0.02)
