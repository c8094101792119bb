"""Fits one network by a recipe, with averaged weights, a log, and resuming at any epoch."""

import csv
import json
import math
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from moodtracker.emotions import CLASS_NAMES
from moodtracker.training import metrics
from moodtracker.training.batches import Batch, batches, drawn_rows, grey, targets_of
from moodtracker.training.datasets import FaceSet
from moodtracker.training.environment import environment
from moodtracker.training.errors import RecipeError, RunError
from moodtracker.training.networks import BEST, build, freeze, resized, start_from, trainer_of
from moodtracker.training.recipe import Recipe
from moodtracker.training.runs import FACES, digest_of
from moodtracker.training.schedule import is_over, learning_rate

Floats = npt.NDArray[np.float32]
Step = Callable[[int, int], None]

AVERAGED_EVERY = 4
"""Steps between two averagings: copying 20 million weights after each would cost a tenth."""


@dataclass(frozen=True, slots=True)
class EpochLog:
    """One line of the log; the scores are of the averaged weights on the held-out faces."""

    epoch: int
    seconds: float
    rate: float
    loss: float
    held_out_loss: float
    accuracy: float
    macro_f1: float
    unrest_f1: float


Report = Callable[[EpochLog, int], None]


class Run:
    """A folder with recipe, environment, log, state and best weights of one training.

    A run killed at any moment goes on from its last whole epoch: weights, averages, optimiser
    and held-out losses are written together, and all chance comes from (seed, epoch, batch).
    """

    def __init__(self, folder: Path, recipe: Recipe) -> None:
        self.folder = folder
        self.recipe = recipe
        folder.mkdir(parents=True, exist_ok=True)
        self._keep_recipe()
        keras.utils.set_random_seed(recipe.seed)
        keras.mixed_precision.set_global_policy(recipe.precision)
        self.network = build(recipe, sized=False)
        start_from(self.network, recipe)
        self.averages = [np.array(weight) for weight in self.network.get_weights()]
        self.losses: list[float] = []
        self.optimiser: Any = None
        self._trainers: dict[tuple[int, int], Any] = {}
        self._resume()

    @property
    def epoch(self) -> int:
        """Whole epochs done."""
        return len(self.losses)

    @property
    def best_weights(self) -> Path:
        """Averaged weights of the epoch with the lowest held-out loss."""
        return self.folder / BEST

    def fit(
        self,
        faces: FaceSet,
        held_out: FaceSet,
        *,
        report: Report,
        step: Step,
        taught: Floats | None = None,
    ) -> None:
        """Train until the recipe is over; `report` hears each epoch, `step` each batch.

        `taught` are the teacher's probabilities for `faces`, where the recipe has a teacher.
        """
        self._keep_faces(faces, held_out)
        targets = targets_of(faces, self.recipe, taught)
        while not is_over(self.recipe, self.losses):
            log = self._epoch(faces, targets, held_out, step)
            report(log, self.recipe.epochs)

    def _epoch(self, faces: FaceSet, targets: Floats, held_out: FaceSet, step: Step) -> EpochLog:
        began = time.monotonic()
        recipe = self.recipe
        trainer = self._trainer(faces.images.shape[1:3])
        rows = drawn_rows(faces, recipe, np.random.default_rng([recipe.seed, self.epoch]))
        steps = len(rows) // recipe.batch
        if not steps:
            raise RecipeError(
                f"batch is at most the number of faces drawn in an epoch, {len(rows)}; got batch = "
                f"{recipe.batch}."
            )
        losses = []
        rate = recipe.rate
        for index, batch in enumerate(batches(faces, targets, rows, recipe, self.epoch)):
            rate = learning_rate(recipe, self.epoch + index / steps, self.losses)
            self.optimiser.learning_rate = rate
            losses.append(_trained_on(trainer, batch))
            if index % AVERAGED_EVERY == 0:
                self._average(self.epoch * steps + index)
            step(index + 1, steps)
        scores, loss = self._score_averages(held_out)
        self.losses.append(loss)
        log = EpochLog(
            self.epoch,
            round(time.monotonic() - began, 1),
            rate,
            float(np.mean(losses)),
            loss,
            scores.accuracy,
            scores.macro_f1,
            scores.f1[CLASS_NAMES.index("unrest")],
        )
        self._keep(log)
        return log

    def _trainer(self, size: tuple[int, int]) -> Any:
        """The compiled model of this epoch's input size; a new optimiser where layers thaw."""
        recipe = self.recipe
        if self.optimiser is None or self.epoch == recipe.head_epochs > 0:
            freeze(self.network, 0.0 if self.epoch < recipe.head_epochs else recipe.unfreeze)
            self.optimiser = optimiser_of(recipe)
            self.optimiser.build(self.network.trainable_variables)
            self._trainers.clear()
        side = self._side()
        if side not in self._trainers:
            trainer = trainer_of(self.network, size, side)
            trainer.compile(
                self.optimiser,
                keras.losses.CategoricalCrossentropy(from_logits=True),
                jit_compile=keras.backend.backend() == "jax",
            )
            self._trainers[side] = trainer
        return self._trainers[side]

    def _side(self) -> tuple[int, int]:
        """Height and width of the network's input in this epoch."""
        recipe = self.recipe
        height = recipe.small if self.epoch < recipe.small_epochs else recipe.height
        return height, round(recipe.width * height / recipe.height)

    def _average(self, step: int) -> None:
        # Early on a long memory would keep the random start, as in `tf.train.ExponentialMoving…`.
        keep = min(self.recipe.average, (1 + step) / (10 + step)) ** AVERAGED_EVERY
        for row, weight in enumerate(self.network.get_weights()):
            self.averages[row] += (1 - keep) * (weight - self.averages[row])

    def _score_averages(self, held_out: FaceSet) -> tuple[metrics.Scores, float]:
        trained = [np.array(weight) for weight in self.network.get_weights()]
        self.network.set_weights(self.averages)
        probabilities = metrics.softmax(
            logits_of(self.network, held_out, self.recipe, side=self._side())
        )
        if not np.isfinite(probabilities).all():
            raise RecipeError(f"A run keeps finite weights; epoch {self.epoch + 1} lost them.")
        loss = metrics.cross_entropy(held_out.votes, probabilities)
        # A smaller input has losses of its own: weights that were best for it are not kept over
        # those that have seen the full size.
        begun = self.recipe.small_epochs if self.epoch >= self.recipe.small_epochs else 0
        if loss < min(self.losses[begun:], default=math.inf):
            _write(self.best_weights, self.network.save_weights)
        self.network.set_weights(trained)
        decided = np.flatnonzero(held_out.labels >= 0)
        scores = metrics.score(
            probabilities[decided], held_out.labels[decided], held_out.votes[decided]
        )
        return scores, loss

    def _keep_recipe(self) -> None:
        path = self.folder / "recipe.json"
        wanted = json.dumps(asdict(self.recipe), indent=2, ensure_ascii=False)
        if path.exists() and path.read_text(encoding="utf-8") != wanted:
            raise RecipeError(
                f"A run folder belongs to one recipe; {self.folder} holds another. Give another "
                f"folder, or delete that one."
            )
        path.write_text(wanted, encoding="utf-8")
        facts = json.dumps(environment(), indent=2, ensure_ascii=False)
        (self.folder / "environment.json").write_text(facts, encoding="utf-8")

    def _keep_faces(self, faces: FaceSet, held_out: FaceSet) -> None:
        path = self.folder / FACES
        facts = {"fitted": len(faces), "held_out": len(held_out), "digest": digest_of(held_out)}
        if path.exists() and json.loads(path.read_text(encoding="utf-8")) != facts:
            raise RecipeError(
                f"A run goes on with the faces that it began with; {self.folder} began with "
                f"others. Give those, or another folder."
            )
        path.write_text(json.dumps(facts, indent=2), encoding="utf-8")

    def _keep(self, log: EpochLog) -> None:
        variables = {
            **{f"w{i}": w for i, w in enumerate(self.network.get_weights())},
            **{f"a{i}": w for i, w in enumerate(self.averages)},
            **{f"o{i}": np.array(v) for i, v in enumerate(self._optimiser_values())},
            "losses": np.array(self.losses),
        }
        _write(
            self.folder / "state.npz", lambda path: np.savez(path, allow_pickle=False, **variables)
        )
        _write(self.folder / "log.csv", lambda path: self._write_log(Path(path), log))

    def _write_log(self, path: Path, log: EpochLog) -> None:
        table = self.folder / "log.csv"
        rows = table.read_text(encoding="utf-8").splitlines() if table.exists() else []
        with path.open("w", newline="", encoding="utf-8") as lines:
            writer = csv.DictWriter(lines, list(asdict(log)))
            writer.writeheader()
            lines.writelines(row + "\n" for row in rows[1:] if int(row.split(",")[0]) < log.epoch)
            writer.writerow({key: _short(value) for key, value in asdict(log).items()})

    def _optimiser_values(self) -> list[Any]:
        return [keras.ops.convert_to_numpy(v.value) for v in self.optimiser.variables]

    def _resume(self) -> None:
        path = self.folder / "state.npz"
        if not path.exists():
            return
        with np.load(path) as state:
            count = len(self.averages)
            self.network.set_weights([state[f"w{i}"] for i in range(count)])
            self.averages = [state[f"a{i}"] for i in range(count)]
            self.losses = [float(loss) for loss in state["losses"]]
            if self.epoch == self.recipe.head_epochs > 0:
                return  # The next epoch starts with an optimiser of its own.
            self._trainer((self.recipe.height, self.recipe.width))
            for index, variable in enumerate(self.optimiser.variables):
                variable.assign(state[f"o{index}"])
            self._trainers.clear()


