"""`moodtracker ensemble RUN… --data KIND:DIR --out FILE`: weigh runs on held-out faces."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from moodtracker.cli.support import run_command, train_environment

if TYPE_CHECKING:
    from moodtracker.training.bootstrap import Interval
    from moodtracker.training.calibrate import Calibration
    from moodtracker.training.ensemble import Answers, Compared, Ensemble
    from moodtracker.training.export import Member
    from moodtracker.training.predict import Floats

app = typer.Typer(add_completion=False)

WAYS = {
    "fitted": "맞춘 무게\nfitted",
    "cross_fitted": "교차 맞춤\ncross-fitted",
    "equal": "같은 무게\nequal",
    "single": "혼자 alone\n{}",
    "hand": "손으로 by hand\n{}",
}
SCORE = {"log_loss": "log loss", "vote_cross_entropy": "vote\ncross-entropy"}


class Objective(StrEnum):
    """What the weights are fitted for."""

    LOG_LOSS = "log_loss"
    VOTE_CROSS_ENTROPY = "vote_cross_entropy"


@app.command()
def ensemble(
    runs: Annotated[list[Path], typer.Argument(help="학습 실행 폴더들 · folders of finished runs")],
    data: Annotated[str, typer.Option(help="KIND:DIR the runs were fitted on")],
    out: Annotated[Path, typer.Option(help="앙상블 파일(JSON) · the ensemble's file")],
    objective: Annotated[
        Objective, typer.Option(help="맞추는 기준 · what the weights are fitted for")
    ] = Objective.LOG_LOSS,
    hand: Annotated[
        list[str] | None, typer.Option(help="비교할 무게 · weights to compare: .25/.20/.30/.25")
    ] = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="무게가 1 %보다 작은 모델은 빼요 · leave out below 1 %")
    ] = False,
    mirrored: Annotated[
        bool, typer.Option("--mirrored/--plain", help="거울상과 함께 읽어요 · with mirror images")
    ] = False,
) -> None:
    """따로 둔 얼굴에서 모델들의 무게를 맞춰요 · Fit members' weights on held-out faces."""
    train_environment()
    from moodtracker.training.calibrate import calibration
    from moodtracker.training.ensemble import Mixture, Part, check_hand, choose, write_ensemble
    from moodtracker.training.errors import EnsembleError
    from moodtracker.training.runs import read_run

    by_hand = check_hand([_weights(text) for text in hand or ()], len(runs))
    if not out.resolve().parent.is_dir():
        raise EnsembleError(f"The ensemble's file lies in a folder that exists; got {out}.")
    members = [read_run(run) for run in runs]
    names = _names(runs, members)
    answers, votes = _answers(members, names, data, mirrored=mirrored)
    console = Console(stderr=True)
    with console.status("무게를 맞추고 있어요 · fitting weights"):
        found = choose(answers, names, objective=objective, hand=by_hand, prune=prune)
        chosen = calibration(found.blended, answers.labels, votes)
    parts = tuple(
        Part(run, name, round(weight, 6))
        for run, name, weight in zip(runs, names, found.weights, strict=True)
        if weight > 0
    )
    write_ensemble(out, Mixture(parts, chosen, mirrored), found, names, len(answers.labels))
    shown = Console()
    shown.print(f"따로 둔 얼굴 held-out faces: {len(answers.labels):,}", highlight=False)
    _show(found, shown)
    _show_calibration(found, chosen, answers, votes, shown)


def _weights(text: str) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in text.split("/"))
    except ValueError:
        raise typer.BadParameter(
            f"weights are numbers between slashes, like .25/.20/.30/.25; got “{text}”."
        ) from None


def _names(runs: list[Path], members: "list[Member]") -> list[str]:
    """The recipes' names; where two are alike, with the run's folder. A run counts once."""
    if len({run.resolve() for run in runs}) < len(runs):
        raise typer.BadParameter("a run is a member once; one of the folders is given twice.")
    names = [member.recipe.name for member in members]
    return [
        name if names.count(name) == 1 else f"{name} ({run})"
        for name, run in zip(names, runs, strict=True)
    ]


