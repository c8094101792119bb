"""A model bundle: a folder with `model.onnx` and `manifest.json`, checked before it is used."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from moodtracker.emotions import CLASS_NAMES
from moodtracker.vision.errors import ModelError, VisionErrorCode

FORMAT = 1
MANIFEST = "manifest.json"
SHIPPED = Path(__file__).parent / "bundles"
DEFAULT_BUNDLE = SHIPPED / "ensemble"


@dataclass(frozen=True, slots=True)
class CropRule:
    """How a face becomes the network's picture: a square of `side` × the longer side of the
    face box, same centre, moved up by `up` of its side, reduced to `height` × `width` pixels;
    `level` turns it until the eyes lie level.
    """

    height: int
    width: int
    side: float = 1.0
    up: float = 0.015
    level: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """One network of the ensemble; `weight` is its share of the vote, `parameters` their number."""

    name: str
    backbone: str
    weight: float
    parameters: int


@dataclass(frozen=True, slots=True)
class AmbiguousRule:
    """A reading is ambiguous when its two highest probabilities lie nearer than `margin`."""

    margin: float


@dataclass(frozen=True, slots=True)
class Training:
    """What the weights were learnt from."""

    data: str
    licence: str
    images: int
    recipe: str


@dataclass(frozen=True, slots=True)
class Scores:
    """How the bundle did on `split`, which had `n` images and no part in the fit."""

    split: str
    n: int
    accuracy: float
    macro_f1: float
    unrest_f1: float
    log_loss: float
    ece: float
    vote_cross_entropy: float | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """`manifest.json`, format 1.

    `sha256` is that of the graph. `temperature` and `kept` have already been applied inside it
    (docs/adr/008-calibration.md), and where `mirrored` says so each crop is read with its mirror
    image.
    """

    format: int
    name: str
    version: str
    graph: str
    sha256: str
    crop: CropRule
    classes: tuple[str, ...]
    members: tuple[Member, ...]
    temperature: float
    mirrored: bool
    ambiguous: AmbiguousRule
    training: Training
    scores: tuple[Scores, ...]
    licence: str
    kept: float = 0.0


@dataclass(frozen=True, slots=True)
class Bundle:
    """A manifest and the bytes of its graph, whose checksum held."""

    folder: Path
    manifest: Manifest
    graph: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class TensorSpec:
    """An input or output as onnxruntime names it; an unknown dimension is None."""

    name: str
    dtype: str
    shape: tuple[int | None, ...]


def load_bundle(folder: Path) -> Bundle:
    """Read and check a bundle: a folder's, or one that ships by its name alone ("compact").

    Raises `ModelError` with one sentence that says what is wrong.
    """
    if not folder.exists() and len(folder.parts) == 1 and (SHIPPED / folder).is_dir():
        folder = SHIPPED / folder
    manifest = _read_manifest(folder)
    path = folder / manifest.graph
    if path.parent != folder:
        raise _broken(folder, f"must name a graph inside itself; got “{manifest.graph}”")
    graph = _read(path)
    came = hashlib.sha256(graph).hexdigest()
    if came != manifest.sha256:
        raise _broken(
            folder,
            f"must hold a graph with the SHA-256 {manifest.sha256[:12]}…; "
            f"{manifest.graph} has {came[:12]}…",
        )
    return Bundle(folder=folder, manifest=manifest, graph=graph)


def check_tensors(
    bundle: Bundle, inputs: tuple[TensorSpec, ...], outputs: tuple[TensorSpec, ...]
) -> None:
    """Check that the graph takes and gives what every bundle must. Raises `ModelError`."""
    crop, n = bundle.manifest.crop, len(CLASS_NAMES)
    if len(inputs) != 1:
        raise _broken(bundle.folder, f"must take one input; its graph takes {len(inputs)}")
    _check_tensor(bundle.folder, inputs[0], "tensor(uint8)", (None, crop.height, crop.width, 3))
    given = {tensor.name: tensor for tensor in outputs}
    wanted = {"probabilities": (None, n), "heatmaps": (None, n, None, None)}
    for name, shape in wanted.items():
        if name not in given:
            raise _broken(bundle.folder, f"must give “{name}”; its graph gives {sorted(given)}")
        _check_tensor(bundle.folder, given[name], "tensor(float)", shape)


def _check_tensor(
    folder: Path, tensor: TensorSpec, dtype: str, shape: tuple[int | None, ...]
) -> None:
    fits = len(tensor.shape) == len(shape) and all(
        want is None or came is None or want == came
        for want, came in zip(shape, tensor.shape, strict=True)
    )
    # A first dimension frozen at 1 would refuse the second face.
    if tensor.dtype != dtype or not fits or tensor.shape[0] is not None:
        raise _broken(
            folder,
            f"must have “{tensor.name}” as {dtype} {_show(shape)}; "
            f"its graph has {tensor.dtype} {_show(tensor.shape)}",
        )


def _show(shape: tuple[int | None, ...]) -> str:
    return "[" + ", ".join("any" if size is None else str(size) for size in shape) + "]"


def _broken(folder: Path, sentence: str) -> ModelError:
    return ModelError(
        VisionErrorCode.BUNDLE_BROKEN,
        f"The model bundle “{folder.name}” {sentence}.",
        {"bundle": folder.name},
    )


# The manifest


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise ModelError(
            VisionErrorCode.BUNDLE_MISSING,
            f"A model bundle must hold a readable {path.name}; there is none in “{path.parent}”.",
            {"bundle": path.parent.name},
        ) from error


def _read_manifest(folder: Path) -> Manifest:
    try:
        document = json.loads(_read(folder / MANIFEST))
    except (ValueError, RecursionError) as error:
        raise _broken(folder, f"must have a manifest in JSON; its cannot be parsed: {error}") from (
            error
        )
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        came = document.get("format") if isinstance(document, dict) else document
        raise _broken(folder, f"must be of format {FORMAT}; got {came!r}")
    try:
        manifest: Manifest = _typed(Manifest, document, "manifest")
    except _WrongTypeError as error:
        raise _broken(folder, f"must have {error}") from error
    _check_values(folder, manifest)
    return manifest


def _check_values(folder: Path, manifest: Manifest) -> None:
    if manifest.classes != CLASS_NAMES:
        wanted = ", ".join(CLASS_NAMES)
        came = ", ".join(manifest.classes)
        raise _broken(folder, f"must have the classes {wanted} in this order; got {came}")
    if not (8 <= manifest.crop.height <= 1024 and 8 <= manifest.crop.width <= 1024):
        came = f"{manifest.crop.height}×{manifest.crop.width}"
        raise _broken(folder, f"must take crops of 8 to 1024 pixels a side; got {came}")
    if not 0.1 <= manifest.crop.side <= 10:
        raise _broken(folder, f"must have a crop side of 0.1 to 10; got {manifest.crop.side}")
    if not manifest.name or not manifest.version:
        raise _broken(folder, "must have a name and a version; one of them is empty")


class _WrongTypeError(Exception):
    """“scores[0].n as int; got ‘many’”: where, what was wanted, what came."""


def _typed(kind: Any, value: Any, where: str) -> Any:  # noqa: ANN401  (JSON in, any type out)
    """Decoded JSON as `kind`: a dataclass, a tuple of one type, an optional or a plain type."""
    origin = get_origin(kind)
    if origin in {Union, UnionType}:
        inner = next(option for option in get_args(kind) if option is not type(None))
        return None if value is None else _typed(inner, value, where)
    if origin is tuple:
        if not isinstance(value, list):
            raise _WrongTypeError(f"{where} as a list; got {value!r:.80}")
        inner = get_args(kind)[0]
        return tuple(_typed(inner, item, f"{where}[{at}]") for at, item in enumerate(value))
    if is_dataclass(kind):
        return _typed_dataclass(kind, value, where)
    return _typed_plain(kind, value, where)


def _typed_dataclass(kind: Any, value: Any, where: str) -> Any:  # noqa: ANN401
    if not isinstance(value, Mapping):
        raise _WrongTypeError(f"{where} as an object; got {value!r:.80}")
    hints, made = get_type_hints(kind), {}
    for entry in fields(kind):
        if entry.name in value:
            made[entry.name] = _typed(hints[entry.name], value[entry.name], f"{where}.{entry.name}")
        elif entry.default is MISSING:
            raise _WrongTypeError(f"{where}.{entry.name}; it is not there")
    return kind(**made)


def _typed_plain(kind: type, value: Any, where: str) -> Any:  # noqa: ANN401
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:  # exactly: True is no number here
        raise _WrongTypeError(f"{where} as {kind.__name__}; got {value!r:.80}")
    return value
