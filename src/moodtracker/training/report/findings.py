"""Everything that a report says of a model, measured once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from moodtracker.emotions import CLASS_NAMES
from moodtracker.training import bootstrap, calibrate, metrics
from moodtracker.training.bootstrap import GroupScore, Interval, Intervals
from moodtracker.training.calibrate import Calibration
from moodtracker.training.curves import Curves, read_curves
from moodtracker.training.datasets import FaceSet
from moodtracker.training.faithfulness import Faithfulness, faithfulness, mean_interval
from moodtracker.training.metrics import Floats
from moodtracker.training.reading import fitted, read_maps, read_probabilities
from moodtracker.training.report.faces import Explain, Seen, Shown, choose, see, show
from moodtracker.vision.bundle import Manifest
from moodtracker.vision.classifier import Classifier

Progress = Callable[[str, int, int], None]
"""Hears what is being done, how many are done, and of how many."""

CHECKED = 400
"""Faces of the faithfulness check, drawn evenly from the emotions that the model reads."""

AGREED = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Borders of the share of votes that people's most frequent answer got."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How sure the model is where people agree to this degree.

    `people` is the mean share of their most frequent answer, `model` the mean of the model's
    highest probability, over `n` faces.
    """

    n: int
    people: float
    model: Interval


@dataclass(frozen=True, slots=True)
class Warned:
    """Shares of faces called ambiguous: of those people are split over, and of the others."""

    split: int
    others: int
    recall: float
    false_alarms: float


