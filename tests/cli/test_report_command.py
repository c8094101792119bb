"""`moodtracker report`: two files and a summary; one sentence for what cannot be reported on."""

import json
import shutil
from pathlib import Path

import pytest

from moodtracker.cli import report as command
from moodtracker.vision.bundle import DEFAULT_BUNDLE
from training.conftest import write_ferplus

LOG = "epoch,loss,held_out_loss,accuracy\n1,1.6,1.4,.5\n2,1.2,.9,.7\n"


@pytest.fixture(scope="module")
def valid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_ferplus(tmp_path_factory.mktemp("data") / "FER2013Valid", 40)


def test_it_writes_a_page_and_a_pdf(
    tmp_path: Path, valid: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run, out = tmp_path / "first-run", tmp_path / "deep" / "out"
    run.mkdir()
    (run / "log.csv").write_text(LOG, encoding="utf-8")
    said = ["--data", f"ferplus:{valid}", "--run", str(run), "--out", str(out)]
    assert command.main(said) == 0
    shown = capsys.readouterr().out
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "first-run: 손실." in page
    assert "FER2013Valid" in page
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF-")
    assert sorted(path.name for path in out.iterdir()) == ["report.html", "report.pdf"]
    assert "정확도 accuracy 0." in shown
    assert "anger, unrest" in shown
    assert "report.pdf (" in shown


def test_what_cannot_be_reported_on_gets_one_sentence(
    tmp_path: Path, valid: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other"
    shutil.copytree(DEFAULT_BUNDLE, other)
    manifest = json.loads((other / "manifest.json").read_text(encoding="utf-8"))
    manifest["classes"] = ["cat", "dog"]
    (other / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    undecided = write_ferplus(tmp_path / "undecided", 4)
    rows = (f'fer001000{n}.png,"(0, 0, 48, 48)",5,5,0,0,0,0,0,0,0,0' for n in range(4))
    (undecided / "label.csv").write_text("\n".join(rows), encoding="utf-8")
    (tmp_path / "file").write_text("", encoding="utf-8")
    good, out = f"ferplus:{valid}", tmp_path / "out"
    for arguments, sentence in (
        (("--data", f"ferplus:{tmp_path / 'nowhere'}", "--out", out), "folder with label.csv"),
        (("--data", good, "--model", other, "--out", out), "must have the classes"),
        (("--data", good, "--run", tmp_path, "--out", out), "holds log.csv"),
        (("--data", f"ferplus:{undecided}", "--out", out), "has the most votes"),
        (("--data", good, "--out", tmp_path / "file"), "goes into a folder"),
    ):
        assert command.main([str(one) for one in arguments]) == 1, arguments
        said = capsys.readouterr().err.strip()
        assert sentence in said
        assert len(said.splitlines()) == 1, said
    assert command.main(["--out", str(out)]) == 2
    assert command.main(["--data", good, "--grad-cam", "--out", str(out)]) == 2
    assert not (out / "report.html").exists()
