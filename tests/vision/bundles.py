"""A real, if tiny, ONNX bundle, and ways to write it down wrongly."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from moodtracker.emotions import CLASS_NAMES

SIDE = 48


def tiny_graph(
    *,
    side: int = SIDE,
    classes: int = 6,
    dtype: int = TensorProto.UINT8,
    batch: int | str = "n",
    heatmaps: str = "heatmaps",
    gain: float = 6.0,
) -> bytes:
    """Raw crops → two convolutions → one map a class → mean → softmax; weights are random but
    fixed. A genuine class-activation network, only small and untrained.
    """
    random = np.random.default_rng(7)
    weights = {
        "w1": random.normal(0, 0.4, (8, 3, 3, 3)),
        "w2": random.normal(0, 0.4, (classes, 8, 3, 3)),
        "scale": np.array(1 / 255.0),
        "gain": np.array(gain),
    }
    nodes = [
        helper.make_node("Cast", ["crops"], ["float"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["float", "scale"], ["scaled"]),
        helper.make_node("Transpose", ["scaled"], ["nchw"], perm=[0, 3, 1, 2]),
        helper.make_node("Conv", ["nchw", "w1"], ["c1"], strides=[4, 4], pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["c1"], ["r1"]),
        helper.make_node("Conv", ["r1", "w2"], ["maps"], strides=[2, 2], pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["maps"], [heatmaps]),
        helper.make_node("GlobalAveragePool", ["maps"], ["pooled"]),
        helper.make_node("Flatten", ["pooled"], ["flat"]),
        helper.make_node("Mul", ["flat", "gain"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["probabilities"], axis=1),
    ]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info("crops", dtype, [batch, side, side, 3])],
        [
            helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [batch, classes]),
            helper.make_tensor_value_info(heatmaps, TensorProto.FLOAT, [batch, classes, 6, 6]),
        ],
        [numpy_helper.from_array(w.astype(np.float32), name) for name, w in weights.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def manifest(graph: bytes, /, **changes: Any) -> dict[str, Any]:
    return {
        "format": 1,
        "name": "tiny",
        "version": "2026.1.1",
        "graph": "model.onnx",
        "sha256": hashlib.sha256(graph).hexdigest(),
        "crop": {"height": SIDE, "width": SIDE, "side": 1.0, "up": 0.015, "level": False},
        "classes": list(CLASS_NAMES),
        "members": [{"name": "a", "backbone": "tiny", "weight": 1.0, "parameters": 648}],
        "temperature": 1.0,
        "mirrored": False,
        "ambiguous": {"margin": 0.15},
        "training": {"data": "none", "licence": "CC0", "images": 0, "recipe": "none"},
        "scores": [],
        "licence": "Apache-2.0",
        **changes,
    }


def write_bundle(folder: Path, *, content: bytes | None = None, **changes: Any) -> Path:
    graph = tiny_graph() if content is None else content
    folder.mkdir(parents=True)
    (folder / "model.onnx").write_bytes(graph)
    (folder / "manifest.json").write_text(json.dumps(manifest(graph, **changes)))
    return folder