@dataclass(frozen=True, slots=True)
class Findings:
    """The facts of one report. `n` faces were read, `scores.n` of them count in scores.

    `raw` and `calibrated` are the bins of probabilities before and after calibration; the
    `gain` is the second's expected calibration error less the first's. `support` counts faces
    by class. What needs votes is None or empty where faces have single labels; `members` is empty
    where runs were not to be explained.
    """

    manifest: Manifest
    data: str
    n: int
    scores: metrics.Scores
    intervals: Intervals
    support: tuple[int, ...]
    precision: tuple[float, ...]
    recall: tuple[float, ...]
    raw: metrics.Reliability
    raw_ece: Interval
    calibrated: metrics.Reliability
    gain: Interval
    groups: Mapping[str, Mapping[str, GroupScore]]
    agreement: tuple[Agreement, ...]
    warned: Warned | None
    faithful: Faithfulness | None
    curves: tuple[Curves, ...]
    examples: tuple[tuple[Shown, ...], ...]
    sure: tuple[Shown, ...]
    divided: tuple[Shown, ...]
    members: tuple[tuple[Shown, tuple[Seen, ...]], ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Classes of which the data has no face."""
        return tuple(name for name, n in zip(CLASS_NAMES, self.support, strict=True) if not n)


def measure(
    classifier: Classifier,
    data: str,
    faces: FaceSet,
    runs: tuple[Path, ...],
    progress: Progress,
    *,
    explain: Explain | None = None,
) -> Findings:
    """Read `faces` with a bundle and work out the whole report; a minute for 3,500 small faces.

    `data` names the set; `explain` says where each run looks. Raises `DataError` where no face
    has a label, or a run has no log.
    """
    curves = tuple(read_curves(run) for run in runs)
    faces.decided()  # says so before the long work where nothing could be scored
    probabilities = read_probabilities(
        classifier, faces.images, _counted(progress, "read", len(faces))
    )
    rows = np.flatnonzero(faces.labels >= 0)
    decided, answers = faces.take(rows), probabilities[rows]
    votes = decided.votes if faces.has_votes else None
    scores = metrics.score(answers, decided.labels, votes)
    raw = calibration_of(classifier.manifest).undone(answers)
    progress("intervals", 0, 1)
    resampled = bootstrap.resample([answers, raw], decided.labels, votes, people=decided.people)
    progress("intervals", 1, 1)
    chosen = choose(faces, probabilities)
    firsts = np.array([one[0] for one in chosen.examples if len(one)], dtype=np.intp)
    hit = np.diag(scores.confusion)
    return Findings(
        manifest=classifier.manifest,
        data=data,
        n=len(faces),
        scores=scores,
        intervals=resampled.intervals(0),
        support=tuple(int(n) for n in scores.confusion.sum(axis=1)),
        precision=_shares(hit, scores.confusion.sum(axis=0)),
        recall=_shares(hit, scores.confusion.sum(axis=1)),
        raw=metrics.reliability(raw, decided.labels),
        raw_ece=resampled.intervals(1).ece,
        calibrated=metrics.reliability(answers, decided.labels),
        gain=resampled.differences(0, 1).ece,
        groups={
            name: bootstrap.by_group(answers, decided.labels, column, people=decided.people)
            for name, column in decided.groups.items()
        },
        agreement=_agreement(faces.telling(), probabilities[faces.share >= 0.5]),
        warned=_warned(faces, probabilities, classifier.manifest.ambiguous.margin),
        faithful=_checked(classifier, decided, answers, progress),
        curves=curves,
        examples=tuple(show(classifier, faces, probabilities, one) for one in chosen.examples),
        sure=show(classifier, faces, probabilities, chosen.sure),
        divided=show(classifier, faces, probabilities, chosen.divided),
        members=see(classifier, faces, probabilities, firsts, explain) if explain else (),
    )


def calibration_of(manifest: Manifest) -> Calibration:
    """What the bundle's graph does to the mean of its members' probabilities."""
    return Calibration(manifest.temperature, manifest.kept)


def _counted(progress: Progress, what: str, total: int) -> Callable[[int], None]:
    done = 0

    def step(more: int) -> None:
        nonlocal done
        done += more
        progress(what, done, total)

    return step


def _shares(hit: npt.NDArray[np.integer], of: npt.NDArray[np.integer]) -> tuple[float, ...]:
    return tuple(float(h / n) if n else 0.0 for h, n in zip(hit, of, strict=True))


def _checked(
    classifier: Classifier, faces: FaceSet, answers: Floats, progress: Progress
) -> Faithfulness | None:
    """The faithfulness check on some faces, as many of each emotion that was read."""
    read = answers.argmax(axis=1)
    rng = np.random.default_rng(0)
    each = CHECKED // len(CLASS_NAMES)
    drawn = [rng.permutation(np.flatnonzero(read == c))[:each] for c in range(len(CLASS_NAMES))]
    rows = np.sort(np.concatenate(drawn))
    if len(rows) < 2:
        return None
    rule = classifier.manifest.crop
    crops = fitted(faces.images[rows], rule.height, rule.width)
    step = _counted(progress, "check", 8 * len(rows))
    maps = read_maps(classifier, crops, read[rows], step)
    return faithfulness(
        lambda images: read_probabilities(classifier, images, step), crops, maps, read[rows]
    )


def _agreement(faces: FaceSet, probabilities: Floats) -> tuple[Agreement, ...]:
    """By how far people agree, from divided to of one mind."""
    if not faces.has_votes:
        return ()
    people, model = faces.votes.max(axis=1), probabilities.max(axis=1).astype(np.float64)
    place = np.digitize(people, AGREED[1:-1], right=True)
    return tuple(
        Agreement(int(here.sum()), float(people[here].mean()), mean_interval(model[here]))
        for here in (place == one for one in range(len(AGREED) - 1))
        if here.any()
    )


def _warned(faces: FaceSet, probabilities: Floats, margin: float) -> Warned | None:
    if not faces.has_votes:
        return None
    rows = faces.share >= 0.5
    split = _lead(faces.votes[rows]) <= calibrate.SPLIT
    flagged = _lead(probabilities[rows]) < margin
    if split.all() or not split.any():
        return None
    return Warned(
        split=int(split.sum()),
        others=int((~split).sum()),
        recall=float(flagged[split].mean()),
        false_alarms=float(flagged[~split].mean()),
    )


def _lead(rows: Floats) -> Floats:
    ordered = np.sort(rows, axis=1)
    return np.asarray(ordered[:, -1] - ordered[:, -2])
