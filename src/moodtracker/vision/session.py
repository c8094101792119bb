"""The one module that touches onnxruntime."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime

from moodtracker.vision.bundle import TensorSpec
from moodtracker.vision.errors import ModelError, VisionErrorCode

_ERRORS_ONLY = 3


class Session:
    """One ONNX graph, ready to run on the CPU. Safe to share between threads."""

    def __init__(self, graph: bytes, *, name: str, threads: int) -> None:
        """Load the graph from its bytes. Raises `ModelError` when onnxruntime refuses it."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = _ERRORS_ONLY
        # Two threads that spin while they wait take the cores from the rest of the server.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._name = name
        try:
            self._session = onnxruntime.InferenceSession(
                graph, options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime's errors share no other base
            raise ModelError(
                VisionErrorCode.BUNDLE_BROKEN,
                f"{name} must be an ONNX graph that onnxruntime can load; it says: {_first(error)}",
            ) from error

    @property
    def inputs(self) -> tuple[TensorSpec, ...]:
        """Name, type and shape of each input."""
        return tuple(_spec(tensor) for tensor in self._session.get_inputs())

    @property
    def outputs(self) -> tuple[TensorSpec, ...]:
        """Name, type and shape of each output."""
        return tuple(_spec(tensor) for tensor in self._session.get_outputs())

    def run(
        self, outputs: tuple[str, ...], inputs: Mapping[str, npt.NDArray[Any]]
    ) -> list[npt.NDArray[np.float32]]:
        """Run the graph once. Raises `ModelError` when it fails in the middle."""
        try:
            return list(self._session.run(list(outputs), dict(inputs)))
        except Exception as error:
            raise ModelError(
                VisionErrorCode.MODEL_FAILED,
                f"{self._name} must answer every picture; it failed: {_first(error)}",
            ) from error


def _spec(tensor: Any) -> TensorSpec:  # noqa: ANN401  (onnxruntime has no types)
    shape = tuple(size if isinstance(size, int) else None for size in tensor.shape)
    return TensorSpec(name=tensor.name, dtype=tensor.type, shape=shape)


def _first(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
