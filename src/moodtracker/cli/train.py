"""`moodtracker train RECIPE --data ferplus:DIR --out DIR`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from moodtracker.cli.support import run_command, train_environment

app = typer.Typer(add_completion=False)


@app.command()
def train(
    recipe: Annotated[Path, typer.Argument(help="학습 방법(TOML) · the recipe, a TOML file")],
    data: Annotated[str, typer.Option(help="KIND:DIR, e.g. ferplus:FER2013Train")],
    out: Annotated[Path, typer.Option(help="실행 폴더 · the run folder, resumed if it exists")],
) -> None:
    """레시피대로 학습해요. 멈춘 학습은 이어서 해요 · Train by a recipe; a stopped run goes on."""
    train_environment()
    from moodtracker.training.datasets.duplicates import carve
    from moodtracker.training.datasets.kinds import read_set
    from moodtracker.training.fit import EpochLog, Run
    from moodtracker.training.recipe import read_recipe

    plan = read_recipe(recipe)
    console = Console(stderr=True)
    with console.status("얼굴을 읽고 있어요 · reading the faces"):
        faces, held_out = (
            part.telling()
            for part in carve(read_set(data), held_out=plan.held_out, alike=plan.alike)
        )
    console.print(f"{len(faces):,} faces to fit, {len(held_out):,} held out")
    run = Run(out, plan)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
    ) as progress:
        whole = progress.add_task("epochs", total=plan.epochs, completed=run.epoch)
        inner = progress.add_task("batches", total=1)

        def report(log: EpochLog, epochs: int) -> None:
            progress.update(whole, completed=log.epoch)
            progress.console.print(
                f"{log.epoch}/{epochs}  loss {log.loss:.4f}  held-out {log.held_out_loss:.4f}  "
                f"accuracy {log.accuracy:.4f}  macro-F1 {log.macro_f1:.4f}  "
                f"unrest {log.unrest_f1:.3f}  {log.seconds:.0f} s"
            )

        def step(done: int, total: int) -> None:
            progress.update(inner, completed=done, total=total)

        run.fit(faces, held_out, report=report, step=step)


def main(arguments: list[str]) -> int:
    """Exit code: 0 done, 1 the run could not go on, 2 wrong usage."""
    from moodtracker.training.errors import TrainingError

    return run_command(app, arguments, "moodtracker train", (TrainingError,))
