"""`moodtracker data aihub ROOT --out DIR` and `moodtracker data inspect KIND:DIR --out PNG`."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from moodtracker.training.errors import DataError

if TYPE_CHECKING:
    from moodtracker.training.datasets.aihub.cutting import Shard
    from moodtracker.training.datasets.aihub.plan import Plan, Wish
    from moodtracker.training.datasets.aihub.report import Report

app = typer.Typer(
    add_completion=False, help="학습 데이터를 준비하고 살펴봐요 · prepare and look at data"
)


@app.command()
def aihub(
    root: Annotated[Path, typer.Argument(help="AI Hub 폴더 · the unpacked data set")],
    out: Annotated[Path, typer.Option(help="얼굴을 둘 폴더 · where the crops go")],
    size: Annotated[str, typer.Option(help="높이x너비 · height and width of a crop")] = "275x205",
    votes: Annotated[
        bool,
        typer.Option(
            "--votes/--labels", help="사람들의 표를 분포로 / 폴더의 답만 · votes, or labels alone"
        ),
    ] = True,
    hurt: Annotated[
        bool,
        typer.Option(
            "--hurt",
            help="상처도, 여섯 밖의 표로 · also 상처, as votes outside the six and never scored",
        ),
    ] = False,
    per_class: Annotated[
        int | None, typer.Option(help="감정마다 학습 사진 수 · training faces a class, e.g. 2000")
    ] = None,
    valid_per_class: Annotated[
        int | None, typer.Option(help="감정마다 검증 사진 수 · validation faces a class, e.g. 800")
    ] = None,
    by_person: Annotated[
        bool,
        typer.Option(
            "--by-person/--own-split",
            help="사람마다 새로 나눠요 / 배포된 대로 · split anew by person, or as distributed",
        ),
    ] = False,
    valid_share: Annotated[
        float, typer.Option(help="새로 나눌 때 검증의 몫 · validation's share of the people")
    ] = 0.2,
    workers: Annotated[
        int | None, typer.Option(min=1, help="프로세스 수 · processes; all cores by default")
    ] = None,
) -> None:
    """AI Hub 사진에서 얼굴을 잘라 둬요. 멈추면 이어서 해요 · Cut AI Hub's faces once; resumes."""
    from moodtracker.training.datasets.aihub.layout import find_tree
    from moodtracker.training.datasets.aihub.plan import Wish, make_plan
    from moodtracker.training.datasets.aihub.report import make_report, write_report
    from moodtracker.training.datasets.aihub.survey import survey

    wish = Wish(_size(size), votes, hurt, per_class, valid_per_class, by_person, valid_share)
    console = Console(stderr=True)
    with console.status("기록과 사진을 맞추고 있어요 · joining records and pictures"):
        found = survey(find_tree(root))
        plan = make_plan(found, wish)
    whole = _prepared(plan, wish, out, workers or _cores(), console)
    report = make_report(found, plan, wish, whole)
    write_report(report, out)
    _show(report, out)


@app.command()
def inspect(
    data: Annotated[str, typer.Argument(help="KIND:DIR, e.g. aihub:faces/train")],
    out: Annotated[Path, typer.Option(help="그림 파일 · the sheet, a PNG file")],
    count: Annotated[int, typer.Option(min=1, max=600, help="얼굴 수 · how many faces")] = 48,
    recipe: Annotated[
        Path | None,
        typer.Option("--augment", help="변형할 학습 방법 · the recipe whose augmentation to show"),
    ] = None,
    seed: Annotated[int, typer.Option(help="뽑는 씨앗 · decides which faces are drawn")] = 0,
) -> None:
    """얼굴과 라벨과 표를 한 장에 모아 봐요 · A contact sheet of faces, labels and votes."""
    from moodtracker.training.datasets.kinds import read_set
    from moodtracker.training.datasets.sheet import Sheet, draw_sheet
    from moodtracker.training.recipe import read_recipe

    console = Console(stderr=True)
    plan = None if recipe is None else read_recipe(recipe)
    with console.status("얼굴을 읽고 있어요 · reading the faces"):
        faces = read_set(data)
        picture = draw_sheet(faces, Sheet(data, count, plan, seed))
    try:
        picture.save(out, "PNG")
    except OSError as fault:
        raise DataError(f"--out is a PNG file that can be written; {out}: {fault}.") from fault
    sys.stdout.write(f"{out}\n")


def _size(given: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d+)[x×](\d+)", given.strip().lower())
    if not found:
        raise typer.BadParameter(
            f"--size is height x width in pixels, such as 275x205; got “{given}”."
        )
    return int(found[1]), int(found[2])


def _cores() -> int:
    import os

    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _prepared(
    plan: "Plan", wish: "Wish", out: Path, workers: int, console: Console
) -> "dict[str, Shard]":
    from moodtracker.training.datasets.aihub.prepare import prepare

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("남음 left"),
        TimeRemainingColumn(),
        console=console,
    )
    try:
        with bar:
            task = bar.add_task("얼굴 자르기 · cutting", total=None)
            return prepare(
                plan,
                wish,
                out,
                workers=workers,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
    except KeyboardInterrupt:
        console.print("멈췄어요. 같은 명령으로 이어서 해요 · stopped; the same command goes on")
        raise typer.Exit(130) from None


def _show(report: "Report", out: Path) -> None:
    console = Console()
    for one in report.tables:
        console.print(one.title, style="bold")  # a table's own title would break at its width
        table = Table(box=box.SIMPLE_HEAD)
        table.add_column(one.header[0], no_wrap=True)
        for name in one.header[1:]:
            table.add_column(name, justify="right")
        for row in one.rows:
            table.add_row(*row)
        console.print(table)
    for name, why in report.unreadable[:10]:
        console.print(
            f"읽지 못했어요: {name} ({why})", markup=False, highlight=False, soft_wrap=True
        )
    if len(report.unreadable) > 10:
        console.print(
            f"… 모두 {len(report.unreadable):,}장은 {out / 'report.json'}에 있어요", soft_wrap=True
        )
    console.print("준비했어요 · ready:")
    for made in (*(f"aihub:{out / split}" for split in report.splits), out / "report.md"):
        console.print(f"  {made}", highlight=False, markup=False, soft_wrap=True)


def main(arguments: list[str]) -> int:
    """Exit code: 0 done, 1 the data cannot be read or written, 2 wrong usage, 130 stopped."""
    from moodtracker.cli.support import run_command
    from moodtracker.paper.errors import PaperError
    from moodtracker.training.errors import TrainingError

    return run_command(app, arguments, "moodtracker data", (PaperError, TrainingError))
