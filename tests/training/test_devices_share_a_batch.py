"""Two devices that share every batch train the same network as one (`keras.distribution`)."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from moodtracker.training.errors import RecipeError

PROGRAM = """
import json, sys
import keras
import numpy as np
from moodtracker.training.distribute import share_batches
from moodtracker.training.datasets import FaceSet
from moodtracker.training.errors import RecipeError
from moodtracker.training.fit import Run
from moodtracker.training.recipe import Recipe
from pathlib import Path

folder, devices = Path(sys.argv[1]), int(sys.argv[2])
recipe = Recipe(name="tiny", backbone="alexnet", epochs=2, batch=16, warmup=0.5, average=0.9,
                rate=1e-3, precision="float32", dropout=0.0)
refused = []
for wrong in ((3, 16), (2, 15)):
    try:
        share_batches(*wrong)
    except RecipeError as fault:
        refused.append(str(fault))
used = share_batches(devices, recipe.batch)
rng = np.random.default_rng(0)
labels = np.arange(64) % 6
images = (rng.normal(90, 20, (64, 48, 48, 3)) + labels[:, None, None, None] * 20).clip(0, 255)
faces = FaceSet(tuple(map(str, range(64))), images.astype(np.uint8),
                np.eye(6, dtype=np.float32)[labels], np.ones(64, np.float32), labels, False)
run = Run(folder, recipe)
losses = []
run.fit(faces, faces, report=lambda log, total: losses.append([log.loss, log.held_out_loss]),
        step=lambda done, total: None)
kernel = run.network.trainable_variables[0].value
print(json.dumps({"used": used, "devices": len(kernel.sharding.device_set), "losses": losses,
                  "refused": refused}))
"""


def trained(folder: Path, devices: int) -> dict[str, Any]:
    environment = {
        **os.environ,
        "KERAS_BACKEND": "jax",
        "JAX_PLATFORMS": "cpu",
        "XLA_FLAGS": "--xla_force_host_platform_device_count=2",
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder), str(devices)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_two_devices_give_the_losses_of_one(tmp_path: Path) -> None:
    one, two = trained(tmp_path / "one", 1), trained(tmp_path / "two", 2)
    assert (one["used"], one["devices"]) == (1, 1)
    assert (two["used"], two["devices"]) == (2, 2)
    np.testing.assert_allclose(two["losses"], one["losses"], rtol=2e-3)
    assert two["refused"] == [
        "devices is at most those there are, 2; got 3.",
        "batch can be shared evenly by the 2 devices; got batch = 15.",
    ]


@pytest.mark.xdist_group("keras")
def test_other_backends_take_one_device() -> None:
    from moodtracker.training.distribute import share_batches

    assert share_batches(None, 16) == 1
    with pytest.raises(RecipeError, match="KERAS_BACKEND=jax"):
        share_batches(2, 16)
