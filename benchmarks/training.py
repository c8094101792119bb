"""Images a second through one training step of the compact network, on each Keras backend."""

import importlib.util
import json
import os
import subprocess
import sys

from benchmarks.table import Row

BATCH = 128


def rates() -> list[Row]:
    """One process a backend, since Keras keeps the one it was imported with."""
    rows = []
    for backend, package in (("tensorflow", "tensorflow"), ("torch", "torch"), ("jax", "jax")):
        if importlib.util.find_spec(package) is None:
            continue
        for precision in ("float32", "mixed_bfloat16"):
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.training", precision],
                env={**os.environ, "KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "3"},
                capture_output=True,
                text=True,
                check=True,
            )
            rows.append(Row(f"{backend}, {precision}", json.loads(done.stdout), "images/s"))
    return rows


def _rate(precision: str) -> float:
    import time
    from pathlib import Path
    from tempfile import TemporaryDirectory

    import numpy as np

    from moodtracker.training.fit import Run
    from moodtracker.training.recipe import Recipe

    rng = np.random.default_rng(0)
    images = rng.uniform(0, 255, (BATCH, 48, 48, 1)).astype(np.float32)
    votes = rng.dirichlet(np.ones(6), BATCH).astype(np.float32)
    with TemporaryDirectory() as folder:
        recipe = Recipe(name="bench", backbone="compact", precision=precision)
        trainer = Run(Path(folder), recipe).trainer
        for _ in range(3):
            trainer.train_on_batch(images, votes)
        began = time.perf_counter()
        for _ in range(12):
            trainer.train_on_batch(images, votes)
        return round(12 * BATCH / (time.perf_counter() - began), 1)


if __name__ == "__main__":
    json.dump(_rate(sys.argv[1]), sys.stdout)
