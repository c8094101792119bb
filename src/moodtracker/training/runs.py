"""Folders of finished runs, and which faces none of several runs was fitted on."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from moodtracker.training.datasets import FaceSet
from moodtracker.training.datasets.duplicates import carve
from moodtracker.training.errors import DataError, ExportError
from moodtracker.training.export import Member
from moodtracker.training.networks import BEST
from moodtracker.training.recipe import Recipe, recipe_of

FACES = "faces.json"


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


def fitted_and_held_out(recipe: Recipe, faces: FaceSet) -> tuple[FaceSet, FaceSet]:
    """The parts that a run of this recipe is fitted on and scored on."""
    fitted, held_out = carve(faces, held_out=recipe.held_out, alike=recipe.alike)
    return fitted.telling(), held_out.telling()


def digest_of(faces: FaceSet) -> str:
    """SHA-256 of the names, in order: the same for the same faces."""
    return hashlib.sha256("\n".join(faces.names).encode()).hexdigest()


def common_parts(members: Sequence[Member], faces: FaceSet) -> tuple[FaceSet, FaceSet]:
    """(fitted, held out): the faces that some run was fitted on, and those that all held out.

    Recipes may carve differently, and a run that goes on from an earlier one was fitted on what
    that one was fitted on. Raises `DataError` for a run that held out other faces than its recipe
    does of these: it was trained on other data.
    """
    names = np.array(faces.names)
    fitted, held_out = np.zeros(len(names), bool), np.ones(len(names), bool)
    carved: dict[tuple[float, float], tuple[FaceSet, FaceSet]] = {}
    for member, first in _with_ancestors(members):
        recipe = member.recipe
        key = (recipe.held_out, recipe.alike)
        if key not in carved:
            carved[key] = fitted_and_held_out(recipe, faces)
        if not _same_faces(member, carved[key][1]):
            if not first:  # pretrained on other data: nothing of these was seen
                continue
            raise DataError(
                f"Runs are weighed and bundled on the faces they held out; "
                f"{member.weights.parent} held out others. Give the data it was trained on."
            )
        fitted |= np.isin(names, carved[key][0].names)
        held_out &= np.isin(names, carved[key][1].names)
    return faces.take(np.flatnonzero(fitted)), faces.take(np.flatnonzero(held_out & ~fitted))


def _with_ancestors(members: Sequence[Member]) -> Iterator[tuple[Member, bool]]:
    """Each run, and the runs whose weights it began with, where their folders are still there."""
    for member in members:
        yield member, True
        weights = member.recipe.weights
        while weights not in {"none", "imagenet"} and (Path(weights) / "recipe.json").is_file():
            earlier = read_run(Path(weights))
            yield earlier, False
            weights = earlier.recipe.weights


def _same_faces(member: Member, held_out: FaceSet) -> bool:
    path = member.weights.parent / FACES
    if not path.is_file():  # made before runs kept it
        return True
    kept = json.loads(path.read_text(encoding="utf-8"))["digest"]
    return bool(kept == digest_of(held_out))
