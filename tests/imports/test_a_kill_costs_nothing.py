"""kill -9 anywhere in an import: the next process goes on; nothing is lost or enters twice."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from import_crash_driver import CASES
from import_files import daylio_zip
from skimage import data as pictures

from moodtracker.diary.photo_files import encode_jpeg

DRIVER = Path(__file__).parent / "import_crash_driver.py"
pytestmark = pytest.mark.xdist_group("import-crash")
BRINGING = [case for case in CASES if case != "while taking back"]


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("killed")
    backup = folder / "x.daylio"
    backup.write_bytes(daylio_zip({"aa": encode_jpeg(pictures.astronaut(), long_side=256)}))
    done = subprocess.run(
        [sys.executable, DRIVER, folder, backup],
        check=False,
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("case", CASES)
def test_it_was_killed(outcome: dict[str, Any], case: str) -> None:
    assert outcome[case]["status"] == -9


@pytest.mark.parametrize("case", CASES)
def test_entries_and_what_notes_them_agree_at_every_moment(
    outcome: dict[str, Any], case: str
) -> None:
    for moment in ("left", "still_leased", "then"):
        now = outcome[case][moment]
        assert now["entries"] == now["noted"]
        assert now["rows_without_file"] == 0


@pytest.mark.parametrize("case", CASES)
def test_nobody_takes_it_up_while_the_lease_runs(outcome: dict[str, Any], case: str) -> None:
    assert outcome[case]["still_leased"] == outcome[case]["left"]


@pytest.mark.parametrize("case", BRINGING)
def test_the_next_process_finishes_it_once(outcome: dict[str, Any], case: str) -> None:
    assert outcome[case]["left"]["state"] == "applying"
    assert outcome[case]["then"] == {
        "entries": 2,
        "noted": 2,
        "links": 2,
        "photos": 1,
        "rows_without_file": 0,
        "state": "done",
    }


def test_a_way_back_that_was_cut_off_is_gone_to_its_end(outcome: dict[str, Any]) -> None:
    then = outcome["while taking back"]["then"]
    assert (then["entries"], then["photos"], then["state"]) == (0, 0, "undone")
