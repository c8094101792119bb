"""Sets of labelled face crops, whatever folder layout they come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from moodtracker.training.errors import DataError

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class FaceSet:
    """Crops with what people said of them.

    `images` is uint8 [N, H, W, 3], RGB; it may be a read-only `numpy.memmap` larger than memory.
    `votes` is float32 [N, 6] in the order of `emotions.ORDER`, each row summing to 1. `share` is
    the part of all votes that fell on the six, 0…1. `labels` is the class that alone has the most
    votes of all columns, or the one that the set's own folders name; -1 where it is none of the
    six. `has_votes` says whether people disagreed visibly: with single labels `votes` is one-hot.
    `people` says who is on each picture, by a name without meaning; it is empty where that is
    unknown. `groups` holds what else is known of everybody, as shown to people: `{"gender":
    ("여", …), "age": ("20", …)}`, "" where one is unknown.
    """

    names: tuple[str, ...]
    images: Pixels
    votes: Floats
    share: Floats
    labels: Ints
    has_votes: bool
    people: tuple[str, ...] = ()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.names)

    def take(self, rows: npt.NDArray[np.intp]) -> "FaceSet":
        """The same set with these rows only, in this order.

        Rows that follow one another are a view: a memmap then stays on disk.
        """
        here = _slice(rows)
        return replace(
            self,
            names=_picked(self.names, rows),
            images=self.images[here],
            votes=self.votes[here],
            share=self.share[here],
            labels=self.labels[here],
            people=_picked(self.people, rows) if self.people else (),
            groups={name: _picked(column, rows) for name, column in self.groups.items()},
        )

    def decided(self) -> "FaceSet":
        """Only the faces on which one emotion has strictly the most votes.

        Raises `DataError` when there is none: nothing could be scored or chosen on them.
        """
        rows = np.flatnonzero(self.labels >= 0)
        if not len(rows):
            raise DataError(
                f"A set holds a face on which one of the six has the most votes; none of "
                f"{len(self)} has."
            )
        return self.take(rows)

    def telling(self) -> "FaceSet":
        """Only the faces that at least half of the votes give one of the six."""
        return self.take(np.flatnonzero(self.share >= 0.5))


class SetReader(Protocol):
    """Reads one split from a folder.

    Answers every usable image in a stable order, skips rows without an image, and raises
    `DataError` when the folder does not have the layout.
    """

    def __call__(self, folder: Path) -> FaceSet: ...


def _picked(column: tuple[str, ...], rows: npt.NDArray[np.intp]) -> tuple[str, ...]:
    return tuple(column[row] for row in rows)


def _slice(rows: npt.NDArray[np.intp]) -> slice | npt.NDArray[np.intp]:
    if not len(rows) or rows[0] < 0 or (np.diff(rows) != 1).any():
        return rows
    return slice(int(rows[0]), int(rows[-1]) + 1)
