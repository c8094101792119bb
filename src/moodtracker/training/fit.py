"""Fits one backbone by a recipe, with averaged weights, a log, and resuming at any epoch."""

import csv
import json
import math
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from moodtracker.emotions import CLASS_NAMES
from moodtracker.training import metrics
from moodtracker.training.augment import augment
from moodtracker.training.backbones import backbone
from moodtracker.training.datasets import FaceSet
from moodtracker.training.errors import RecipeError
from moodtracker.training.recipe import Recipe

Floats = npt.NDArray[np.float32]
Report = Callable[["EpochLog", int], None]
Step = Callable[[int, int], None]


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


class Run:
    """A folder with recipe, log, state and best weights of one training.

    A run killed at any moment goes on from its last whole epoch: weights, averages, optimiser
    and best score are written together, and all chance comes from (seed, epoch).
    """

    def __init__(self, folder: Path, recipe: Recipe) -> None:
        self.folder = folder
        self.recipe = recipe
        folder.mkdir(parents=True, exist_ok=True)
        self._keep_recipe()
        keras.utils.set_random_seed(recipe.seed)
        keras.mixed_precision.set_global_policy(recipe.precision)
        self.model = build(recipe)
        self.trainer = keras.Model(self.model.input, self.model.output[1])
        self.trainer.compile(
            keras.optimizers.AdamW(recipe.rate, weight_decay=recipe.decay),
            keras.losses.CategoricalCrossentropy(from_logits=True),
            jit_compile=keras.backend.backend() == "jax",
        )
        self.trainer.optimizer.exclude_from_weight_decay(var_names=["gamma", "beta", "bias"])
        self.trainer.optimizer.build(self.trainer.trainable_variables)
        self.averages = [np.array(weight) for weight in self.model.get_weights()]
        self.epoch = 0
        self.best = math.inf
        self._resume()

    @property
    def best_weights(self) -> Path:
        """Averaged weights of the epoch with the lowest held-out loss."""
        return self.folder / "best.weights.h5"

    def fit(self, faces: FaceSet, held_out: FaceSet, *, report: Report, step: Step) -> None:
        """Train to the recipe's last epoch; `report` hears each epoch, `step` each batch."""
        inputs = grey(faces.images) if self.recipe.channels == 1 else faces.images
        while self.epoch < self.recipe.epochs:
            log = self._epoch(inputs, faces, held_out, step)
            report(log, self.recipe.epochs)

    def _epoch(
        self, inputs: npt.NDArray[np.uint8], faces: FaceSet, held_out: FaceSet, step: Step
    ) -> EpochLog:
        began = time.monotonic()
        recipe = self.recipe
        rows = drawn_rows(faces, recipe, np.random.default_rng([recipe.seed, self.epoch]))
        steps = len(rows) // recipe.batch
        losses = []
        for index, batch in enumerate(_batches(inputs, faces, rows, recipe, self.epoch)):
            rate = learning_rate(recipe, self.epoch + index / steps)
            self.trainer.optimizer.learning_rate.assign(rate)
            losses.append(float(self.trainer.train_on_batch(*batch)))
            self._average(self.epoch * steps + index)
            step(index + 1, steps)
        scores = self._score_averages(held_out)
        self.epoch += 1
        log = EpochLog(
            self.epoch,
            round(time.monotonic() - began, 1),
            rate,
            float(np.mean(losses)),
            scores.vote_cross_entropy if scores.vote_cross_entropy is not None else scores.log_loss,
            scores.accuracy,
            scores.macro_f1,
            scores.f1[CLASS_NAMES.index("unrest")],
        )
        self._keep(log)
        return log

    def _average(self, step: int) -> None:
        # Early on a long memory would keep the random start, as in `tf.train.ExponentialMoving…`.
        keep = min(self.recipe.average, (1 + step) / (10 + step))
        self.averages = [
            average + (1 - keep) * (weight - average)
            for average, weight in zip(self.averages, self.model.get_weights(), strict=True)
        ]

    def _score_averages(self, held_out: FaceSet) -> metrics.Scores:
        trained = [np.array(weight) for weight in self.model.get_weights()]
        self.model.set_weights(self.averages)
        probabilities = metrics.softmax(logits_of(self.model, held_out, self.recipe))
        if not np.isfinite(probabilities).all():
            raise RecipeError(f"A run keeps finite weights; epoch {self.epoch + 1} lost them.")
        loss = metrics.cross_entropy(held_out.votes, probabilities)
        if loss < self.best:
            self.best = loss
            _write(self.best_weights, self.model.save_weights)
        self.model.set_weights(trained)
        decided = np.flatnonzero(held_out.labels >= 0)
        return metrics.score(
            probabilities[decided], held_out.labels[decided], held_out.votes[decided]
        )

    def _keep_recipe(self) -> None:
        path = self.folder / "recipe.json"
        wanted = json.dumps(asdict(self.recipe), indent=2, ensure_ascii=False)
        if path.exists() and path.read_text(encoding="utf-8") != wanted:
            raise RecipeError(f"A run folder belongs to one recipe; {self.folder} holds another.")
        path.write_text(wanted, encoding="utf-8")

    def _keep(self, log: EpochLog) -> None:
        variables = {
            **{f"w{i}": w for i, w in enumerate(self.model.get_weights())},
            **{f"a{i}": w for i, w in enumerate(self.averages)},
            **{f"o{i}": np.array(v) for i, v in enumerate(self._optimiser_values())},
            "epoch": np.array(self.epoch),
            "best": np.array(self.best),
        }
        _write(
            self.folder / "state.npz", lambda path: np.savez(path, allow_pickle=False, **variables)
        )
        table = self.folder / "log.csv"
        rows = table.read_text(encoding="utf-8").splitlines() if table.exists() else []
        with table.open("w", newline="", encoding="utf-8") as lines:
            writer = csv.DictWriter(lines, list(asdict(log)))
            writer.writeheader()
            lines.writelines(row + "\n" for row in rows[1:] if int(row.split(",")[0]) < log.epoch)
            writer.writerow({key: _short(value) for key, value in asdict(log).items()})

    def _optimiser_values(self) -> list[Any]:
        return [keras.ops.convert_to_numpy(v.value) for v in self.trainer.optimizer.variables]

    def _resume(self) -> None:
        path = self.folder / "state.npz"
        if not path.exists():
            return
        with np.load(path) as state:
            count = len(self.averages)
            self.model.set_weights([state[f"w{i}"] for i in range(count)])
            self.averages = [state[f"a{i}"] for i in range(count)]
            for index, variable in enumerate(self.trainer.optimizer.variables):
                variable.assign(state[f"o{index}"])
            self.epoch, self.best = int(state["epoch"]), float(state["best"])


