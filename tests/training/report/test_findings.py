"""A report's figures are those of the metrics, and it shows the faces it says it shows."""

from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from moodtracker.emotions import CLASS_NAMES
from moodtracker.training import metrics
from moodtracker.training.calibrate import Calibration
from moodtracker.training.datasets import FaceSet
from moodtracker.training.errors import DataError
from moodtracker.training.reading import read_maps, read_probabilities
from moodtracker.training.report import faces as shown_faces
from moodtracker.training.report.findings import Findings, measure
from moodtracker.vision.classifier import Classifier


@pytest.fixture(scope="module")
def answers(classifier: Classifier, drawn: FaceSet) -> metrics.Floats:
    return np.concatenate([classifier.classify(one[None]).probabilities for one in drawn.images])


def test_scores_are_those_of_the_metrics(
    found: Findings, drawn: FaceSet, answers: metrics.Floats
) -> None:
    assert found.n == 60
    right = metrics.score(answers[:57], drawn.labels[:57], drawn.votes[:57])
    assert found.scores.n == 57
    assert found.scores.accuracy == right.accuracy
    np.testing.assert_array_equal(found.scores.confusion, right.confusion)
    assert found.scores.vote_cross_entropy == pytest.approx(right.vote_cross_entropy, rel=1e-5)
    assert found.intervals.accuracy.value == pytest.approx(right.accuracy)
    for row in range(6):
        of_row, of_column = right.confusion[row].sum(), right.confusion[:, row].sum()
        assert found.support[row] == of_row
        hit = right.confusion[row, row]
        assert found.recall[row] == pytest.approx(hit / of_row if of_row else 0)
        assert found.precision[row] == pytest.approx(hit / of_column if of_column else 0)


def test_before_calibration_is_what_the_graph_calibrated(
    found: Findings, drawn: FaceSet, answers: metrics.Floats
) -> None:
    temperature, kept = found.manifest.temperature, found.manifest.kept
    raw = Calibration(temperature, kept).undone(answers[:57].astype(np.float64))
    sharp = raw ** (1 / temperature)
    sharp /= sharp.sum(axis=1, keepdims=True)
    np.testing.assert_allclose((1 - kept) * sharp + kept * raw, answers[:57], atol=1e-5)
    expected = metrics.expected_calibration_error(raw, drawn.labels[:57])
    assert found.raw.expected_calibration_error == pytest.approx(expected, abs=1e-3)
    assert found.raw_ece.value == pytest.approx(expected, abs=1e-3)
    assert found.gain.value == pytest.approx(found.scores.ece - expected, abs=1e-3)


def test_groups_are_scored_apart(found: Findings, drawn: FaceSet, answers: metrics.Floats) -> None:
    assert list(found.groups["gender"]) == ["남", "여"]
    assert not found.groups["age"]
    for start, name in enumerate(("남", "여")):
        rows = slice(start, 57, 2)
        right = (answers[rows].argmax(axis=1) == drawn.labels[rows]).mean()
        assert found.groups["gender"][name].accuracy.value == pytest.approx(right)


def test_classes_without_a_face_are_named(found: Findings) -> None:
    assert found.missing == ("anger", "unrest")


def test_disagreement_comes_first(found: Findings, drawn: FaceSet) -> None:
    entropies = [
        -sum(vote * np.log(vote) for vote in one.votes if vote > 0)
        for one in found.divided
        if one.votes
    ]
    assert entropies == sorted(entropies, reverse=True)
    assert [one.name for one in found.divided[:3]] == [drawn.names[row] for row in (59, 58, 57)]
    assert found.divided[0].label == -1
    assert sum(one.n for one in found.agreement) == 60
    assert found.warned is not None
    assert found.warned.split == 3
    assert found.warned.others == 57


def test_errors_are_errors_and_the_surest_first(found: Findings, answers: metrics.Floats) -> None:
    assert found.sure
    assert not any(one.right for one in found.sure)
    sureness = [one.probabilities[one.read] for one in found.sure]
    assert sureness == sorted(sureness, reverse=True)
    wrong = found.scores.n - int(np.trace(found.scores.confusion))
    assert len(found.sure) == min(shown_faces.SURE, wrong)


def test_examples_are_of_their_emotion(found: Findings) -> None:
    for row, shown in enumerate(found.examples):
        assert all(one.label == row for one in shown)
        right = [one.right for one in shown]
        assert right == sorted(right, reverse=True)
        assert right.count(True) <= shown_faces.EACH
        assert all((one.label_map is None) == one.right for one in shown)
    assert any(found.examples)


def test_pictures_carry_the_heat_of_their_class(classifier: Classifier, drawn: FaceSet) -> None:
    crop, heat = drawn.images[0], np.zeros((6, 6), np.float32)
    heat[0, 5] = 1
    plain, warm = (
        np.asarray(Image.open(BytesIO(shown_faces.picture(crop, one))), dtype=np.int64)
        for one in (None, heat)
    )
    assert plain.shape == (shown_faces.HEIGHT, shown_faces.HEIGHT, 3)
    change = np.abs(warm - plain).sum(axis=2)
    assert change[:20, -20:].mean() > 60
    assert change[60:, :60].mean() < 12


def test_maps_are_those_of_the_class_asked_for(classifier: Classifier, drawn: FaceSet) -> None:
    some, classes = drawn.images[:40], np.arange(40) % 6
    maps = read_maps(classifier, some, classes)
    for row in (0, 7, 39):
        one = classifier.classify(some[row : row + 1]).heatmaps[0, classes[row]]
        np.testing.assert_allclose(maps[row], one, rtol=1e-3, atol=1e-5)


def test_larger_crops_are_fitted_batch_by_batch(classifier: Classifier, drawn: FaceSet) -> None:
    large = drawn.images[:40].repeat(2, axis=1).repeat(2, axis=2)
    seen: list[int] = []
    read = read_probabilities(classifier, large, seen.append)
    assert read.shape == (40, len(CLASS_NAMES))
    assert seen == [32, 8]


def test_faces_with_single_labels(classifier: Classifier, drawn: FaceSet) -> None:
    single = replace(
        drawn, votes=np.eye(6, dtype=np.float32)[np.maximum(drawn.labels, 0)], has_votes=False
    )
    found = measure(classifier, "labels", single, (), lambda *_: None)
    assert found.scores.vote_cross_entropy is None
    assert len(found.divided) == len(found.agreement) == len(found.curves) == 0
    assert found.warned is None
    assert all(one.votes is None for one in found.sure)


def test_progress_reaches_its_end(classifier: Classifier, drawn: FaceSet) -> None:
    last: dict[str, tuple[int, int]] = {}

    def hear(step: str, done: int, total: int) -> None:
        assert done >= last.get(step, (0, 0))[0]
        last[step] = (done, total)

    measure(classifier, "some", drawn.take(np.arange(8)), (), hear)
    assert set(last) == {"read", "intervals", "check"}
    assert all(done == total for done, total in last.values())


def test_nothing_to_score_is_said_before_the_work(classifier: Classifier, drawn: FaceSet) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    with pytest.raises(DataError, match="has the most votes"):
        measure(classifier, "none", drawn.take(np.arange(57, 60)), (), never)
