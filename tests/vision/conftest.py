"""A real photo, a real (if tiny) ONNX bundle, and the loaded reader that the tests share."""

import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import skimage.data
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

from moodtracker.emotions import CLASS_NAMES
from moodtracker.vision.detector import Detector
from moodtracker.vision.reader import Reader
from moodtracker.vision.types import RGB

SIDE = 48


@pytest.fixture(scope="session")
def astronaut() -> RGB:
    """A public-domain portrait, 512 × 512, one face."""
    return np.asarray(skimage.data.astronaut())


@pytest.fixture(scope="session")
def astronaut_jpeg(astronaut: RGB) -> bytes:
    return encode(astronaut, "JPEG", quality=92)


def encode(rgb: RGB, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, kind, **options)
    return buffer.getvalue()


def tiny_graph(*, side: int = SIDE, classes: int = 6, dtype: int = TensorProto.UINT8) -> bytes:
    """Raw crops → two convolutions → one map a class → mean → softmax; weights are random but
    fixed. A genuine class-activation network, only small and untrained.
    """
    random = np.random.default_rng(7)
    weights = {
        "w1": random.normal(0, 0.4, (8, 3, 3, 3)),
        "w2": random.normal(0, 0.4, (classes, 8, 3, 3)),
        "scale": np.array(1 / 255.0),
        "gain": np.array(6.0),
    }
    nodes = [
        helper.make_node("Cast", ["crops"], ["float"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["float", "scale"], ["scaled"]),
        helper.make_node("Transpose", ["scaled"], ["nchw"], perm=[0, 3, 1, 2]),
        helper.make_node("Conv", ["nchw", "w1"], ["c1"], strides=[4, 4], pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["c1"], ["r1"]),
        helper.make_node("Conv", ["r1", "w2"], ["maps"], strides=[2, 2], pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["maps"], ["heatmaps"]),
        helper.make_node("GlobalAveragePool", ["maps"], ["pooled"]),
        helper.make_node("Flatten", ["pooled"], ["flat"]),
        helper.make_node("Mul", ["flat", "gain"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["probabilities"], axis=1),
    ]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info("crops", dtype, ["n", side, side, 3])],
        [
            helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["n", classes]),
            helper.make_tensor_value_info("heatmaps", TensorProto.FLOAT, ["n", classes, 6, 6]),
        ],
        [numpy_helper.from_array(w.astype(np.float32), name) for name, w in weights.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def manifest(graph: bytes, **changes: Any) -> dict[str, Any]:
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


BundleMaker = Callable[..., Path]


@pytest.fixture
def make_bundle(tmp_path: Path) -> BundleMaker:
    """Write a bundle folder; keyword arguments replace entries of its manifest."""

    def make(*, graph: bytes | None = None, name: str = "bundle", **changes: Any) -> Path:
        return write_bundle(tmp_path / name, graph=graph, **changes)

    return make


def write_bundle(folder: Path, *, graph: bytes | None = None, **changes: Any) -> Path:
    content = tiny_graph() if graph is None else graph
    folder.mkdir(parents=True)
    (folder / "model.onnx").write_bytes(content)
    (folder / "manifest.json").write_text(json.dumps(manifest(content, **changes)))
    return folder


@pytest.fixture(scope="session")
def tiny_bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_bundle(tmp_path_factory.mktemp("bundles") / "tiny")


@pytest.fixture(scope="session")
def reader(tiny_bundle: Path) -> Reader:
    return Reader.load(tiny_bundle, threads=1)


@pytest.fixture(scope="session")
def detector() -> Detector:
    return Detector(threads=1)
