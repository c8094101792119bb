"""A finished run → a bundle folder: calibrated, scored and exported."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np

from moodtracker.emotions import CLASS_NAMES
from moodtracker.training import calibrate, export, metrics
from moodtracker.training.augment import Augmentation
from moodtracker.training.datasets import FaceSet
from moodtracker.training.datasets.duplicates import twins
from moodtracker.training.errors import ExportError
from moodtracker.training.recipe import Recipe

CROP = {"side": 1.0, "up": 0.015, "level": True}
"""FER2013's framing of CenterFace's box; see docs/adr/004-face-detector.md. Levelled by the
eyes: `python -m benchmarks levelling` shows what it is worth."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What a bundle says of itself beyond what is measured."""

    name: str
    version: str
    data: str
    licence: str
    mirrored: bool


@dataclass(frozen=True, slots=True)
class Published:
    """The measured facts of a new bundle. `apart` scores the faces that have no near-duplicate
    among those the network was fitted on.
    """

    temperature: float
    ece_before: float
    margin: calibrate.Margin
    scores: metrics.Scores
    apart: metrics.Scores
    difference: float


def read_run(folder: Path) -> export.Member:
    """The run's recipe and best weights. Raises `ExportError` where one is missing."""
    weights = folder / "best.weights.h5"
    try:
        table = json.loads((folder / "recipe.json").read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as fault:
        raise ExportError(f"A run folder holds recipe.json; {folder}: {fault}.") from fault
    if not weights.is_file():
        raise ExportError(f"A run has at least one whole epoch; {folder} has no {weights.name}.")
    recipe = Recipe(**{**table, "augmentation": Augmentation(**table["augmentation"])})
    return export.Member(recipe, weights, 1.0)


def publish(
    member: export.Member,
    facts: Publication,
    *,
    fitted: FaceSet,
    held_out: FaceSet,
    scored: tuple[str, FaceSet],
    out: Path,
) -> Published:
    """Choose temperature and margin on `held_out`, score on `scored`, write the bundle to `out`.

    Nothing is fitted or chosen on `scored`. Crops have the size of the member's input.
    """
    size = {"height": member.recipe.height, "width": member.recipe.width}
    raw = _serving(member, size, facts, temperature=1.0)
    # A carve-out of a looser recipe may have let a copy through; nothing is chosen on it.
    held_out = held_out.take(np.flatnonzero(~twins(held_out.images, fitted.images)))
    decided = held_out.decided()
    uncalibrated = probabilities_of(raw, decided)
    temperature = calibrate.temperature(uncalibrated, decided.labels)
    margin = calibrate.ambiguity_margin(
        calibrate.scaled(probabilities_of(raw, held_out), temperature), held_out.votes
    )
    model = _serving(member, size, facts, temperature=temperature)
    # Made beside the bundle: one that is in use stays whole until the new one is.
    made = out.with_name(f"{out.name}.part")
    made.mkdir(parents=True, exist_ok=True)
    difference = export.export_graph(model, made / "model.onnx")

    split, faces = scored[0], scored[1].decided()
    before = probabilities_of(raw, faces)
    after = probabilities_of(model, faces)
    alone = np.flatnonzero(~twins(faces.images, fitted.images))
    result = Published(
        temperature=temperature,
        ece_before=metrics.expected_calibration_error(before, faces.labels),
        margin=margin,
        scores=_scored(after, faces),
        apart=_scored(after[alone], faces.take(alone)),
        difference=difference,
    )
    entries = [
        _entry(split, result.scores),
        _entry(f"{split}, without near-duplicates of training faces", result.apart),
    ]
    manifest = _facts(member, facts, size, result, images=len(fitted), scores=entries)
    export.write_manifest(made, manifest)
    out.mkdir(exist_ok=True)
    for name in ("model.onnx", "manifest.json"):
        (made / name).replace(out / name)
    made.rmdir()
    return result


def probabilities_of(model: Any, faces: FaceSet, *, batch: int = 256) -> metrics.Floats:
    """float32 [N, 6] of the serving model for whole images as crops."""
    parts = [
        keras.ops.convert_to_numpy(model(faces.images[start : start + batch])["probabilities"])
        for start in range(0, len(faces), batch)
    ]
    return np.concatenate(parts)


def _serving(
    member: export.Member, size: dict[str, int], facts: Publication, *, temperature: float
) -> Any:
    return export.serving_model([member], temperature=temperature, mirrored=facts.mirrored, **size)


def _scored(probabilities: metrics.Floats, faces: FaceSet) -> metrics.Scores:
    return metrics.score(probabilities, faces.labels, faces.votes if faces.has_votes else None)


def _entry(split: str, scores: metrics.Scores) -> dict[str, Any]:
    return {
        "split": split,
        "n": scores.n,
        **{
            key: None if value is None else round(float(value), 4)
            for key, value in {
                "accuracy": scores.accuracy,
                "macro_f1": scores.macro_f1,
                "unrest_f1": scores.f1[CLASS_NAMES.index("unrest")],
                "log_loss": scores.log_loss,
                "ece": scores.ece,
                "vote_cross_entropy": scores.vote_cross_entropy,
            }.items()
        },
    }


def _facts(
    member: export.Member,
    facts: Publication,
    size: dict[str, int],
    result: Published,
    *,
    images: int,
    scores: list[dict[str, Any]],
) -> dict[str, Any]:
    network = export.trained(member)
    return {
        "name": facts.name,
        "version": facts.version,
        "crop": {**size, **CROP},
        "classes": list(CLASS_NAMES),
        "members": [
            {
                "name": member.recipe.name,
                "backbone": member.recipe.backbone,
                "weight": member.weight,
                "parameters": network.count_params(),
            }
        ],
        "temperature": round(result.temperature, 4),
        "mirrored": facts.mirrored,
        "ambiguous": {"margin": result.margin.value},
        "training": {
            "data": facts.data,
            "licence": facts.licence,
            "images": images,
            "recipe": f"runs/{member.recipe.name}.toml",
        },
        "scores": scores,
        "licence": "Apache-2.0",
    }
