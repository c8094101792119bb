"""Trained members → one ONNX graph with everything inside, and its manifest."""

import hashlib
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
from keras import ops

from moodtracker.training import metrics
from moodtracker.training.calibrate import Calibration
from moodtracker.training.errors import ExportError
from moodtracker.training.networks import load
from moodtracker.training.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Member:
    """A trained network of the ensemble and its weight in the mean."""

    recipe: Recipe
    weights: Path
    weight: float


@keras.saving.register_keras_serializable("moodtracker")
class Blend(keras.layers.Layer):
    """Members' logits → calibrated probabilities.

    q = Σ w·softmax(z), then `calibrate.Calibration`: (1 - kept)·softmax(log q / T) + kept·q.
    """

    def __init__(self, weights: tuple[float, ...], calibration: Calibration, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "dtype": "float32"})
        self.shares = weights
        self.calibration = calibration

    def call(self, logits: list[Any]) -> Any:
        mean = sum(
            share * ops.softmax(z, axis=-1) for share, z in zip(self.shares, logits, strict=True)
        )
        kept = self.calibration.kept
        sharp = ops.softmax(
            ops.log(ops.maximum(mean, metrics.TINY)) / self.calibration.temperature, axis=-1
        )
        return (1 - kept) * sharp + kept * mean if kept else sharp


@keras.saving.register_keras_serializable("moodtracker")
class HeatMaps(keras.layers.Layer):
    """Members' evidence [N, h, w, K] → Grad-CAM [N, K, h, w]: clipped below at 0, over h·w.

    Coarser maps are enlarged to the finest before their weighted mean is taken.
    """

    def __init__(self, weights: tuple[float, ...], **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "dtype": "float32"})
        self.shares = weights

    def call(self, evidence: list[Any]) -> Any:
        side = (max(one.shape[1] for one in evidence), max(one.shape[2] for one in evidence))
        maps = [
            share * ops.relu(one) / (one.shape[1] * one.shape[2])
            for share, one in zip(self.shares, evidence, strict=True)
        ]
        fitting = [m if tuple(m.shape[1:3]) == side else ops.image.resize(m, side) for m in maps]
        return ops.transpose(sum(fitting), (0, 3, 1, 2))


def serving_model(
    members: Sequence[Member],
    *,
    height: int,
    width: int,
    calibration: Calibration,
    mirrored: bool,
) -> Any:
    """Keras model from uint8 crops [N, H, W, 3] to probabilities and heat maps, in float32.

    With `mirrored` every member reads the crop and its mirror image. Members are enlarged to,
    never reduced from, the bundle's crop size.
    """
    keras.mixed_precision.set_global_policy("float32")
    crops = keras.Input((height, width, 3), dtype="uint8", name="crops")
    pixels = ops.cast(crops, "float32")
    shares, logits, maps = [], [], []
    for number, member in enumerate(members, start=1):
        network = trained(member)
        # Two members may be of one backbone; in a graph every name is one thing.
        network = keras.Model(network.input, network.output, name=f"member{number}")
        if not mirrored:
            evidence, z = network(_resized(pixels, member.recipe))
            shares.append(member.weight)
            logits.append(z)
            maps.append(evidence)
            continue
        # Both ways in one batch, crop by crop: quicker than the network twice.
        both = ops.stack([pixels, ops.flip(pixels, axis=2)], axis=1)
        evidence, z = network(_resized(_flat(both), member.recipe))
        evidence, z = _paired(evidence), _paired(z)
        shares += [member.weight / 2] * 2
        logits += [z[:, 0], z[:, 1]]
        maps += [evidence[:, 0], ops.flip(evidence[:, 1], axis=2)]
    probabilities = Blend(tuple(shares), calibration, name="probabilities")(logits)
    heat = HeatMaps(tuple(shares), name="heatmaps")(maps)
    return keras.Model(crops, {"probabilities": probabilities, "heatmaps": heat})


def _flat(pairs: Any) -> Any:
    """[N, 2, …] → [2 N, …]."""
    return ops.reshape(pairs, (-1, *pairs.shape[2:]))