def build(recipe: Recipe) -> Any:
    """The recipe's untrained network under the current Keras policy."""
    return backbone(recipe.backbone)(
        height=recipe.height,
        width=recipe.width,
        channels=recipe.channels,
        classes=len(CLASS_NAMES),
        dropout=recipe.dropout,
    )


def grey(images: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """uint8 [N, H, W, 3] → [N, H, W, 1] by ITU-R BT.601."""
    weights = np.array([0.299, 0.587, 0.114], dtype=np.float32)
    return np.rint(images.astype(np.float32) @ weights).astype(np.uint8)[..., None]


def logits_of(model: Any, faces: FaceSet, recipe: Recipe, *, batch: int = 512) -> Floats:
    """float32 [N, classes], without any augmentation."""
    inputs = grey(faces.images) if recipe.channels == 1 else faces.images
    parts = [
        keras.ops.convert_to_numpy(model(inputs[start : start + batch], training=False)[1])
        for start in range(0, len(inputs), batch)
    ]
    return np.concatenate(parts)


def learning_rate(recipe: Recipe, epoch: float) -> float:
    """Linear warm-up, then a half cosine to a thousandth; `epoch` may be a fraction."""
    if epoch < recipe.warmup:
        return recipe.rate * max(epoch / recipe.warmup, 1e-3)
    part = (epoch - recipe.warmup) / max(recipe.epochs - recipe.warmup, 1e-9)
    return recipe.rate * max(0.5 * (1 + math.cos(math.pi * part)), 1e-3)


def drawn_rows(faces: FaceSet, recipe: Recipe, rng: np.random.Generator) -> npt.NDArray[np.intp]:
    """One epoch's rows in random order, boosted emotions repeated as often as the recipe says."""
    times = np.ones(len(faces))
    for name, factor in recipe.boost.items():
        times = np.where(
            faces.votes[:, CLASS_NAMES.index(name)] >= recipe.boost_from,
            np.maximum(times, factor),
            times,
        )
    whole = np.floor(times + rng.random(len(faces))).astype(int)
    return rng.permutation(np.repeat(np.arange(len(faces)), whole))


def _batches(
    inputs: npt.NDArray[np.uint8],
    faces: FaceSet,
    rows: npt.NDArray[np.intp],
    recipe: Recipe,
    epoch: int,
) -> Iterator[tuple[Floats, Floats]]:
    """Augmented batches, made one ahead in a second thread; the last short batch is left out."""
    ready: queue.Queue[tuple[Floats, Floats] | Exception | None] = queue.Queue(maxsize=2)

    def produce() -> None:
        try:
            for index in range(len(rows) // recipe.batch):
                rng = np.random.default_rng([recipe.seed, epoch, index])
                part = rows[index * recipe.batch : (index + 1) * recipe.batch]
                images = augment(inputs[part].astype(np.float32), recipe.augmentation, rng)
                votes = faces.votes[part]
                smooth = recipe.smoothing / votes.shape[1]
                ready.put((images, votes * (1 - recipe.smoothing) + smooth))
            ready.put(None)
        except Exception as fault:  # noqa: BLE001 - handed on: else the trainer waits for ever
            ready.put(fault)

    threading.Thread(target=produce, daemon=True).start()
    while (batch := ready.get()) is not None:
        if isinstance(batch, Exception):
            raise batch
        yield batch


def _write(path: Path, save: Callable[[str], object]) -> None:
    """Whole or not at all, also when the machine stops in the middle."""
    part = path.with_name("part." + path.name)
    save(str(part))
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(path)


def _short(value: float) -> str:
    # Whole numbers stay whole: the log is read again by its epochs.
    return str(value) if isinstance(value, int) else f"{value:.5g}"
