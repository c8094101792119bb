"""What the commands share."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator

import typer


class ServiceError(Exception):
    """The service, or a command on its data, cannot start; the text says the rule and what came."""


def prepare_service(*, collect_static: bool = False) -> None:
    """Secrets, Django, tables and, for `serve`, hashed static files: all that a first or a newer
    start needs. Raises ServiceError, or what the environment raises.
    """
    from moodtracker.config.env import read_environment
    from moodtracker.config.secret_files import make_secrets

    make_secrets(read_environment(os.environ).data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moodtracker.config.settings")

    import django
    from django.core.management import call_command
    from django.db import DatabaseError, connections

    django.setup()
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as error:
        raise ServiceError(
            f"The database must open and take the newest tables; it gave “{error}”."
        ) from error
    if collect_static:
        call_command("collectstatic", verbosity=0, interactive=False)
    connections.close_all()


def train_environment() -> None:
    """Pick the Keras backend before Keras is imported: torch where it is installed, for it is the
    fastest on a CPU, else TensorFlow. `KERAS_BACKEND` decides otherwise (`jax` on GPUs).
    """
    import importlib.util

    fastest = "torch" if importlib.util.find_spec("torch") else "tensorflow"
    os.environ.setdefault("KERAS_BACKEND", fastest)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")


@contextlib.contextmanager
def photo_bar(text: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on the terminal that is told how many photos are done, and of how many."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(text, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def run_command(
    app: typer.Typer,
    arguments: list[str],
    name: str,
    errors: tuple[type[Exception], ...],
    usage: tuple[type[Exception], ...] = (),
) -> int:
    """Run a Typer app: 2 for wrong usage, which `usage` tells too, 1 with one sentence for the
    other `errors` of our own.
    """
    try:
        code = typer.main.get_command(app).main(arguments, prog_name=name, standalone_mode=True)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 1
    except usage as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    except errors as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    return code if isinstance(code, int) else 0
