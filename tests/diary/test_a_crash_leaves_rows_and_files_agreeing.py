"""kill -9 at every step of an upload, and the same form from two processes at once.

Real processes on a real SQLite file; see `crash_driver`.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from crash_driver import CASES

DRIVER = Path(__file__).parent / "crash_driver.py"
BEFORE_THE_COMMIT = [case for case in CASES if case not in {"after the commit", "while purging"}]

pytestmark = pytest.mark.xdist_group("diary-crash")


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory, portrait: bytes) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("crashes")
    photo = folder / "portrait.jpg"
    photo.write_bytes(portrait)
    done = subprocess.run(
        [sys.executable, DRIVER, folder, photo],
        check=False,
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("case", CASES)
def test_the_process_was_killed_and_the_next_one_recovered(
    outcome: dict[str, Any], case: str
) -> None:
    assert outcome["cases"][case]["status"] == -9
    assert outcome["cases"][case]["recovered"] == 0


@pytest.mark.parametrize("case", CASES)
def test_no_row_is_left_without_its_whole_file(outcome: dict[str, Any], case: str) -> None:
    for moment in ("left", "swept", "again"):
        state = outcome["cases"][case][moment]
        assert state["rows_without_their_file"] == []
        assert state["without_photo"] == 0
        assert state["entries"] == state["photos"]
    assert outcome["cases"][case]["missing"] == []


@pytest.mark.parametrize("case", BEFORE_THE_COMMIT)
def test_before_the_commit_there_is_no_entry(outcome: dict[str, Any], case: str) -> None:
    assert outcome["cases"][case]["left"]["entries"] == 0


def test_the_crashes_did_leave_files_behind(outcome: dict[str, Any]) -> None:
    """Otherwise the sweep below would be tested on nothing."""
    with_files = {case for case in CASES if outcome["cases"][case]["left"]["files"]}
    assert with_files == set(CASES) - {"before the key", "after the key", "before the file"}


@pytest.mark.parametrize("case", CASES)
def test_the_sweep_removes_what_has_no_row_and_only_that(
    outcome: dict[str, Any], case: str
) -> None:
    state = outcome["cases"][case]["swept"]
    assert state["files"] == state["photos"]
    # A file may still be waiting for its row: nothing is swept within the hour.
    assert outcome["cases"][case]["removed_early"] == 0


@pytest.mark.parametrize("case", CASES)
def test_sending_the_form_again_gives_exactly_one_entry(outcome: dict[str, Any], case: str) -> None:
    assert outcome["cases"][case]["again"] == {
        "entries": 1,
        "photos": 1,
        "files": 1,
        "rows_without_their_file": [],
        "without_photo": 0,
    }


def test_what_was_acknowledged_is_still_there(outcome: dict[str, Any]) -> None:
    left = outcome["cases"]["after the commit"]["left"]
    assert (left["entries"], left["photos"], left["files"]) == (1, 1, 1)


def test_a_purge_cut_short_leaves_a_file_and_no_row(outcome: dict[str, Any]) -> None:
    left = outcome["cases"]["while purging"]["left"]
    assert (left["entries"], left["photos"], left["files"]) == (0, 0, 1)


def test_the_same_form_from_two_processes_is_one_entry(outcome: dict[str, Any]) -> None:
    first, second = outcome["race"]["answers"]
    assert first == second != ""
    left = outcome["race"]["left"]
    assert (left["entries"], left["photos"], left["files"]) == (1, 1, 1)
