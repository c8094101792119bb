"""Sets of labelled face crops, whatever folder layout they come from."""

from dataclasses import dataclass
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

    `images` is uint8 [N, H, W, 3], RGB. `votes` is float32 [N, 6] in the order of
    `emotions.ORDER`, each row summing to 1. `share` is the part of all votes that fell on the
    six, 0…1. `labels` is the class that alone has the most votes of all columns, -1 where no
    single one of the six has. `has_votes` says whether people disagreed visibly: with single
    labels `votes` is one-hot.
    """

    names: tuple[str, ...]
    images: Pixels
    votes: Floats
    share: Floats
    labels: Ints
    has_votes: bool

    def __len__(self) -> int:
        return len(self.names)

    def take(self, rows: npt.NDArray[np.intp]) -> "FaceSet":
        """The same set with these rows only, in this order."""
        return FaceSet(
            tuple(self.names[row] for row in rows),
            self.images[rows],
            self.votes[rows],
            self.share[rows],
            self.labels[rows],
            self.has_votes,
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
