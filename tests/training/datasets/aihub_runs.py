"""Shared by the tests of AI Hub's preparation."""

from pathlib import Path

from moodtracker.training.datasets.aihub.layout import find_tree
from moodtracker.training.datasets.aihub.plan import Plan, Wish, make_plan
from moodtracker.training.datasets.aihub.prepare import Progress, prepare
from moodtracker.training.datasets.aihub.report import Report, make_report, write_report
from moodtracker.training.datasets.aihub.survey import Survey, survey


def planned(root: Path, wish: Wish) -> tuple[Survey, Plan]:
    found = survey(find_tree(root))
    return found, make_plan(found, wish)


def prepared(
    root: Path, out: Path, wish: Wish, *, workers: int = 1, progress: Progress | None = None
) -> Report:
    """Everything that `moodtracker data aihub` does."""
    found, plan = planned(root, wish)
    whole = prepare(plan, wish, out, workers=workers, progress=progress or (lambda *_: None))
    report = make_report(found, plan, wish, whole)
    write_report(report, out)
    return report
