"""A small report, measured once: the shipped bundle on drawn faces, with groups and a run."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from moodtracker.paper.blocks import Document
from moodtracker.training.datasets import FaceSet
from moodtracker.training.datasets.ferplus import read_ferplus
from moodtracker.training.report.findings import Findings, measure
from moodtracker.training.report.story import tell
from moodtracker.vision.bundle import DEFAULT_BUNDLE, load_bundle
from moodtracker.vision.classifier import Classifier
from training.conftest import write_ferplus

DAY = date(2026, 11, 22)
LOG = "epoch,loss,held_out_loss,accuracy,macro_f1,unrest_f1\n1,1.6,1.4,.5,.3,0\n2,1.2,.9,.7,.5,.1\n"


@pytest.fixture(scope="session")
def classifier() -> Classifier:
    return Classifier(load_bundle(DEFAULT_BUNDLE), threads=2)


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> FaceSet:
    """Sixty drawn faces; the last three have divided votes; half are of each gender."""
    faces = read_ferplus(write_ferplus(tmp_path_factory.mktemp("data") / "split", 60))
    votes, labels = faces.votes.copy(), faces.labels.copy()
    votes[-3:] = [[0.5, 0.5, 0, 0, 0, 0], [0.4, 0.3, 0.3, 0, 0, 0], [0.2, 0.2, 0.2, 0.2, 0.1, 0.1]]
    labels[-3:] = -1
    groups = {"gender": tuple(np.where(np.arange(60) % 2, "여", "남")), "age": ("",) * 60}
    return replace(faces, votes=votes, labels=labels, groups=groups)


@pytest.fixture(scope="session")
def found(
    classifier: Classifier, drawn: FaceSet, tmp_path_factory: pytest.TempPathFactory
) -> Findings:
    run = tmp_path_factory.mktemp("runs") / "first"
    run.mkdir()
    (run / "log.csv").write_text(LOG, encoding="utf-8")
    return measure(classifier, "그린 얼굴", drawn, (run,), lambda *_: None)


@pytest.fixture(scope="session")
def document(found: Findings) -> Document:
    return tell(found, DAY)
