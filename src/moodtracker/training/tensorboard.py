"""The log of a run for TensorBoard, for those who have TensorFlow."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from moodtracker.training.errors import RecipeError
from moodtracker.training.fit import EpochLog


def writer(folder: Path) -> Callable[[EpochLog, int], None]:
    """Hears each epoch and writes its figures; raises `RecipeError` without TensorFlow."""
    try:
        import tensorflow as tf
    except ImportError as fault:
        raise RecipeError(
            "--tensorboard needs TensorFlow; install it, or read log.csv instead."
        ) from fault
    events = tf.summary.create_file_writer(str(folder))

    def report(log: EpochLog, _epochs: int) -> None:
        with events.as_default():
            for name, value in asdict(log).items():
                if name != "epoch":
                    tf.summary.scalar(name, value, step=log.epoch)
        events.flush()

    return report
