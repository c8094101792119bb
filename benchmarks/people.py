"""How well does one person read these faces? One of the ten taggers against the other nine.

For every face of a FER+ split (the folder that BENCH_FERPLUS_VALID names) and every vote
for one of our six: take that vote away; where the rest have strictly one favourite of all ten
columns and it is one of the six, the vote agrees with it or not.
"""

import csv
import os
from pathlib import Path

import numpy as np

from benchmarks.table import Row
from moodtracker.emotions import CLASS_NAMES
from moodtracker.training.datasets.ferplus import SIX, strict_majority


def people() -> list[Row]:
    """Agreement over all, and by the emotion that the rest chose."""
    folder = os.environ.get("BENCH_FERPLUS_VALID")
    if not folder:
        print("BENCH_FERPLUS_VALID names no folder: nobody to ask.")
        return []
    with (Path(folder) / "label.csv").open(newline="", encoding="utf-8") as lines:
        counts = np.array([[int(n) for n in row[2:]] for row in csv.reader(lines) if row[0]])
    agreed, asked = np.zeros(6), np.zeros(6)
    for column in SIX:
        voters = counts[:, column]
        rest = counts.copy()
        rest[:, column] -= 1
        labels = np.where(voters > 0, strict_majority(np.maximum(rest, 0)), -1)
        for one in range(6):
            weight = voters[labels == one].sum()
            asked[one] += weight
            agreed[one] += weight if SIX[one] == column else 0
    rows = [Row("all", round(agreed.sum() / asked.sum(), 3), "agree")]
    for name, share in zip(CLASS_NAMES, agreed / asked, strict=True):
        rows.append(Row(name, round(share, 3), "agree"))
    return rows
