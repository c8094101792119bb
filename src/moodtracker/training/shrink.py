"""A graph whose large weights are kept in 16 or 8 bits, and widened again when it is loaded.

Only the file shrinks: the sums are still taken in float32, so nothing is lost but the rounding.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

KINDS = ("float32", "float16", "int8")
SMALL = 4096
"""Weights with fewer numbers stay as they are: biases, scales, the head."""


def shrunk(graph: bytes, kind: str) -> bytes:
    """The ONNX graph with weights kept as `kind`, one of `KINDS`.

    "int8" rounds each output channel to 255 even steps between minus and plus its largest value.
    """
    if kind not in KINDS:
        raise ValueError(f"Weights are kept as {', '.join(KINDS)}; got “{kind}”.")
    if kind == "float32":
        return graph
    import onnx

    model = onnx.load_from_string(graph)
    kept, nodes = [], []
    for tensor in model.graph.initializer:
        values = onnx.numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.ndim < 2 or values.size < SMALL:
            kept.append(tensor)
            continue
        small, made = (_half if kind == "float16" else _steps)(tensor.name, values)
        kept += small
        nodes += made
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    # The graph's nodes stand in the order in which they are computed.
    rest = list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend([*nodes, *rest])
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def steps_of(values: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """Whole steps from -127 to 127 and the size of a step, one for each first index."""
    largest = np.abs(values).reshape(len(values), -1).max(axis=1)
    size = (np.maximum(largest, 1e-12) / 127).astype(np.float32)
    shape = (-1,) + (1,) * (values.ndim - 1)
    whole = np.clip(np.rint(values / size.reshape(shape)), -127, 127).astype(np.int8)
    return whole, size.reshape(shape)


def _half(name: str, values: Floats) -> tuple[list[Any], list[Any]]:
    from onnx import TensorProto, helper, numpy_helper

    small = numpy_helper.from_array(values.astype(np.float16), f"{name}/16")
    return [small], [helper.make_node("Cast", [f"{name}/16"], [name], to=TensorProto.FLOAT)]


def _steps(name: str, values: Floats) -> tuple[list[Any], list[Any]]:
    from onnx import TensorProto, helper, numpy_helper

    whole, size = steps_of(values)
    initializers = [
        numpy_helper.from_array(whole, f"{name}/8"),
        numpy_helper.from_array(size, f"{name}/step"),
    ]
    nodes = [
        helper.make_node("Cast", [f"{name}/8"], [f"{name}/wide"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{name}/wide", f"{name}/step"], [name]),
    ]
    return initializers, nodes
