"""kill -9 between claim and hand-over and between hand-over and mark, and three workers at once.

Real processes on a real SQLite file; see `outbox_driver`.
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from outbox_driver import PEOPLE

DRIVER = Path(__file__).parent / "outbox_driver.py"
TESTS = Path(__file__).parent.parent
pytestmark = pytest.mark.xdist_group("outbox-crash")


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, DRIVER, tmp_path_factory.mktemp("outbox")],
        check=False,
        capture_output=True,
        text=True,
        timeout=280,
        env={"PYTHONPATH": f"{TESTS}:{TESTS.parent / 'src'}", "PATH": ""},
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("case", ["killed before handing over", "killed after handing over"])
def test_the_process_was_killed_and_the_next_one_sent_the_rest(
    outcome: dict[str, Any], case: str
) -> None:
    told = outcome[case]
    assert told["statuses"] == [-9]
    assert len(told["early"]) < PEOPLE
    assert told["recovered"] == 0
    assert told["turns"] == told["messages"] == ["sent"] * PEOPLE
    assert len({line.split()[0] for line in told["lines"]}) == PEOPLE, "each at least once"


def test_what_a_killed_process_had_handed_over_comes_again_under_the_same_topic(
    outcome: dict[str, Any],
) -> None:
    """The only case in which a message is handed over twice: the push service and the browser
    see one key, and show one notification.
    """
    lines = Counter(outcome["killed after handing over"]["lines"])
    assert len(lines) == PEOPLE
    assert max(lines.values()) == 2
    assert sum(count == 2 for count in lines.values()) >= 1


def test_the_libraries_of_web_push_do_not_slow_the_start(outcome: dict[str, Any]) -> None:
    assert outcome["loaded at the start"] == []


def test_three_workers_at_once_hand_each_over_exactly_once(outcome: dict[str, Any]) -> None:
    told = outcome["three workers at once"]
    assert told["statuses"] == [0, 0, 0]
    assert Counter(Counter(told["lines"]).values()) == {1: PEOPLE}
    assert sorted(told["early"]) == sorted(told["lines"])
    assert told["turns"] == ["sent"] * PEOPLE
