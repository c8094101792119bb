"""How a run went: its log, epoch by epoch, and the learning curves drawn from it."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moodtracker.training.errors import DataError

if TYPE_CHECKING:
    from altair.typing import ChartType

LOG = "log.csv"
PICTURE = "curves.png"

LOSSES = {"loss": "학습 손실 fit", "held_out_loss": "검증 손실 held out"}
SCORES = {"accuracy": "정확도 accuracy", "macro_f1": "macro-F1", "unrest_f1": "불안 F1 anxiety"}


@dataclass(frozen=True, slots=True)
class Curves:
    """A run's log: for each column of figures one value an epoch, from `epochs[0]` on. The first
    `small_epochs` saw smaller inputs.
    """

    name: str
    epochs: tuple[int, ...]
    columns: dict[str, tuple[float, ...]]
    small_epochs: int = 0

    @property
    def best(self) -> int:
        """The epoch of the lowest held-out loss, whose weights a run keeps: of those at full size,
        as soon as there is one.
        """
        every = list(zip(self.columns["held_out_loss"], self.epochs, strict=True))
        return min([one for one in every if one[1] > self.small_epochs] or every)[1]


def read_curves(folder: Path) -> Curves:
    """The log of a run folder. Raises `DataError` where there is none, or not one epoch."""
    try:
        with (folder / LOG).open(newline="", encoding="utf-8") as lines:
            rows = list(csv.DictReader(lines))
        epochs = tuple(int(row["epoch"]) for row in rows)
        names = [name for name in (*LOSSES, *SCORES) if rows and name in rows[0]]
        columns = {name: tuple(float(row[name]) for row in rows) for name in names}
    except OSError as fault:
        raise DataError(
            f"A run folder holds {LOG}; {folder}: {(fault.strerror or str(fault)).lower()}."
        ) from fault
    except (KeyError, ValueError, TypeError) as fault:
        raise DataError(
            f"A run's log has figures epoch by epoch; {folder / LOG}: {fault}."
        ) from fault
    if not rows or "held_out_loss" not in columns:
        raise DataError(f"A run's log has at least one epoch; {folder / LOG} has none.")
    return Curves(folder.resolve().name, epochs, columns, _small_epochs(folder))


def _small_epochs(folder: Path) -> int:
    try:
        return int(json.loads((folder / "recipe.json").read_text(encoding="utf-8"))["small_epochs"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0  # a log alone can be drawn as well


def draw_curves(folder: Path) -> Path:
    """Write `curves.png` beside the log and answer where it is.

    A few tenths of a second, after two the first time. Raises `DataError` where there is no log.
    """
    import altair as alt

    from moodtracker.paper import look

    curves = read_curves(folder)
    both = alt.hconcat(loss_chart(curves), score_chart(curves), spacing=36)
    part = folder / f"part.{PICTURE}"
    part.write_bytes(look.png(both.resolve_scale(color="independent")))
    return part.replace(folder / PICTURE)


def loss_chart(curves: Curves) -> "ChartType":
    """Loss on the faces that the run is fitted on and on those held out."""
    from moodtracker.paper import look

    return _lines(curves, LOSSES, [look.STRONG, look.SEAL], "손실 loss", from_zero=False)


def score_chart(curves: Curves) -> "ChartType":
    """Scores of the held-out faces."""
    from moodtracker.paper import look

    colours = [look.INK, look.MOODS[4], look.MOODS[5]]
    return _lines(curves, SCORES, colours, "검증 점수 held-out score", from_zero=True)


def _lines(
    curves: Curves, names: dict[str, str], colours: list[str], title: str, *, from_zero: bool
) -> "ChartType":
    import altair as alt

    from moodtracker.paper import look

    shown = [name for name in names if name in curves.columns]
    values = [
        {"epoch": epoch, "what": names[name], "value": value}
        for name in shown
        for epoch, value in zip(curves.epochs, curves.columns[name], strict=True)
    ]
    what = alt.Color("what:N").scale(
        domain=[names[name] for name in shown], range=colours[: len(shown)]
    )
    scale: dict[str, Any] = {"domain": [0, 1]} if from_zero else {"zero": False, "nice": True}
    x = alt.X("epoch:Q", title="회차 epoch").axis(tickMinStep=1, format="d", grid=False)
    base = alt.Chart(look.rows(values), width=look.WIDTH - 90, height=210)
    lines = base.mark_line(strokeWidth=2, point={"size": 16, "filled": True}).encode(
        x=x.scale(nice=False, domain=[0, max(*curves.epochs, 2)]),
        y=alt.Y("value:Q", title=title).scale(**scale),
        color=what,
    )
    best = {"epoch": curves.best, "text": f"가장 좋은 {curves.best}회 best"}
    kept = alt.Chart(look.rows([best]))
    rule = kept.mark_rule(strokeDash=[3, 3], color=look.STRONG).encode(x="epoch:Q")
    left = curves.best > max(curves.epochs) * 0.6
    text = kept.mark_text(
        align="right" if left else "left", dx=-5 if left else 5, color=look.SOFT, fontSize=11
    ).encode(x="epoch:Q", y=alt.value(202 if from_zero else 6), text="text:N")
    return alt.layer(rule, lines, text)
