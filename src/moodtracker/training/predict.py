"""What trained networks say of a set of faces."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt

from moodtracker.training import metrics
from moodtracker.training.datasets import FaceSet
from moodtracker.training.datasets.duplicates import carve
from moodtracker.training.ensemble import Mixture, read_ensemble
from moodtracker.training.errors import DataError, ExportError
from moodtracker.training.export import Member
from moodtracker.training.fit import FACES, digest_of, logits_of
from moodtracker.training.networks import BEST, load
from moodtracker.training.recipe import Recipe, recipe_of

Floats = npt.NDArray[np.float32]


def fitted_and_held_out(recipe: Recipe, faces: FaceSet) -> tuple[FaceSet, FaceSet]:
    """The parts that a run of this recipe is fitted on and scored on."""
    fitted, held_out = carve(faces, held_out=recipe.held_out, alike=recipe.alike)
    return fitted.telling(), held_out.telling()


def member_probabilities(
    member: Member, faces: FaceSet, *, mirrored: bool = False, batch: int = 256
) -> Floats:
    """float32 [N, 6] for whole images; `mirrored` takes the mean with those of the mirror image."""
    keras.mixed_precision.set_global_policy("float32")
    network = load(member.recipe, member.weights)
    plain = metrics.softmax(logits_of(network, faces, member.recipe, batch=batch))
    if not mirrored:
        return np.asarray(plain, dtype=np.float32)
    turned = replace(faces, images=faces.images[:, :, ::-1])
    other = metrics.softmax(logits_of(network, turned, member.recipe, batch=batch))
    return np.asarray((plain + other) / 2, dtype=np.float32)


def read_mixture(path: Path) -> tuple[list[Member], Mixture | None]:
    """The members at `path`: one run's folder, or the file of an ensemble with its mixture."""
    if path.is_dir():
        return [read_run(path)], None
    mixture = read_ensemble(path)
    return [replace(read_run(part.run), weight=part.weight) for part in mixture.parts], mixture


def check_faces(members: Sequence[Member], held_out: FaceSet) -> None:
    """Raises `DataError` where a run held out other faces than these: it was fitted on some."""
    for member in members:
        path = member.weights.parent / FACES
        if not path.is_file():  # made before runs kept it
            continue
        if json.loads(path.read_text(encoding="utf-8"))["digest"] != digest_of(held_out):
            raise DataError(
                f"Runs are weighed and bundled on the faces they held out; {path.parent} held out "
                f"others. Give the data that it was trained on."
            )


def read_run(folder: Path) -> Member:
    """The run's recipe and best weights. Raises `ExportError` where one is missing."""
    weights = folder / BEST
    try:
        table = json.loads((folder / "recipe.json").read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as fault:
        raise ExportError(f"A run folder holds recipe.json; {folder}: {fault}.") from fault
    if not weights.is_file():
        raise ExportError(f"A run has at least one whole epoch; {folder} has no {weights.name}.")
    return Member(recipe_of(table), weights, 1.0)


def teaching(path: Path, faces: FaceSet) -> Floats:
    """float32 [N, 6]: what the ensemble or run at `path` says of whole images."""
    members, _ = read_mixture(path)
    mean = sum(one.weight * member_probabilities(one, faces) for one in members)
    return np.asarray(mean, dtype=np.float32)
