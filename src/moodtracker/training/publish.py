"""Finished runs → a bundle folder: calibrated, scored and exported."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np

from moodtracker.emotions import CLASS_NAMES
from moodtracker.training import calibrate, export, metrics, reading
from moodtracker.training.bootstrap import Interval, Intervals, intervals
from moodtracker.training.datasets import FaceSet
from moodtracker.training.datasets.duplicates import twins
from moodtracker.training.errors import ExportError
from moodtracker.training.shrink import shrunk

CROP = {"side": 1.0, "up": 0.015, "level": True}
"""FER2013's framing of CenterFace's box; see docs/adr/004-face-detector.md. Levelled by the
eyes: `python -m benchmarks levelling` shows what it is worth."""

ROUNDING = 0.002
"""How much held-out accuracy smaller weights may cost."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What a bundle says of itself beyond what is measured.

    `licence` is that of the data, `own_licence` that of the bundle; `weights` is one of
    `shrink.KINDS`.
    """

    name: str
    version: str
    data: str
    licence: str
    mirrored: bool
    weights: str = "float32"
    recipe: str = ""
    own_licence: str = "not stated"


@dataclass(frozen=True, slots=True)
class Published:
    """The measured facts of a new bundle.

    `apart` scores the faces that have no near-duplicate among those the networks were fitted on.
    `rounding` is the held-out accuracy with float32 weights and with those that ship.
    """

    calibration: calibrate.Calibration
    ece_before: float
    margin: calibrate.Margin
    scores: metrics.Scores
    ranges: Intervals
    apart: metrics.Scores
    difference: float
    rounding: tuple[float, float]
    size: int


def publish(
    members: Sequence[export.Member],
    facts: Publication,
    *,
    fitted: FaceSet,
    held_out: FaceSet,
    scored: tuple[str, FaceSet],
    out: Path,
) -> Published:
    """Choose calibration and margin on `held_out`, score on `scored`, write the bundle to `out`.

    Nothing is fitted or chosen on `scored`; it is scored by the graph that ships. Crops have the
    size of the smallest member's input. Raises `ExportError` when smaller weights cost more than
    `ROUNDING`.
    """
    size = crop_size(members)
    raw = export.serving_model(
        members, calibration=calibrate.Calibration(), mirrored=facts.mirrored, **size
    )
    # A carve-out of a looser recipe may have let a copy through; nothing is chosen on it.
    held_out = held_out.take(np.flatnonzero(~twins(held_out.images, fitted.images)))
    decided = held_out.decided()
    before = probabilities_of(raw, decided)
    calibration = calibrate.calibration(before, decided.labels, decided.votes)
    margin = calibrate.ambiguity_margin(
        calibration.apply(probabilities_of(raw, held_out)), held_out.votes
    )
    del raw
    # Made beside the bundle: one that is in use stays whole until the new one is.
    made = out.with_name(f"{out.name}.part")
    made.mkdir(parents=True, exist_ok=True)
    difference = _write_graph(members, facts, size, calibration, made / "model.onnx")
    manifest = _facts(members, facts, size, calibration, margin, images=len(fitted))
    export.write_manifest(made, manifest)
    rounding = (_accuracy(before, decided), _accuracy(_answers(made, decided), decided))
    if rounding[0] - rounding[1] > ROUNDING:
        raise ExportError(
            f"{facts.weights} weights cost at most {ROUNDING:.1%} of held-out accuracy; they cost "
            f"{rounding[0] - rounding[1]:.2%}. Keep them as float16 or float32."
        )

    split, faces = scored[0], scored[1].decided()
    answers = _answers(made, faces)
    alone = np.flatnonzero(~twins(faces.images, fitted.images))
    result = Published(
        calibration=calibration,
        ece_before=metrics.expected_calibration_error(before, decided.labels),
        margin=margin,
        scores=_scored(answers, faces),
        ranges=_ranges(answers, faces),
        apart=_scored(answers[alone], faces.take(alone)),
        difference=difference,
        rounding=rounding,
        size=(made / "model.onnx").stat().st_size,
    )
    apart = faces.take(alone)
    entries = [
        _entry(split, result.scores, result.ranges),
        _entry(
            f"{split}, without near-duplicates of training faces",
            result.apart,
            _ranges(answers[alone], apart),
        ),
    ]
    export.write_manifest(made, {**manifest, "scores": entries})
    out.mkdir(exist_ok=True)
    for name in ("model.onnx", "manifest.json"):
        (made / name).replace(out / name)
    made.rmdir()
    return result


def crop_size(members: Sequence[export.Member]) -> dict[str, int]:
    """Height and width of the smallest input: crops are only ever enlarged inside the graph."""
    return {
        "height": min(member.recipe.height for member in members),
        "width": min(member.recipe.width for member in members),
    }


def probabilities_of(model: Any, faces: FaceSet, *, batch: int = 128) -> metrics.Floats:
    """float32 [N, 6] of the serving model for whole images as crops."""
    parts = [
        keras.ops.convert_to_numpy(model(_crops(faces, start, batch, model))["probabilities"])
        for start in range(0, len(faces), batch)
    ]
    return np.concatenate(parts)


def _crops(faces: FaceSet, start: int, batch: int, model: Any) -> Any:
    height, width = model.input.shape[1:3]
    return reading.fitted(np.asarray(faces.images[start : start + batch]), height, width)


def _write_graph(
    members: Sequence[export.Member],
    facts: Publication,
    size: dict[str, int],
    calibration: calibrate.Calibration,
    path: Path,
) -> float:
    model = export.serving_model(members, calibration=calibration, mirrored=facts.mirrored, **size)
    difference = export.export_graph(model, path)
    path.write_bytes(shrunk(path.read_bytes(), facts.weights))
    return difference


def _answers(folder: Path, faces: FaceSet) -> metrics.Floats:
    """What the bundle in `folder` says, as the product would read it."""
    from moodtracker.vision.bundle import load_bundle
    from moodtracker.vision.classifier import Classifier

    return reading.read_probabilities(Classifier(load_bundle(folder), threads=2), faces.images)


def _accuracy(probabilities: metrics.Floats, faces: FaceSet) -> float:
    return float((probabilities.argmax(axis=1) == faces.labels).mean())


def _scored(probabilities: metrics.Floats, faces: FaceSet) -> metrics.Scores:
    return metrics.score(probabilities, faces.labels, faces.votes if faces.has_votes else None)


def _ranges(probabilities: metrics.Floats, faces: FaceSet) -> Intervals:
    votes = faces.votes if faces.has_votes else None
    return intervals(probabilities, faces.labels, votes, people=faces.people)


def _entry(split: str, scores: metrics.Scores, ranges: Intervals) -> dict[str, Any]:
    unrest = CLASS_NAMES.index("unrest")
    figures = {
        "accuracy": scores.accuracy,
        "macro_f1": scores.macro_f1,
        "unrest_f1": scores.f1[unrest],
        "log_loss": scores.log_loss,
        "ece": scores.ece,
        "vote_cross_entropy": scores.vote_cross_entropy,
    }
    known: dict[str, Interval | None] = {
        "accuracy": ranges.accuracy,
        "macro_f1": ranges.macro_f1,
        "unrest_f1": ranges.f1[unrest],
        "log_loss": ranges.log_loss,
        "ece": ranges.ece,
        "vote_cross_entropy": ranges.vote_cross_entropy,
    }
    return {
        "split": split,
        "n": scores.n,
        **{key: None if one is None else round(float(one), 4) for key, one in figures.items()},
        "intervals": {
            key: [round(one.low, 4), round(one.high, 4)]
            for key, one in known.items()
            if one is not None
        },
    }


def _facts(
    members: Sequence[export.Member],
    facts: Publication,
    size: dict[str, int],
    calibration: calibrate.Calibration,
    margin: calibrate.Margin,
    *,
    images: int,
) -> dict[str, Any]:
    return {
        "name": facts.name,
        "version": facts.version,
        "crop": {**size, **CROP},
        "classes": list(CLASS_NAMES),
        "members": [
            {
                "name": member.recipe.name,
                "backbone": member.recipe.backbone,
                "weight": round(member.weight, 4),
                "parameters": export.trained(member).count_params(),
            }
            for member in members
        ],
        "temperature": round(calibration.temperature, 4),
        "kept": round(calibration.kept, 4),
        "mirrored": facts.mirrored,
        "weights": facts.weights,
        "ambiguous": {"margin": margin.value},
        "training": {
            "data": facts.data,
            "licence": facts.licence,
            "images": images,
            "recipe": facts.recipe or f"runs/{members[0].recipe.name}.toml",
        },
        "scores": [],
        "licence": facts.own_licence,
    }
