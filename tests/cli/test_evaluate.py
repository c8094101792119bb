"""`moodtracker evaluate`: the promised JSON, and one sentence for what cannot be read."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from moodtracker.cli.evaluate import main
from moodtracker.emotions import CLASS_NAMES
from moodtracker.training.datasets.ferplus import read_ferplus
from moodtracker.training.datasets.kinds import KINDS
from training.conftest import write_ferplus


def evaluate(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from moodtracker.cli import main; main()", "evaluate", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def valid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_ferplus(tmp_path_factory.mktemp("data") / "FER2013Valid", 40)


def test_json_holds_what_was_promised(valid: Path) -> None:
    done = evaluate("--data", f"ferplus:{valid}", "--json")
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    assert list(facts) == [
        "n",
        "accuracy",
        "macro_f1",
        "f1",
        "log_loss",
        "ece",
        "confusion_matrix",
        "classes",
        "vote_cross_entropy",
        "vote_entropy",
        "intervals",
    ]
    assert facts["n"] == 40
    assert facts["classes"] == list(CLASS_NAMES)
    assert list(facts["f1"]) == list(CLASS_NAMES)
    confusion = np.array(facts["confusion_matrix"])
    assert confusion.sum() == 40
    assert facts["accuracy"] == pytest.approx(np.trace(confusion) / 40)
    # Eight of ten votes on one emotion and two on neutral, but for the neutral faces themselves.
    entropy = -(0.8 * np.log(0.8) + 0.2 * np.log(0.2))
    assert facts["vote_entropy"] == pytest.approx(0.75 * entropy, abs=1e-4)
    assert facts["vote_cross_entropy"] > facts["vote_entropy"]
    ranges = facts["intervals"]
    assert list(ranges) == ["accuracy", "macro_f1", "f1", "log_loss", "ece", "vote_cross_entropy"]
    for name in ("accuracy", "log_loss", "vote_cross_entropy"):
        low, high = ranges[name]
        assert low < facts[name] < high
    assert list(ranges["f1"]) == list(CLASS_NAMES)


def test_groups_are_scored_apart_where_the_data_has_them(
    valid: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    faces = read_ferplus(valid)
    gender = tuple("여" if row % 3 else "남" for row in range(len(faces)))
    people = tuple(f"{row // 2}" for row in range(len(faces)))
    known = replace(faces, people=people, groups={"gender": gender})
    monkeypatch.setitem(KINDS, "ferplus", lambda folder: known)
    assert main(["--data", f"ferplus:{valid}", "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    groups = facts["groups"]["gender"]
    assert {name: of["n"] for name, of in groups.items()} == {"남": 14, "여": 26}
    right = sum(of["n"] * of["accuracy"] for of in groups.values())
    assert right == pytest.approx(40 * facts["accuracy"])
    for of in groups.values():
        low, high = of["intervals"]["log_loss"]
        assert low < of["log_loss"] < high
    assert main(["--data", f"ferplus:{valid}"]) == 0
    shown = capsys.readouterr().out
    for text in ("성별", "남", "여", "26"):
        assert text in shown


def test_the_table_names_the_emotions_in_korean(valid: Path) -> None:
    done = evaluate("--data", f"ferplus:{valid}")
    assert done.returncode == 0, done.stderr
    for name in ("분노", "당황", "기쁨", "중립", "슬픔", "불안"):
        assert name in done.stdout
    for name in ("정확도", "macro-F1", "ECE", "투표와의 교차 엔트로피"):
        (line,) = (line for line in done.stdout.splitlines() if line.startswith(name))
        assert re.search(r"\d\.\d{4} \[\d\.\d{3}…\d\.\d{3}\]", line)


def test_what_cannot_be_read_gets_one_sentence(tmp_path: Path, valid: Path) -> None:
    for arguments, sentence in (
        (("--data", f"ferplus:{tmp_path}"), "is a folder with label.csv"),
        (("--data", f"nothing:{tmp_path}"), "KIND:DIR"),
        (("--data", f"ferplus:{valid}", "--model", str(tmp_path)), "manifest.json"),
    ):
        done = evaluate(*arguments)
        assert done.returncode == 1
        assert sentence in done.stderr
        assert "Traceback" not in done.stderr
    assert evaluate().returncode == 2
