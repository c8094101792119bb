"""`moodtracker evaluate --data KIND:DIR [--model DIR] [--json]`: score a bundle."""

import json
import sys
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from PIL import Image
from rich.console import Console
from rich.progress import track
from rich.table import Table

from moodtracker.emotions import CLASS_NAMES, FACTS, ORDER
from moodtracker.training.datasets import FaceSet, Pixels
from moodtracker.training.metrics import Floats, Scores, score
from moodtracker.vision.classifier import Classifier

app = typer.Typer(add_completion=False)


@app.command()
def evaluate(
    data: Annotated[str, typer.Option(help="KIND:DIR, e.g. ferplus:FER2013Valid")],
    model: Annotated[
        Path | None, typer.Option(help="모델 묶음 폴더 · bundle folder; the shipped one by default")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON으로 · as JSON")] = False,
) -> None:
    """모델이 사람들의 답과 얼마나 맞는지 재요 · Score a bundle against what people said."""
    from moodtracker.training.datasets.kinds import read_set
    from moodtracker.vision.bundle import load_bundle
    from moodtracker.vision.reader import bundle_folder

    errors = Console(stderr=True)
    with errors.status("얼굴을 읽고 있어요 · reading the faces"):
        faces = read_set(data).decided()
    classifier = Classifier(load_bundle(model or bundle_folder()), threads=2)
    scores = score(
        _probabilities(classifier, faces, errors),
        faces.labels,
        faces.votes if faces.has_votes else None,
    )
    if as_json:
        sys.stdout.write(json.dumps(_facts(scores), ensure_ascii=False, indent=2) + "\n")
    else:
        _show(scores, f"{classifier.manifest.name} {classifier.manifest.version}")


def _probabilities(
    classifier: Classifier, faces: FaceSet, console: Console, *, batch: int = 32
) -> Floats:
    rule = classifier.manifest.crop
    parts = []
    for start in track(
        range(0, len(faces), batch), "표정을 재고 있어요 · scoring", console=console, transient=True
    ):
        crops = _fitted(faces.images[start : start + batch], rule.height, rule.width)
        parts.append(classifier.classify(crops).probabilities)
    return np.concatenate(parts)


def _fitted(images: Pixels, height: int, width: int) -> Pixels:
    if images.shape[1:3] == (height, width):
        return images
    size = (width, height)
    return np.stack(
        [
            np.asarray(Image.fromarray(image).resize(size, Image.Resampling.BICUBIC))
            for image in images
        ]
    )


def _facts(scores: Scores) -> dict[str, object]:
    facts: dict[str, object] = {
        "n": scores.n,
        "accuracy": scores.accuracy,
        "macro_f1": scores.macro_f1,
        "f1": dict(zip(CLASS_NAMES, scores.f1, strict=True)),
        "log_loss": scores.log_loss,
        "ece": scores.ece,
        "confusion_matrix": scores.confusion.tolist(),
        "classes": list(CLASS_NAMES),
    }
    if scores.vote_cross_entropy is not None:
        facts["vote_cross_entropy"] = scores.vote_cross_entropy
        facts["vote_entropy"] = scores.vote_entropy
    return facts


def _show(scores: Scores, model: str) -> None:
    table = Table(title=f"{model} · n = {scores.n:,}", caption="줄: 사람들의 답 · 칸: 모델의 답")
    table.add_column("")
    for emotion in ORDER:
        table.add_column(FACTS[emotion].ko, justify="right")
    table.add_column("F1", justify="right")
    for row, emotion in enumerate(ORDER):
        counts = [str(count) for count in scores.confusion[row]]
        table.add_row(FACTS[emotion].ko, *counts, f"{scores.f1[row]:.3f}")
    console = Console()
    console.print(table)
    console.print(
        f"정확도 accuracy {scores.accuracy:.4f} · macro-F1 {scores.macro_f1:.4f} · "
        f"log loss {scores.log_loss:.4f} · ECE {scores.ece:.4f}"
    )
    if scores.vote_cross_entropy is not None:
        console.print(
            f"투표와의 교차 엔트로피 cross-entropy against votes {scores.vote_cross_entropy:.4f} "
            f"(사람들끼리도 floor {scores.vote_entropy:.4f})"
        )


def main(arguments: list[str]) -> int:
    """Exit code: 0 scored, 1 data or model cannot be read, 2 wrong usage."""
    from moodtracker.cli.support import run_command
    from moodtracker.training.errors import TrainingError
    from moodtracker.vision.errors import VisionError

    return run_command(app, arguments, "moodtracker evaluate", (TrainingError, VisionError))