def _paired(rows: Any) -> Any:
    """[2 N, …] → [N, 2, …]."""
    return ops.reshape(rows, (-1, 2, *rows.shape[1:]))


def trained(member: Member) -> Any:
    """The member's network with its weights, taking RGB crops. Raises `ExportError` for others'."""
    plain = replace(member.recipe, dropout=0.0)
    return load(plain, member.weights, channels=3, sized=True)


def _resized(pixels: Any, recipe: Recipe) -> Any:
    size = (recipe.height, recipe.width)
    if tuple(pixels.shape[1:3]) == size:
        return pixels
    if pixels.shape[1] > size[0] or pixels.shape[2] > size[1]:
        raise ExportError(
            f"A bundle's crop is no larger than its members' input; got {pixels.shape[1:3]} "
            f"for {size}."
        )
    return ops.image.resize(pixels, size, interpolation="bilinear")


def export_graph(model: Any, path: Path) -> float:
    """Write the ONNX graph and answer the largest difference to Keras on random crops: absolute
    for probabilities, and relative for heat maps whose values are above 1.

    Needs the TensorFlow backend, for tf2onnx does the translation. Raises `ExportError` when
    the two differ by more than 1e-4.
    """
    if keras.backend.backend() != "tensorflow":
        raise ExportError(
            f"Export runs on KERAS_BACKEND=tensorflow; got {keras.backend.backend()}."
        )
    _, height, width, _ = model.input.shape
    sample = np.random.default_rng(0).integers(0, 256, (3, height, width, 3), dtype=np.uint8)
    expected = {key: np.asarray(value) for key, value in model(sample).items()}
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "model.onnx"
        model.export(str(part), format="onnx", verbose=False)
        path.write_bytes(_named(part, model.output["heatmaps"].shape[2:]))
    return _difference(path, sample, expected)


def _named(path: Path, places: tuple[int, int]) -> bytes:
    """The graph with the contract's names, a free batch dimension and heat maps of h×w."""
    import onnx

    graph = onnx.load(path)
    names = {graph.graph.input[0].name: "crops"}
    for output in graph.graph.output:
        rank = len(output.type.tensor_type.shape.dim)
        names[output.name] = "probabilities" if rank == 2 else "heatmaps"
    for node in graph.graph.node:
        node.input[:] = [names.get(name, name) for name in node.input]
        node.output[:] = [names.get(name, name) for name in node.output]
    for value in (*graph.graph.input, *graph.graph.output):
        value.name = names[value.name]
        dimensions = value.type.tensor_type.shape.dim
        dimensions[0].dim_param = "N"
        if value.name == "heatmaps":
            dimensions[2].dim_value, dimensions[3].dim_value = places
    outputs = sorted(graph.graph.output, key=lambda output: output.name, reverse=True)
    ordered = [type(one).FromString(one.SerializeToString()) for one in outputs]
    del graph.graph.output[:]
    graph.graph.output.extend(ordered)
    onnx.checker.check_model(graph)
    return bytes(graph.SerializeToString())


def _difference(
    path: Path, sample: npt.NDArray[np.uint8], expected: dict[str, npt.NDArray[np.float32]]
) -> float:
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    names = ("probabilities", "heatmaps")
    got = session.run(list(names), {"crops": sample})
    # Evidence has no scale of its own: a difference counts beside the largest value.
    worst = max(
        float(np.abs(one - expected[name]).max() / max(1.0, np.abs(expected[name]).max()))
        for name, one in zip(names, got, strict=True)
    )
    if worst > 1e-4:
        raise ExportError(
            f"An exported graph agrees with Keras within 1e-4; it is {worst:.1e} off."
        )
    return worst


def write_manifest(folder: Path, facts: dict[str, Any]) -> None:
    """`manifest.json` beside `model.onnx`, with the graph's checksum."""
    digest = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
    manifest = {"format": 1, **facts, "graph": "model.onnx", "sha256": digest}
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")
