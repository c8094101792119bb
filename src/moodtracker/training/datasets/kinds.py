"""KIND:DIR on the command line → a set of faces."""

from pathlib import Path

from moodtracker.training.datasets import FaceSet, SetReader
from moodtracker.training.datasets.aihub.index import read_aihub
from moodtracker.training.datasets.ferplus import read_ferplus
from moodtracker.training.datasets.folders import read_folders
from moodtracker.training.errors import DataError

KINDS: dict[str, SetReader] = {
    "ferplus": read_ferplus,
    "aihub": read_aihub,
    "folders": read_folders,
}


def read_set(data: str) -> FaceSet:
    """`data` is KIND:DIR. Raises `DataError` for an unknown kind or a folder of another layout."""
    kind, colon, folder = data.partition(":")
    if not colon or kind not in KINDS:
        raise DataError(
            f"Data is named KIND:DIR with KIND one of {', '.join(KINDS)}; got “{data}”."
        )
    return KINDS[kind](Path(folder))
