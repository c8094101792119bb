"""`fer` with its default detector, through its own public calls, beside ours in one run.

It lives in an environment of its own, named by BENCH_PEER_PYTHON; one that works holds
fer 22.5.1, moviepy below 2, opencv-contrib-python below 4.12, numpy below 2.3, tensorflow-cpu,
tf-keras and setuptools below 80.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.photos import photo
from benchmarks.table import Row, median_ms
from moodtracker.vision.reader import Reader

FER = """
import json, os, statistics, sys, time
os.environ["TF_USE_LEGACY_KERAS"] = "1"
began = time.perf_counter()
from fer import FER
import cv2
reader = FER()
loaded = time.perf_counter() - began
taken = []
for _ in range(11):
    start = time.perf_counter()
    found = reader.detect_emotions(cv2.imread(sys.argv[1]))
    taken.append((time.perf_counter() - start) * 1e3)
facts = {"load": loaded * 1e3, "read": statistics.median(taken[2:]), "faces": len(found)}
json.dump(facts, sys.stdout)
"""


def peers() -> list[Row]:
    """File to reading on one 1280×960 photo; empty where no peer is installed."""
    python = os.environ.get("BENCH_PEER_PYTHON")
    if not python:
        print("BENCH_PEER_PYTHON names no environment with fer: nothing to compare with.")
        return []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photo.jpg"
        path.write_bytes(photo(1280, 960))
        done = subprocess.run(
            [python, "-c", FER, str(path)],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
        )
        theirs = json.loads(done.stdout.splitlines()[-1])
        reader = Reader.load(threads=2)
        ours, spread = median_ms(lambda: reader.read(path.read_bytes()))
        load, _ = median_ms(_load, times=5, warm=1)
    return [
        Row(
            "ours, photo → reading with heat maps and advice",
            round(ours, 1),
            "ms",
            round(spread, 1),
        ),
        Row(
            f"fer, photo → reading, faces found: {theirs['faces']}", round(theirs["read"], 1), "ms"
        ),
        Row("ours, import and load", round(load), "ms"),
        Row("fer, import and load", round(theirs["load"]), "ms"),
    ]


def _load() -> None:
    subprocess.run(
        [sys.executable, "-c", "from moodtracker.vision.reader import Reader; Reader.load()"],
        check=True,
    )