def optimiser_of(recipe: Recipe) -> Any:
    """The recipe's optimiser; only "adamw" decays weights, and neither biases nor normalisation."""
    kind = {
        "adamw": keras.optimizers.AdamW,
        "adam": keras.optimizers.Adam,
        "rmsprop": keras.optimizers.RMSprop,
    }[recipe.optimiser]
    decay = {"weight_decay": recipe.decay} if recipe.optimiser == "adamw" else {}
    optimiser = kind(recipe.rate, **decay)
    if decay:
        optimiser.exclude_from_weight_decay(var_names=["gamma", "beta", "bias"])
    if recipe.precision == "mixed_float16":
        return keras.optimizers.LossScaleOptimizer(optimiser)
    return optimiser


def logits_of(
    network: Any,
    faces: FaceSet,
    recipe: Recipe,
    *,
    batch: int = 256,
    side: tuple[int, int] | None = None,
) -> Floats:
    """float32 [N, classes] at the recipe's full size or `side`, without any augmentation."""
    side = side or (recipe.height, recipe.width)
    parts = []
    for start in range(0, len(faces), batch):
        crops = np.asarray(faces.images[start : start + batch])
        crops = (grey(crops) if recipe.channels == 1 else crops).astype(np.float32)
        view = resized(crops, side)
        # Not by calling the network: torch would keep every layer's output for a gradient.
        parts.append(np.asarray(network.predict_on_batch(view)[1], dtype=np.float32))
    return np.concatenate(parts)


def _trained_on(trainer: Any, batch: Batch) -> float:
    return float(trainer.train_on_batch(batch.crops, batch.targets, sample_weight=batch.weights))


def _write(path: Path, save: Callable[[str], object]) -> None:
    """Whole or not at all, also when the machine stops in the middle or the disk is full."""
    part = path.with_name("part." + path.name)
    try:
        save(str(part))
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as fault:
        part.unlink(missing_ok=True)
        raise RunError(
            f"A run's folder can be written; {path}: {fault.strerror or fault}. Nothing is lost: "
            f"make room and start the run again, it goes on from its last whole epoch."
        ) from fault


def _short(value: float) -> str:
    # Whole numbers stay whole: the log is read again by its epochs.
    return str(value) if isinstance(value, int) else f"{value:.5g}"
