"""Each run's network is drawn beside the bundle: its own map, its own probability."""

import json
from dataclasses import asdict
from html import escape
from pathlib import Path

import numpy as np
import pytest

from moodtracker.training import metrics
from moodtracker.training.curves import LOG as LOG_NAME
from moodtracker.training.datasets import FaceSet
from moodtracker.training.errors import ExportError
from moodtracker.training.recipe import Recipe
from moodtracker.training.report.findings import measure
from moodtracker.training.report.page import page
from moodtracker.training.report.story import tell
from moodtracker.training.report.wording import chance
from moodtracker.vision.classifier import Classifier
from training.report.conftest import DAY, LOG

pytestmark = pytest.mark.xdist_group("keras")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run folder with an untrained network."""
    from moodtracker.training.networks import BEST, build

    folder = tmp_path_factory.mktemp("runs") / "작은-망"
    folder.mkdir()
    recipe = Recipe(name="tiny", backbone="compact", precision="float32")
    (folder / "recipe.json").write_text(json.dumps(asdict(recipe)), encoding="utf-8")
    (folder / LOG_NAME).write_text(LOG, encoding="utf-8")
    build(recipe).save_weights(folder / BEST)
    return folder


def test_maps_are_the_networks_evidence(run: Path, drawn: FaceSet) -> None:
    from moodtracker.training.networks import load
    from moodtracker.training.report.members import explain_by
    from moodtracker.training.runs import read_run

    crops, classes = drawn.images[:3], np.array([0, 2, 5])
    (look,) = explain_by([run])(crops, classes)
    assert look.name == "작은-망"
    member = read_run(run)
    network = load(member.recipe, member.weights, channels=3, sized=True)
    evidence, logits = (np.asarray(one) for one in network(crops.astype(np.float32)))
    np.testing.assert_allclose(look.probabilities, metrics.softmax(logits), atol=1e-5)
    for at, wanted in enumerate(classes):
        expected = np.maximum(evidence[at, :, :, wanted], 0) / evidence[at, :, :, 0].size
        np.testing.assert_allclose(look.maps[at], expected, atol=1e-5)


def test_the_report_has_a_section_for_them(
    run: Path, drawn: FaceSet, classifier: Classifier
) -> None:
    from moodtracker.training.report.members import explain_by

    few = drawn.take(np.arange(16))
    found = measure(classifier, "그린", few, (run,), lambda *_: None, explain=explain_by([run]))
    assert len(found.members) == sum(bool(one) for one in found.examples)
    made = page(tell(found, DAY))
    assert '<section id="members"' in made
    for shown, (seen,) in found.members:
        assert f"작은-망 {escape(chance(seen.probability))}" in made
        assert seen.picture != shown.read_map


def test_a_folder_that_is_no_run(tmp_path: Path) -> None:
    from moodtracker.training.report.members import explain_by

    with pytest.raises(ExportError, match=r"recipe\.json"):
        explain_by([tmp_path])
