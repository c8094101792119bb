"""Where each run looks, beside the bundle made of them: Grad-CAM of the Keras networks."""

from collections.abc import Sequence
from pathlib import Path

import keras
import numpy as np

from moodtracker.training import metrics
from moodtracker.training.explain import grad_cam
from moodtracker.training.export import Member
from moodtracker.training.networks import load
from moodtracker.training.reading import fitted
from moodtracker.training.report.faces import Explain, Ints, Look
from moodtracker.training.runs import read_run
from moodtracker.vision.types import RGB


def explain_by(runs: Sequence[Path]) -> Explain:
    """Looks at crops with the best network of each run folder; `ExportError` where one has none."""
    members = [(run.resolve().name, read_run(run)) for run in runs]

    def explain(crops: RGB, classes: Ints) -> tuple[Look, ...]:
        keras.mixed_precision.set_global_policy("float32")
        return tuple(_look(name, member, crops, classes) for name, member in members)

    return explain


def _look(name: str, member: Member, crops: RGB, classes: Ints) -> Look:
    recipe = member.recipe
    network = load(recipe, member.weights, channels=3, sized=True)
    pixels = fitted(crops, recipe.height, recipe.width).astype(np.float32)
    logits = keras.ops.convert_to_numpy(network(pixels, training=False)[1])
    return Look(name, grad_cam(network, pixels, classes), metrics.softmax(logits))
