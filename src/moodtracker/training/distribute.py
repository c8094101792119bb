"""One run on several devices: each takes its part of every batch (`keras.distribution`)."""

import keras

from moodtracker.training.errors import RecipeError


def share_batches(devices: int | None, batch: int) -> int:
    """Let every batch be shared by `devices`, or by all there are; answers by how many.

    Before the network is built. Only on the JAX backend; one device elsewhere. Raises
    `RecipeError` when more are asked for than there are, or the batch cannot be shared evenly.
    """
    if keras.backend.backend() != "jax":
        if devices is not None and devices > 1:
            raise RecipeError(
                f"Several devices need KERAS_BACKEND=jax; got {keras.backend.backend()}."
            )
        return 1
    present = keras.distribution.list_devices()
    count = len(present) if devices is None else devices
    if count > len(present):
        raise RecipeError(f"devices is at most those there are, {len(present)}; got {count}.")
    if batch % count:
        raise RecipeError(
            f"batch can be shared evenly by the {count} devices; got batch = {batch}."
        )
    if count > 1:
        keras.distribution.set_distribution(
            keras.distribution.DataParallel(devices=present[:count], auto_shard_dataset=False)
        )
    return count
