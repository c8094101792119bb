"""Which faces a report shows, and the pictures of them."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import numpy.typing as npt
from PIL import Image

from moodtracker.emotions import CLASS_NAMES
from moodtracker.training.datasets import FaceSet
from moodtracker.training.metrics import TINY, Floats
from moodtracker.training.reading import fitted
from moodtracker.vision.classifier import Classifier
from moodtracker.vision.heatmap import heat_rgba
from moodtracker.vision.types import RGB

Rows = npt.NDArray[np.intp]
Ints = npt.NDArray[np.integer]

EACH = 3
"""Examples read right, and as many read wrong, of each emotion."""

SURE = 12
DIVIDED = 12
HEIGHT = 132
"""Pixels of a face in the report, whatever its crop has."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Rows of a set: for each class examples, first those read right; the most confident
    errors; the faces people disagree over most.
    """

    examples: tuple[Rows, ...]
    sure: Rows
    divided: Rows


@dataclass(frozen=True, slots=True)
class Shown:
    """A face in the report.

    `face` is a JPEG; `read_map` the same under the heat map of the class that was read, and
    `label_map` under that of the label where that is another, else None. `label` and `read`
    are classes 0…5, `label` -1 where people gave none. `votes` is None for a single label.
    """

    name: str
    face: bytes
    read_map: bytes
    label_map: bytes | None
    label: int
    read: int
    probabilities: tuple[float, ...]
    votes: tuple[float, ...] | None

    @property
    def right(self) -> bool:
        """Whether the label was read."""
        return self.label == self.read


@dataclass(frozen=True, slots=True)
class Look:
    """What one run says of N faces: maps float32 [N, h, w] ≥ 0, probabilities [N, 6]."""

    name: str
    maps: Floats
    probabilities: Floats


@dataclass(frozen=True, slots=True)
class Seen:
    """A face under one run's heat map of the emotion that the bundle read, and how probable it
    is to that run.
    """

    name: str
    picture: bytes
    probability: float


Explain = Callable[[RGB, Ints], tuple[Look, ...]]
"""Answers what each run says of uint8 [N, H, W, 3] crops, with the maps of classes [N]."""


def choose(faces: FaceSet, probabilities: Floats, *, seed: int = 0) -> Chosen:
    """Examples by chance, so that they show what is usual; errors and disagreement by degree."""
    rng = np.random.default_rng(seed)
    read, wrong = probabilities.argmax(axis=1), faces.labels >= 0
    wrong &= read != faces.labels
    examples = []
    for wanted in range(len(CLASS_NAMES)):
        of_class = faces.labels == wanted
        right, other = (
            rng.permutation(np.flatnonzero(of_class & side))[:EACH] for side in (~wrong, wrong)
        )
        examples.append(np.concatenate([right, other]))
    sure = np.flatnonzero(wrong)
    sure = sure[np.argsort(-probabilities[sure].max(axis=1), kind="stable")][:SURE]
    return Chosen(tuple(examples), sure, _divided(faces))


def _divided(faces: FaceSet) -> Rows:
    if not faces.has_votes:
        return np.zeros(0, dtype=np.intp)
    rows = np.flatnonzero(faces.share >= 0.5)
    votes = faces.votes[rows]
    entropy = -(votes * np.log(np.maximum(votes, TINY))).sum(axis=1)
    order = np.argsort(-entropy, kind="stable")
    return rows[order[entropy[order] > 0]][:DIVIDED]


def show(
    classifier: Classifier, faces: FaceSet, probabilities: Floats, rows: Rows
) -> tuple[Shown, ...]:
    """The pictures and facts of some rows, read again for their heat maps."""
    if not len(rows):
        return ()
    rule = classifier.manifest.crop
    crops = fitted(faces.images[rows], rule.height, rule.width)
    maps = classifier.classify(crops).heatmaps
    return tuple(
        _shown(faces, int(row), crop, heat, probabilities[row])
        for row, crop, heat in zip(rows, crops, maps, strict=True)
    )


def see(
    classifier: Classifier, faces: FaceSet, probabilities: Floats, rows: Rows, explain: Explain
) -> tuple[tuple[Shown, tuple[Seen, ...]], ...]:
    """Some rows as the bundle sees them, and as each of its runs does."""
    if not len(rows):
        return ()
    rule = classifier.manifest.crop
    crops = fitted(faces.images[rows], rule.height, rule.width)
    classes = probabilities[rows].argmax(axis=1)
    looks = explain(crops, classes)
    return tuple(
        (
            one,
            tuple(
                Seen(
                    look.name,
                    picture(crops[at], look.maps[at]),
                    float(look.probabilities[at, classes[at]]),
                )
                for look in looks
            ),
        )
        for at, one in enumerate(show(classifier, faces, probabilities, rows))
    )


def _shown(faces: FaceSet, row: int, crop: RGB, heat: Floats, probabilities: Floats) -> Shown:
    read, label = int(probabilities.argmax()), int(faces.labels[row])
    other = label >= 0 and label != read
    return Shown(
        name=faces.names[row],
        face=picture(crop, None),
        read_map=picture(crop, heat[read]),
        label_map=picture(crop, heat[label]) if other else None,
        label=label,
        read=read,
        probabilities=tuple(float(p) for p in probabilities),
        votes=tuple(float(v) for v in faces.votes[row]) if faces.has_votes else None,
    )


def picture(crop: RGB, heat: Floats | None) -> bytes:
    """A crop, uint8 [H, W, 3], as JPEG of `HEIGHT` pixels, under a heat map where there is one."""
    height, width = crop.shape[:2]
    size = (round(HEIGHT * width / height), HEIGHT)
    image = Image.fromarray(crop).resize(size, Image.Resampling.BICUBIC)
    if heat is not None:
        layer = Image.fromarray(heat_rgba(heat, width=size[0], height=size[1]))
        image.paste(layer.convert("RGB"), (0, 0), mask=layer.getchannel("A"))
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=88, optimize=True)
    return buffer.getvalue()
