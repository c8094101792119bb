"""`moodtracker bundle RUN --data … --score … --out DIR`: calibrate, score and export a run."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

app = typer.Typer(add_completion=False)


@app.command()
def bundle(
    run: Annotated[Path, typer.Argument(help="학습 실행 폴더 · the folder of a finished run")],
    data: Annotated[str, typer.Option(help="KIND:DIR the run was fitted on")],
    score: Annotated[str, typer.Option(help="KIND:DIR to report on; nothing is chosen on it")],
    out: Annotated[Path, typer.Option(help="묶음 폴더 · the bundle's folder")],
    version: Annotated[str, typer.Option(help="Version, e.g. 2026.11.22")],
    data_name: Annotated[str, typer.Option(help="The data's name, for the manifest")],
    data_licence: Annotated[str, typer.Option(help="The data's licence, for the manifest")],
    mirrored: Annotated[
        bool, typer.Option("--mirrored/--plain", help="Read each crop and its mirror image")
    ] = False,
) -> None:
    """온도와 모호함의 기준을 정하고 ONNX로 내보내요 · Calibrate, score and export a run."""
    # tf2onnx translates TensorFlow graphs; weights are the same on every backend.
    os.environ["KERAS_BACKEND"] = "tensorflow"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    from moodtracker.training.datasets.duplicates import carve
    from moodtracker.training.datasets.kinds import read_set
    from moodtracker.training.publish import Publication, publish, read_run

    member = read_run(run)
    console = Console(stderr=True)
    with console.status("얼굴을 읽고 있어요 · reading the faces"):
        fitted, held_out = (
            part.telling()
            for part in carve(
                read_set(data), held_out=member.recipe.held_out, alike=member.recipe.alike
            )
        )
        scored = (Path(score.partition(":")[2]).name, read_set(score))
    facts = Publication(member.recipe.name, version, data_name, data_licence, mirrored)
    with console.status("재고 내보내는 중이에요 · calibrating, scoring, exporting"):
        done = publish(member, facts, fitted=fitted, held_out=held_out, scored=scored, out=out)
    console.print(
        f"temperature {done.temperature:.3f} (ECE {done.ece_before:.4f} → {done.scores.ece:.4f})\n"
        f"ambiguous below a margin of {done.margin.value} "
        f"(recall {done.margin.recall:.2f}, false alarms {done.margin.false_alarms:.2f})\n"
        f"n {done.scores.n}  accuracy {done.scores.accuracy:.4f}  "
        f"macro-F1 {done.scores.macro_f1:.4f}  unrest F1 {done.scores.f1[-1]:.4f}  "
        f"vote cross-entropy {done.scores.vote_cross_entropy or 0:.4f}\n"
        f"without near-duplicates of training faces: n {done.apart.n}  "
        f"accuracy {done.apart.accuracy:.4f}\n"
        f"largest difference to Keras {done.difference:.1e}"
    )


def main(arguments: list[str]) -> int:
    """Exit code: 0 done, 1 the run cannot become a bundle, 2 wrong usage."""
    from moodtracker.cli.support import run_command
    from moodtracker.training.errors import TrainingError

    return run_command(app, arguments, "moodtracker bundle", (TrainingError,))