def _answers(
    members: "list[Member]", names: list[str], data: str, *, mirrored: bool
) -> "tuple[Answers, Floats]":
    """What the members say of the faces that none of them was fitted on, and the votes."""
    import numpy as np

    from moodtracker.training.datasets.duplicates import twins
    from moodtracker.training.datasets.kinds import read_set
    from moodtracker.training.ensemble import Answers
    from moodtracker.training.predict import member_probabilities
    from moodtracker.training.runs import common_parts

    console = Console(stderr=True)
    with console.status("얼굴을 읽고 있어요 · reading the faces"):
        fitted, held_out = common_parts(members, read_set(data))
        apart = ~twins(held_out.images, fitted.images)
        faces = held_out.take(np.flatnonzero(apart)).decided()
    said = []
    for name, member in zip(names, members, strict=True):
        with console.status(f"표정을 재고 있어요 · scoring {name}"):
            said.append(member_probabilities(member, faces, mirrored=mirrored))
    votes = faces.votes if faces.has_votes else None
    return Answers(np.stack(said), faces.labels, votes, faces.people), faces.votes


def _show(found: "Ensemble", console: Console) -> None:
    table = Table(
        box=SIMPLE_HEAD,
        caption="아랫줄은 95 % 구간, 차이는 교차 맞춤과의 차이 (0보다 크면 더 나빠요)\n"
        "below: 95 % intervals; difference: to cross-fitted (above 0 is worse)",
    )
    table.add_column("모델\nmodels")
    for head in ("무게\nweight", SCORE[found.objective], "차이\ndifference", "정확도\naccuracy"):
        table.add_column(head, justify="right", no_wrap=True)
    weights = iter(found.weights)
    for one in found.comparison:
        table.add_row(
            WAYS[one.kind].format(one.name),
            f"{next(weights):.3f}" if one.kind == "single" else "",
            _interval(one.score),
            _interval(one.honest, sign="+"),
            _interval(one.accuracy),
        )
    console.print(table)
    score = SCORE[found.objective].replace("\n", " ")
    for rival in _rivals(found.comparison):
        console.print(_verdict(rival, score), highlight=False, soft_wrap=True)


def _interval(of: "Interval", *, sign: str = "") -> str:
    # Adding 0 takes the sign from a rounded -0.
    value, low, high = (f"{round(one, 4) + 0.0:{sign}.4f}" for one in (of.value, of.low, of.high))
    return f"{value}\n[dim]{low}…{high}[/dim]"


def _rivals(comparison: "tuple[Compared, ...]") -> "list[Compared]":
    """Equal weights, the best member alone, and those by hand."""
    best = min((one for one in comparison if one.kind == "single"), key=lambda one: one.score.value)
    return [one for one in comparison if one is best or one.kind in {"equal", "hand"}]


def _verdict(rival: "Compared", score: str) -> str:
    """Whether fitted weights do better than the rival on faces they were not fitted on."""
    way, by = WAYS[rival.kind].format(rival.name).replace("\n", " · "), rival.honest.value
    if not rival.honest.excludes_zero:
        return f"{way}: 차이가 우연일 수 있어요 · the difference may be chance"
    if by > 0:
        return f"{way}: 맞춘 무게가 {score} {by:.4f} 더 나아요 · fitted weights are better"
    return f"{way}: 맞춘 무게보다 {score} {-by:.4f} 더 나아요 · better than fitted weights"


def _show_calibration(
    found: "Ensemble", chosen: "Calibration", answers: "Answers", votes: "Floats", console: Console
) -> None:
    from moodtracker.training.metrics import cross_entropy, expected_calibration_error

    after = chosen.apply(found.blended)
    ece = [expected_calibration_error(one, answers.labels) for one in (found.blended, after)]
    console.print(
        f"보정 calibration: temperature {chosen.temperature:.3f}, kept {chosen.kept:.2f} · "
        f"ECE {ece[0]:.4f} → {ece[1]:.4f}",
        highlight=False,
        soft_wrap=True,
    )
    if answers.votes is not None:
        console.print(
            f"투표와의 교차 엔트로피 cross-entropy against votes "
            f"{cross_entropy(votes, found.blended):.4f} → {cross_entropy(votes, after):.4f} "
            f"(사람들끼리도 floor {cross_entropy(votes, votes):.4f})",
            highlight=False,
            soft_wrap=True,
        )


def main(arguments: list[str]) -> int:
    """Exit code: 0 done, 1 the runs make no ensemble, 2 wrong usage."""
    from moodtracker.training.errors import TrainingError

    return run_command(app, arguments, "moodtracker ensemble", (TrainingError,))
