"""What trained networks say of a set of faces."""

from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt

from moodtracker.training import metrics
from moodtracker.training.datasets import FaceSet
from moodtracker.training.ensemble import Mixture, read_ensemble
from moodtracker.training.export import Member
from moodtracker.training.fit import logits_of
from moodtracker.training.networks import load
from moodtracker.training.runs import read_run

Floats = npt.NDArray[np.float32]


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


def teaching(path: Path, faces: FaceSet) -> Floats:
    """float32 [N, 6]: what the ensemble or run at `path` says of whole images."""
    members, _ = read_mixture(path)
    mean = sum(one.weight * member_probabilities(one, faces) for one in members)
    return np.asarray(mean, dtype=np.float32)
