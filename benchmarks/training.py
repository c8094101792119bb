"""Images a second through one training step: compact on each Keras backend, then every network."""

import importlib.util
import json
import os
import subprocess
import sys

from benchmarks.table import Row
from moodtracker.training.backbones import names

BATCH = 64


def rates() -> list[Row]:
    """One process a backend, since Keras keeps the one it was imported with."""
    rows, best = [], ("tensorflow", "float32", 0.0)
    for backend in ("tensorflow", "torch", "jax"):
        if importlib.util.find_spec(backend) is None:
            continue
        for precision in ("float32", "mixed_bfloat16"):
            rate = _measured(backend, precision, "compact")
            rows.append(Row(f"compact, {backend}, {precision}", rate, "images/s"))
            best = max(best, (backend, precision, rate), key=lambda one: one[2])
    backend, precision, _ = best
    return rows + [
        Row(f"{name}, {backend}, {precision}", _measured(backend, precision, name), "images/s")
        for name in names()
        if name != "compact"
    ]


def _measured(backend: str, precision: str, network: str) -> float:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.training", precision, network],
        env={**os.environ, "KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(json.loads(done.stdout))


def _rate(precision: str, network: str) -> float:
    import time

    import keras
    import numpy as np

    from moodtracker.training.fit import optimiser_of
    from moodtracker.training.networks import build, trainer_of
    from moodtracker.training.recipe import Recipe

    keras.mixed_precision.set_global_policy(precision)
    recipe = Recipe(name="bench", backbone=network, precision=precision)
    trainer = trainer_of(build(recipe, sized=False), (48, 48), (48, 48))
    trainer.compile(
        optimiser_of(recipe),
        keras.losses.CategoricalCrossentropy(from_logits=True),
        jit_compile=keras.backend.backend() == "jax",
    )
    rng = np.random.default_rng(0)
    images = rng.uniform(0, 255, (BATCH, 48, 48, 1)).astype(np.float32)
    votes = rng.dirichlet(np.ones(6), BATCH).astype(np.float32)
    for _ in range(2):
        trainer.train_on_batch(images, votes)
    began = time.perf_counter()
    for _ in range(6):
        trainer.train_on_batch(images, votes)
    return round(6 * BATCH / (time.perf_counter() - began), 1)


if __name__ == "__main__":
    json.dump(_rate(*sys.argv[1:]), sys.stdout)
