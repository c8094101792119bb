"""A run's log becomes curves.png; a folder without one gets a sentence."""

from pathlib import Path

import pytest
from PIL import Image

from moodtracker.training.curves import draw_curves, read_curves
from moodtracker.training.errors import DataError

LOG = """epoch,seconds,rate,loss,held_out_loss,accuracy,macro_f1,unrest_f1
1,12.0,0.001,1.6,1.4,0.5,0.3,0
2,12.0,0.001,1.2,0.9,0.7,0.5,0.1
3,12.0,0.001,1.1,1.0,0.69,0.48,0.12
"""


def test_a_log_is_read_by_its_columns(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    curves = read_curves(tmp_path)
    assert curves.name == tmp_path.name
    assert curves.epochs == (1, 2, 3)
    assert curves.columns["loss"] == (1.6, 1.2, 1.1)
    assert curves.columns["unrest_f1"] == (0.0, 0.1, 0.12)
    assert curves.best == 2


def test_epochs_of_smaller_inputs_are_not_the_best_once_there_are_others(tmp_path: Path) -> None:
    log = "epoch,held_out_loss,accuracy\n1,0.9,0.5\n2,0.5,0.6\n3,0.8,0.7\n4,0.7,0.7\n"
    (tmp_path / "log.csv").write_text(log, encoding="utf-8")
    assert read_curves(tmp_path).best == 2
    for small, best in ((2, 4), (3, 4), (4, 2)):
        (tmp_path / "recipe.json").write_text(f'{{"small_epochs": {small}}}', encoding="utf-8")
        assert read_curves(tmp_path).best == best


def test_curves_are_drawn_and_follow_the_log(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("\n".join(LOG.splitlines()[:2]) + "\n", encoding="utf-8")
    path = draw_curves(tmp_path)
    first = path.read_bytes()
    log.write_text(LOG, encoding="utf-8")
    assert draw_curves(tmp_path) == path == tmp_path / "curves.png"
    assert path.read_bytes() != first
    with Image.open(path) as picture:
        picture.load()
        assert picture.width > 1200
        seal = [colour for _, colour in picture.convert("RGB").getcolors(1 << 20) or []]
    assert (165, 51, 42) in seal, "the held-out loss has the seal's red"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["curves.png", "log.csv"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "holds log.csv"),
        (LOG.splitlines()[0] + "\n", "at least one epoch"),
        ("epoch,loss,held_out_loss\n1,much,1.2\n", "epoch by epoch"),
        ("a,b\n1,2\n", "epoch by epoch"),
    ],
)
def test_what_is_no_log_is_said(tmp_path: Path, text: str | None, sentence: str) -> None:
    if text is not None:
        (tmp_path / "log.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=sentence):
        draw_curves(tmp_path)
