"""`moodtracker serve`: one command brings everything up, says where, and ends cleanly."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("serve")
COMMAND = (sys.executable, "-c", "from moodtracker.cli import main; main()", "serve")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def serving(data: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """The running service, and what it said up to its address."""
    environment = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("MOODTRACKER_", "DJANGO_", "PYTEST", "COV"))
    }
    process = subprocess.Popen(
        [*COMMAND, "--port", str(port), "--data", str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
    )
    said: list[str] = []
    assert process.stdout is not None
    try:
        for line in process.stdout:
            said.append(line)
            if "Ctrl-C" in line:
                break
        yield process, said
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(30)
        if process.poll() is None:
            process.kill()
        process.stdout.close()


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


def get(port: int, path: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, headers, answer.read())
    finally:
        connection.close()


def falls_silent(port: int) -> bool:
    """Whether nobody answers any more, within 20 s."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            return True
        time.sleep(0.2)
    return False


def test_it_comes_up_says_where_and_keeps_its_data(tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    with serving(data, port) as (process, said):
        text = "".join(said)
        assert f"무드 트래커가 열렸어요 → http://127.0.0.1:{port}" in text
        assert f"Mood Tracker is open → http://127.0.0.1:{port}" in text
        page = get(port, "/")
        markup = page.body.decode()
        assert page.status == 200
        sheet = next(part for part in markup.split('"') if "/core/app." in part)
        style = get(port, sheet)
        assert style.status == 200
        assert "immutable" in style.headers["cache-control"]
        state = json.loads(get(port, "/healthz").body)
        assert (state["database"], state["jobs"]) == ("ok", "ok")
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    secrets = {path.name: path.read_bytes() for path in (data / "secrets").iterdir()}
    database = data / "db.sqlite3"
    born = database.stat().st_ino
    with serving(data, port) as (process, _):
        assert get(port, "/accounts/login/").status == 200
        process.kill()
        assert falls_silent(port), "the worker must end with the process that started it"
    assert {path.name: path.read_bytes() for path in (data / "secrets").iterdir()} == secrets
    assert database.stat().st_ino == born


def test_a_port_in_use_is_told_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        began = time.monotonic()
        done = subprocess.run(
            [*COMMAND, "--port", str(port), "--data", str(tmp_path / "data")],
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert f"127.0.0.1:{port}" in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "data").exists()
    assert time.monotonic() - began < 30


def test_wrong_usage_is_told(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "--port", "99999", "--data", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "65535" in done.stderr
