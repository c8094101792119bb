"""`moodtracker evaluate --data KIND:DIR [--model DIR] [--json]`: score a bundle."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from moodtracker.emotions import CLASS_NAMES, FACTS, ORDER
from moodtracker.training.bootstrap import GroupScore, Interval, Intervals, by_group, intervals
from moodtracker.training.datasets import FaceSet
from moodtracker.training.metrics import Floats, Scores, score
from moodtracker.training.reading import read_probabilities
from moodtracker.vision.classifier import Classifier

app = typer.Typer(add_completion=False)

GROUPS = {"gender": "성별 · gender", "age": "나이 · age"}


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
    probabilities = _probabilities(classifier, faces, errors)
    votes = faces.votes if faces.has_votes else None
    scores = score(probabilities, faces.labels, votes)
    around = intervals(probabilities, faces.labels, votes, people=faces.people)
    groups = {
        name: by_group(probabilities, faces.labels, column, people=faces.people)
        for name, column in faces.groups.items()
    }
    if as_json:
        facts = _facts(scores) | {"intervals": _ranges(around)}
        if groups:
            facts["groups"] = _group_facts(groups)
        sys.stdout.write(json.dumps(facts, ensure_ascii=False, indent=2) + "\n")
    else:
        title = f"{classifier.manifest.name} {classifier.manifest.version}"
        _show(scores, around, groups, title)


def _probabilities(classifier: Classifier, faces: FaceSet, console: Console) -> Floats:
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("표정을 재고 있어요 · scoring", total=len(faces))
        return read_probabilities(classifier, faces.images, lambda done: bar.advance(task, done))


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


def _ranges(around: Intervals) -> dict[str, object]:
    ranges: dict[str, object] = {
        "accuracy": _range(around.accuracy),
        "macro_f1": _range(around.macro_f1),
        "f1": dict(zip(CLASS_NAMES, map(_range, around.f1), strict=True)),
        "log_loss": _range(around.log_loss),
        "ece": _range(around.ece),
    }
    if around.vote_cross_entropy is not None:
        ranges["vote_cross_entropy"] = _range(around.vote_cross_entropy)
    return ranges


def _range(of: Interval) -> list[float]:
    return [of.low, of.high]


def _group_facts(groups: dict[str, dict[str, GroupScore]]) -> dict[str, object]:
    return {
        name: {
            value: {
                "n": of.n,
                "accuracy": of.accuracy.value,
                "log_loss": of.log_loss.value,
                "intervals": {
                    "accuracy": _range(of.accuracy),
                    "log_loss": _range(of.log_loss),
                },
            }
            for value, of in group.items()
        }
        for name, group in groups.items()
    }


def _show(
    scores: Scores, around: Intervals, groups: dict[str, dict[str, GroupScore]], title: str
) -> None:
    table = Table(title=f"{title} · n = {scores.n:,}", caption="줄: 사람들의 답 · 칸: 모델의 답")
    table.add_column("")
    for emotion in ORDER:
        table.add_column(FACTS[emotion].ko, justify="right")
    table.add_column("F1 (95 %)", justify="right", no_wrap=True)
    for row, emotion in enumerate(ORDER):
        counts = [str(count) for count in scores.confusion[row]]
        table.add_row(FACTS[emotion].ko, *counts, _figure(around.f1[row]))
    console = Console()
    console.print(table)
    for name, figure in _named(scores, around):
        console.print(f"{name} {figure}", highlight=False, soft_wrap=True)
    for name, group in groups.items():
        console.print(_group_table(name, group))


def _named(scores: Scores, around: Intervals) -> list[tuple[str, str]]:
    named = [
        ("정확도 accuracy", _figure(around.accuracy)),
        ("macro-F1", _figure(around.macro_f1)),
        ("log loss", _figure(around.log_loss)),
        ("ECE", _figure(around.ece)),
    ]
    if around.vote_cross_entropy is not None:
        votes = _figure(around.vote_cross_entropy)
        floor = f"(사람들끼리도 floor {scores.vote_entropy:.4f})"
        named.append(("투표와의 교차 엔트로피 cross-entropy against votes", f"{votes} {floor}"))
    return named


def _group_table(name: str, group: dict[str, GroupScore]) -> Table:
    table = Table(name, "n", title=GROUPS.get(name, name))
    for head in ("정확도 accuracy (95 %)", "log loss (95 %)"):
        table.add_column(head, justify="right", no_wrap=True)
    for value, of in group.items():
        table.add_row(value, f"{of.n:,}", _figure(of.accuracy), _figure(of.log_loss))
    return table


def _figure(of: Interval) -> str:
    return f"{of.value:.4f} [{of.low:.3f}…{of.high:.3f}]".replace("[", "\\[")


def main(arguments: list[str]) -> int:
    """Exit code: 0 scored, 1 data or model cannot be read, 2 wrong usage."""
    from moodtracker.cli.support import run_command
    from moodtracker.training.errors import TrainingError
    from moodtracker.vision.errors import VisionError

    return run_command(app, arguments, "moodtracker evaluate", (TrainingError, VisionError))
