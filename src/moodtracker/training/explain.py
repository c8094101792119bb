"""Grad-CAM by gradients, for any Keras network on any of Keras's backends."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
from keras import ops

from moodtracker.training.errors import TrainingError

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.integer]


class ExplanationError(TrainingError):
    """A network whose answer cannot be traced back to places of the picture."""


def grad_cam(
    model: Any,
    images: npt.NDArray[np.generic],
    class_index: int | Ints,
    layer: Any = None,
    *,
    batch: int = 64,
) -> Floats:
    """float32 [N, h, w] ≥ 0: how strongly each place of `layer` speaks for a class.

    relu(Σ_k α_k A_k), where α_k is the mean over places of ∂y/∂A_k and y the class's score
    before any softmax (Selvaraju et al., 2017). `images` is [N, H, W, C] as the model takes
    them; `class_index` is one class for all images or one for each. `layer` is a layer or its
    name; by default the last one with maps [N, h, w, C] that the score depends on. Of several
    outputs the scores are the one of shape [N, classes]. Maps are not scaled to a common
    maximum. Raises `ExplanationError` where there is no such layer or class.
    """
    with _scores_before_softmax(model) as scores:
        graph = _Graph(model.inputs, scores)
        maps = _chosen_maps(graph, layer)
        classes = _classes(class_index, len(images), scores.shape[-1])
        parts = [
            _heat(graph, maps, images[rows], classes[rows])
            for rows in (slice(start, start + batch) for start in range(0, len(images), batch))
        ]
    return np.concatenate(parts) if parts else np.zeros((0, *maps.shape[1:3]), np.float32)


def _heat(graph: "_Graph", maps: Any, images: npt.NDArray[np.generic], classes: Ints) -> Floats:
    pictures = ops.convert_to_tensor(images)
    place = graph.value(maps, {}, pictures)
    wanted = ops.one_hot(classes, graph.scores.shape[-1], dtype="float32")

    def total(activations: Any) -> Any:
        # Images do not touch one another here, so the gradient of the sum is that of each.
        scores = graph.value(graph.scores, {id(maps): activations}, pictures)
        return ops.sum(ops.cast(scores, "float32") * wanted)

    slope = ops.cast(_GRADIENTS[keras.backend.backend()](total, place), "float32")
    weights = ops.mean(slope, axis=(1, 2), keepdims=True)
    heat = ops.relu(ops.sum(weights * ops.cast(place, "float32"), axis=-1))
    return np.asarray(ops.convert_to_numpy(heat), dtype=np.float32)


# The gradient of a scalar function at a tensor, by backend


def _by_tensorflow(total: Callable[[Any], Any], place: Any) -> Any:
    import tensorflow as tf

    with tf.GradientTape() as tape:
        tape.watch(place)
        value = total(place)
    return tape.gradient(value, place)


def _by_torch(total: Callable[[Any], Any], place: Any) -> Any:
    import torch

    place = place.detach().requires_grad_(True)  # noqa: FBT003  (torch's own name for it)
    with torch.enable_grad():
        (slope,) = torch.autograd.grad(total(place), place)
    return slope.detach()


def _by_jax(total: Callable[[Any], Any], place: Any) -> Any:
    import jax

    return jax.grad(total)(place)


_GRADIENTS = {"tensorflow": _by_tensorflow, "torch": _by_torch, "jax": _by_jax}


# The way from picture to scores


class _Graph:
    """The operations between a network's inputs and its scores, in the order they run.

    Keras can cut a graph at its maps too (`Model(maps, scores)`), but only where no shortcut
    goes round them, and it leaves copies of the nodes on the layers.
    """

    def __init__(self, inputs: list[Any], scores: Any) -> None:
        self.inputs = inputs
        self.scores = scores
        self.nodes = _ordered(scores)

    def value(self, wanted: Any, known: dict[int, Any], pictures: Any) -> Any:
        """The value of one symbolic tensor; `known` are those, by id, that are given."""
        values = {**dict.fromkeys(map(id, self.inputs), pictures), **known}
        needed = {id(node) for node in _ordered(wanted, set(values))}
        for node in self.nodes:
            if id(node) in needed and not node.is_input:
                args, kwargs = node.arguments.fill_in(values)
                outputs = keras.tree.flatten(node.operation(*args, **kwargs))
                values.update(zip(map(id, node.output_tensors), outputs, strict=True))
        return values[id(wanted)]

    def with_maps(self) -> list[Any]:
        """Nodes that give one tensor [N, h, w, C] of more than one place."""
        return [node for node in self.nodes if not node.is_input and _spread(node)]


def _ordered(tensor: Any, known: Collection[int] = ()) -> list[Any]:
    """The nodes that a symbolic tensor is made of, each after those it needs.

    Nothing is looked for behind tensors whose ids are `known`.
    """
    done: dict[int, Any] = {}
    waiting = [] if id(tensor) in known else [_node(tensor)]
    while waiting:
        node = waiting[-1]
        before = [_node(one) for one in node.input_tensors if id(one) not in known]
        missing = [one for one in before if id(one) not in done]
        if missing:
            waiting.extend(missing)
        else:
            done[id(waiting.pop())] = node
    return list(done.values())


def _node(tensor: Any) -> Any:
    # Keras has no public name for where a symbolic tensor comes from.
    operation, index, _ = tensor._keras_history  # noqa: SLF001
    return operation._inbound_nodes[index]  # noqa: SLF001


def _spread(node: Any) -> bool:
    shape = node.output_tensors[0].shape
    whole = len(node.output_tensors) == 1 and len(shape) == 4
    return whole and any(side is None or side > 1 for side in shape[1:3])


def _chosen_maps(graph: _Graph, layer: Any) -> Any:
    """The symbolic maps of the layer asked for, or the last before the scores."""
    nodes = graph.with_maps()
    if not nodes:
        raise ExplanationError(
            "Grad-CAM needs a layer with maps [N, h, w, channels] of more than one place on the "
            "way to the scores; this network has none."
        )
    if layer is None:
        return nodes[-1].output_tensors[0]
    name = getattr(layer, "name", layer)
    for node in nodes:
        if node.operation.name == name:
            return node.output_tensors[0]
    there = ", ".join(node.operation.name for node in nodes)
    raise ExplanationError(f"Grad-CAM needs a layer with maps: {there}; got “{name}”.")


@contextmanager
def _scores_before_softmax(model: Any) -> Iterator[Any]:
    """The symbolic [N, classes] scores; a softmax at the end is left out for as long."""
    outputs = keras.tree.flatten(model.output) if hasattr(model, "output") else []
    scores = next((one for one in outputs if len(one.shape) == 2), None)
    if scores is None:
        shapes = [tuple(one.shape) for one in outputs]
        raise ExplanationError(f"A classifier answers [N, classes]; this one answers {shapes}.")
    last = _node(scores).operation
    alone = isinstance(last, keras.layers.Softmax | keras.layers.Activation)
    if alone and _ends_in_softmax(last):
        yield _node(scores).input_tensors[0]
    elif _ends_in_softmax(last):
        last.activation = keras.activations.linear
        try:
            yield scores
        finally:
            last.activation = keras.activations.softmax
    else:
        yield scores


def _ends_in_softmax(operation: Any) -> bool:
    softmax = getattr(operation, "activation", None) is keras.activations.softmax
    return softmax or isinstance(operation, keras.layers.Softmax)


def _classes(class_index: int | Ints, images: int, classes: int) -> Ints:
    wanted = np.broadcast_to(np.asarray(class_index), (images,))
    if images and not (wanted.min() >= 0 and wanted.max() < classes):
        raise ExplanationError(f"A class is 0 to {classes - 1} here; got {class_index}.")
    return wanted
