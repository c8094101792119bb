"""`moodtracker train RECIPE --data KIND:DIR --out DIR`."""

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from moodtracker.cli.support import run_command, train_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from moodtracker.training.datasets import FaceSet
    from moodtracker.training.fit import EpochLog, Floats, Step
    from moodtracker.training.recipe import Recipe

    Hear = Callable[[EpochLog, int], None]

app = typer.Typer(add_completion=False)


@app.command()
def train(
    recipe: Annotated[Path, typer.Argument(help="학습 방법(TOML) · the recipe, a TOML file")],
    data: Annotated[str, typer.Option(help="KIND:DIR, e.g. ferplus:FER2013Train")],
    out: Annotated[Path, typer.Option(help="실행 폴더 · the run folder, resumed if it exists")],
    weights: Annotated[
        str | None, typer.Option(help="none, imagenet, 실행 폴더 · or the folder of an earlier run")
    ] = None,
    teacher: Annotated[
        str | None, typer.Option(help="선생님 · an ensemble's file or a run to learn from as well")
    ] = None,
    unfreeze: Annotated[
        float | None, typer.Option(min=0, max=1, help="풀어 줄 층의 비율 · share of convolutions")
    ] = None,
    epochs: Annotated[int | None, typer.Option(min=1, help="In place of the recipe's")] = None,
    devices: Annotated[
        int | None, typer.Option(min=1, help="나눠 학습할 장치 수 · devices to share batches (JAX)")
    ] = None,
    tensorboard: Annotated[
        bool, typer.Option("--tensorboard", help="TensorBoard 기록도 · write its log as well")
    ] = False,
) -> None:
    """레시피대로 학습해요. 멈춘 학습은 이어서 해요 · Train by a recipe; a stopped run goes on."""
    train_environment()
    from moodtracker.training.datasets.kinds import read_set
    from moodtracker.training.distribute import share_batches
    from moodtracker.training.fit import Run
    from moodtracker.training.recipe import checked, read_recipe
    from moodtracker.training.runs import fitted_and_held_out

    given = {"weights": weights, "teacher": teacher, "unfreeze": unfreeze, "epochs": epochs}
    changes: dict[str, Any] = {key: one for key, one in given.items() if one is not None}
    plan = checked(replace(read_recipe(recipe), **changes))
    console = Console(stderr=True)
    share_batches(devices, plan.batch)
    with console.status("얼굴을 읽고 있어요 · reading the faces"):
        faces, held_out = fitted_and_held_out(plan, read_set(data))
    console.print(f"배울 얼굴 {len(faces):,} · 따로 둔 얼굴 {len(held_out):,} held out")
    taught = _taught(plan, faces, console)
    run = Run(out, plan)
    if run.epoch:
        console.print(f"{run.epoch}번째 에폭 다음부터 이어가요 · going on after epoch {run.epoch}")
    with _progress(run.epoch, plan, console) as (report, step):
        heard = [report, _curves(out, console), *([_tensorboard(out)] if tensorboard else [])]

        def every(log: "EpochLog", total: int) -> None:
            for one in heard:
                one(log, total)

        run.fit(faces, held_out, report=every, step=step, taught=taught)
    console.print(f"끝났어요 · done: {out}")


def _taught(plan: "Recipe", faces: "FaceSet", console: Console) -> "Floats | None":
    if not plan.teacher:
        return None
    from moodtracker.training.predict import teaching

    with console.status("선생님이 답하고 있어요 · the teacher is answering"):
        return teaching(Path(plan.teacher), faces)


@contextmanager
def _progress(done: int, plan: "Recipe", console: Console) -> "Iterator[tuple[Hear, Step]]":
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    with Progress(*columns, console=console, speed_estimate_period=600) as progress:
        whole = progress.add_task("전체 whole", total=plan.epochs, completed=done)
        inner = progress.add_task("에폭 epoch", total=1)

        def report(log: "EpochLog", total: int) -> None:
            progress.update(whole, completed=log.epoch)
            progress.console.print(
                f"{log.epoch}/{total}  loss {log.loss:.4f}  held-out {log.held_out_loss:.4f}  "
                f"accuracy {log.accuracy:.4f}  macro-F1 {log.macro_f1:.4f}  "
                f"unrest {log.unrest_f1:.3f}  {log.seconds:.0f} s",
                soft_wrap=True,
            )
            progress.reset(inner)

        def step(at: int, total: int) -> None:
            progress.update(inner, completed=at, total=total)

        yield report, step


def _curves(folder: Path, console: Console) -> "Hear":
    """Draws the learning curves anew after each epoch, where the parts for it are installed."""

    def draw(log: "EpochLog", total: int) -> None:
        from moodtracker.training.curves import draw_curves

        try:
            draw_curves(folder)
        except ImportError:
            if log.epoch == total:
                console.print("curves.png 없이 끝나요 (altair 없음) · no curves without altair")

    return draw


def _tensorboard(folder: Path) -> "Hear":
    from moodtracker.training.tensorboard import writer

    return writer(folder / "tensorboard")


def main(arguments: list[str]) -> int:
    """Exit code: 0 done, 1 the run could not go on, 2 wrong usage."""
    from moodtracker.paper.errors import PaperError
    from moodtracker.training.errors import TrainingError

    return run_command(app, arguments, "moodtracker train", (PaperError, TrainingError))
