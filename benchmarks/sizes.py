"""What an installation without the training extra takes, and what a running service takes."""

import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.table import Row

ROOT = Path(__file__).resolve().parent.parent


def installed() -> list[Row]:
    """A fresh environment with the locked run-time packages and this one."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "venv"
        uv = Path(sys.executable).with_name("uv")
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
        install = [str(uv), "pip", "install", "--quiet", "--link-mode", "copy", "--python"]
        for what in (["-r", str(ROOT / "requirements/run.txt")], ["--no-deps", str(ROOT)]):
            subprocess.run([*install, str(home / "bin/python"), *what], check=True)
        size = sum(path.stat().st_size for path in home.rglob("*") if path.is_file())
    return [Row("installed without the extra train", round(size / 1e6), "MB", limit=550)]


def memory() -> list[Row]:
    """Memory of the serving process after the model was loaded and pages were asked for."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", "from moodtracker.cli import main; main()", "serve"]
        server = subprocess.Popen(
            [*command, "--port", str(port), "--data", folder], stdout=subprocess.DEVNULL
        )
        try:
            _wait_until_healthy(port)
            for _ in range(20):
                _ask(port, "/")
            worker = max(map(_resident_mb, _family(server.pid)))
        finally:
            server.terminate()
            server.wait(20)
    return [Row("one worker with the model loaded", round(worker), "MB", limit=400)]


def _wait_until_healthy(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if _ask(port, "/healthz") == http.client.OK:
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("The service was not healthy within 60 s.")


def _ask(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def _family(pid: int) -> list[int]:
    """A process and all its descendants, by /proc."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = (folder / "status").read_text()
        except OSError:
            continue
        parents[int(folder.name)] = int(re.search(r"^PPid:\s+(\d+)", status, re.MULTILINE).group(1))
    found = [pid]
    for one in found:
        found.extend(child for child, parent in parents.items() if parent == one)
    return found


def _resident_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1e6
