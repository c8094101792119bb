"""`moodtracker bundle RUN|ENSEMBLE --data … --score … --out DIR`: calibrate, score and export."""

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from moodtracker.training.publish import Published

app = typer.Typer(add_completion=False)


class Weights(StrEnum):
    """How the weights are kept in the file."""

    FLOAT32 = "float32"
    FLOAT16 = "float16"
    INT8 = "int8"


@app.command()
def bundle(
    source: Annotated[
        Path, typer.Argument(help="실행 폴더나 앙상블 파일 · a run's folder or an ensemble's file")
    ],
    data: Annotated[str, typer.Option(help="KIND:DIR the runs were fitted on")],
    score: Annotated[str, typer.Option(help="KIND:DIR to report on; nothing is chosen on it")],
    out: Annotated[Path, typer.Option(help="묶음 폴더 · the bundle's folder")],
    version: Annotated[str, typer.Option(help="Version, e.g. 2026.11.22")],
    data_name: Annotated[str, typer.Option(help="The data's name, for the manifest")],
    data_licence: Annotated[str, typer.Option(help="The data's licence, for the manifest")],
    licence: Annotated[
        str, typer.Option(help="묶음의 사용 조건 · the bundle's own licence")
    ] = "not stated",
    name: Annotated[
        str, typer.Option(help="이름 · the bundle's name; the recipe's by default")
    ] = "",
    recipe: Annotated[str, typer.Option(help="Where the recipe is found, for the manifest")] = "",
    weights: Annotated[
        Weights, typer.Option(help="파일 속 가중치 · weights in the file")
    ] = Weights.FLOAT32,
    mirrored: Annotated[
        bool | None,
        typer.Option(
            "--mirrored/--plain", help="거울상도 읽기 · each crop and its mirror image as well"
        ),
    ] = None,
) -> None:
    """보정하고 재고 ONNX로 내보내요 · Calibrate, score and export runs."""
    # tf2onnx translates TensorFlow graphs; weights are the same on every backend.
    os.environ["KERAS_BACKEND"] = "tensorflow"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    from moodtracker.training.datasets.kinds import read_set
    from moodtracker.training.predict import read_mixture
    from moodtracker.training.publish import Publication, publish
    from moodtracker.training.runs import common_parts

    members, mixture = read_mixture(source)
    console = Console(stderr=True)
    with console.status("얼굴을 읽고 있어요 · reading the faces"):
        fitted, held_out = common_parts(members, read_set(data))
        scored = (Path(score.partition(":")[2]).name, read_set(score))
    facts = Publication(
        name=name or (source.stem if mixture else members[0].recipe.name),
        version=version,
        data=data_name,
        licence=data_licence,
        # An ensemble's weights were fitted with mirror images or without.
        mirrored=bool(mixture and mixture.mirrored) if mirrored is None else mirrored,
        weights=weights.value,
        recipe=recipe,
        own_licence=licence,
    )
    with console.status("재고 내보내는 중이에요 · calibrating, scoring, exporting"):
        done = publish(members, facts, fitted=fitted, held_out=held_out, scored=scored, out=out)
    console.print(_summary(done), highlight=False)


def _summary(done: "Published") -> str:
    ranges = done.ranges
    return (
        f"온도 temperature {done.calibration.temperature:.3f} · 남긴 몫 kept "
        f"{done.calibration.kept:.2f} (held-out ECE before {done.ece_before:.4f})\n"
        f"모호함 ambiguous below a margin of {done.margin.value} "
        f"(recall {done.margin.recall:.2f}, false alarms {done.margin.false_alarms:.2f})\n"
        f"held-out accuracy float32 {done.rounding[0]:.4f}, as kept {done.rounding[1]:.4f}\n"
        f"n {done.scores.n}  accuracy {done.scores.accuracy:.4f} "
        f"[{ranges.accuracy.low:.3f}, {ranges.accuracy.high:.3f}]  "
        f"macro-F1 {done.scores.macro_f1:.4f} [{ranges.macro_f1.low:.3f}, "
        f"{ranges.macro_f1.high:.3f}]\n"
        f"unrest F1 {done.scores.f1[-1]:.4f} [{ranges.f1[-1].low:.3f}, {ranges.f1[-1].high:.3f}]  "
        f"ECE {done.scores.ece:.4f}  vote cross-entropy {done.scores.vote_cross_entropy or 0:.4f}\n"
        f"without near-duplicates of training faces: n {done.apart.n}  "
        f"accuracy {done.apart.accuracy:.4f}\n"
        f"largest difference to Keras {done.difference:.1e} · {done.size / 1e6:.1f} MB"
    )


def main(arguments: list[str]) -> int:
    """Exit code: 0 done, 1 the runs cannot become a bundle, 2 wrong usage."""
    from moodtracker.cli.support import run_command
    from moodtracker.training.errors import TrainingError

    return run_command(app, arguments, "moodtracker bundle", (TrainingError,))
