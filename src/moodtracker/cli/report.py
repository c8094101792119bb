"""`moodtracker report --data KIND:DIR [--model BUNDLE] [--run RUN …] --out FOLDER`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from moodtracker.cli.support import run_command, train_environment

if TYPE_CHECKING:
    from moodtracker.training.report.faces import Explain
    from moodtracker.training.report.findings import Findings

app = typer.Typer(add_completion=False)

STEPS = {
    "read": "표정을 읽고 있어요 · reading the faces",
    "intervals": "구간을 구하고 있어요 · intervals",
    "check": "열지도를 확인하고 있어요 · checking the heat maps",
    "set": "보고서를 쓰고 있어요 · writing the report",
}


@app.command()
def report(
    data: Annotated[str, typer.Option(help="KIND:DIR, e.g. ferplus:FER2013Valid")],
    out: Annotated[Path, typer.Option(help="폴더 · the folder for report.html and report.pdf")],
    model: Annotated[
        Path | None, typer.Option(help="모델 묶음 폴더 · bundle folder; the shipped one by default")
    ] = None,
    run: Annotated[
        list[Path] | None,
        typer.Option(help="학습 실행 폴더, 여러 번 · a run folder for its curves; may be repeated"),
    ] = None,
    grad_cam: Annotated[
        bool,
        typer.Option(
            "--grad-cam", help="실행마다 본 곳도 그려요 · also show where each run looks, by Keras"
        ),
    ] = False,
) -> None:
    """모델을 한눈에 보는 보고서를 HTML과 PDF로 써요 · Write a report on a model: HTML and PDF."""
    from moodtracker.training.datasets.kinds import read_set
    from moodtracker.vision.bundle import load_bundle
    from moodtracker.vision.classifier import Classifier
    from moodtracker.vision.reader import bundle_folder

    if grad_cam and not run:
        raise typer.BadParameter("--grad-cam shows where runs look; name at least one with --run.")
    console = Console(stderr=True)
    classifier = Classifier(load_bundle(model or bundle_folder()), threads=2)
    with console.status("데이터를 열고 있어요 · opening the data"):
        faces = read_set(data)
    from moodtracker.training.report.write import write_report  # a second; not for a typing error

    today = datetime.now(UTC).astimezone().date()
    explain = _explain(run) if grad_cam and run else None
    name = Path(data.partition(":")[2]).resolve().name
    with _bars(console) as bars:
        tasks = {
            step: bars.add_task(text, total=None, visible=False) for step, text in STEPS.items()
        }

        def progress(step: str, done: int, total: int) -> None:
            bars.update(tasks[step], completed=done, total=total, visible=done < total)

        found = write_report(
            classifier,
            name,
            faces,
            tuple(run or ()),
            out,
            progress=progress,
            day=today,
            explain=explain,
        )
    _say(found, out)


def _explain(runs: list[Path]) -> "Explain":
    train_environment()
    from moodtracker.training.report.members import explain_by

    return explain_by(runs)


def _bars(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )


def _say(found: "Findings", out: Path) -> None:
    console = Console(highlight=False, soft_wrap=True)
    scores = found.intervals
    for words, one in (
        ("정확도 accuracy", scores.accuracy),
        ("macro-F1", scores.macro_f1),
        ("보정 오차 ECE", scores.ece),
    ):
        console.print(f"{words} {one.value:.3f} ({one.low:.3f}–{one.high:.3f})")
    if found.missing:
        console.print(f"얼굴이 없는 감정 no face of: {', '.join(found.missing)}")
    for path in (out / "report.html", out / "report.pdf"):
        console.print(f"{path} ({path.stat().st_size / 1e6:.1f} MB)")


def main(arguments: list[str]) -> int:
    """Exit code: 0 written, 1 data, model or folder cannot be used, 2 wrong usage."""
    from moodtracker.paper.errors import PaperError
    from moodtracker.training.errors import TrainingError
    from moodtracker.vision.errors import VisionError

    return run_command(
        app, arguments, "moodtracker report", (PaperError, TrainingError, VisionError)
    )
