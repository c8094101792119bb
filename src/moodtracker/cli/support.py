"""What the commands share."""

import os
import sys

import typer


def train_environment() -> None:
    """Pick the Keras backend before Keras is imported: torch where it is installed, for it is the
    fastest on a CPU, else TensorFlow. `KERAS_BACKEND` decides otherwise (`jax` on GPUs).
    """
    import importlib.util

    fastest = "torch" if importlib.util.find_spec("torch") else "tensorflow"
    os.environ.setdefault("KERAS_BACKEND", fastest)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")


def run_command(
    app: typer.Typer, arguments: list[str], name: str, errors: tuple[type[Exception], ...]
) -> int:
    """Run a Typer app: 2 for wrong usage, 1 with one sentence for the `errors` of our own."""
    try:
        code = typer.main.get_command(app).main(arguments, prog_name=name, standalone_mode=True)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 1
    except errors as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    return code if isinstance(code, int) else 0
