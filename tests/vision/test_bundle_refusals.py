"""A bundle that does not fit is refused with one sentence; one that fits is loaded whole."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto

from moodtracker.emotions import CLASS_NAMES
from moodtracker.vision.bundle import CropRule, load_bundle
from moodtracker.vision.classifier import Classifier
from moodtracker.vision.errors import ModelError, VisionErrorCode
from vision.bundles import manifest, tiny_graph
from vision.conftest import BundleMaker


def refusal(folder: Path) -> ModelError:
    with pytest.raises(ModelError) as caught:
        Classifier(load_bundle(folder), threads=1)
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_good_bundle(make_bundle: BundleMaker) -> None:
    scores = {"split": "s", "n": 9, "accuracy": 1, "macro_f1": 0.9, "unrest_f1": 0.5}
    scores |= {"log_loss": 0.4, "ece": 0.02, "vote_cross_entropy": 0.6}
    folder = make_bundle(scores=[scores], ambiguous={"margin": 0.2})
    loaded = Classifier(load_bundle(folder), threads=1).manifest
    assert loaded.crop == CropRule(48, 48, side=1.0, up=0.015, level=False)
    assert loaded.classes == CLASS_NAMES
    assert loaded.ambiguous.margin == 0.2
    assert loaded.scores[0].accuracy == 1.0
    assert loaded.members[0].parameters == 648


def test_scores_without_votes(make_bundle: BundleMaker) -> None:
    scores = {"split": "s", "n": 9, "accuracy": 1.0, "macro_f1": 0.9, "unrest_f1": 0.5}
    folder = make_bundle(scores=[scores | {"log_loss": 0.4, "ece": 0.02}])
    assert load_bundle(folder).manifest.scores[0].vote_cross_entropy is None


def test_an_entry_that_a_later_release_adds_is_no_fault(make_bundle: BundleMaker) -> None:
    assert load_bundle(make_bundle(colour="blue")).manifest.name == "tiny"


# The manifest


def test_no_folder(tmp_path: Path) -> None:
    error = refusal(tmp_path / "nowhere")
    assert error.code is VisionErrorCode.BUNDLE_MISSING
    assert "must hold a readable manifest.json" in str(error)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "3", '{"format": 1}', "[" * 100_000])
def test_a_manifest_that_is_none(make_bundle: BundleMaker, text: str) -> None:
    folder = make_bundle()
    (folder / "manifest.json").write_text(text)
    assert refusal(folder).code is VisionErrorCode.BUNDLE_BROKEN


def test_a_manifest_that_is_no_text(make_bundle: BundleMaker) -> None:
    folder = make_bundle()
    (folder / "manifest.json").write_bytes(b"\xff\xfe\xfa")
    assert refusal(folder).code is VisionErrorCode.BUNDLE_BROKEN


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"format": 2}, "must be of format 1; got 2"),
        ({"classes": list(reversed(CLASS_NAMES))}, "in this order; got unrest, sad"),
        ({"classes": [*CLASS_NAMES, "hurt"]}, "in this order; got anger"),
        ({"classes": "anger"}, "manifest.classes as a list; got 'anger'"),
        ({"crop": {"height": "48", "width": 48}}, "manifest.crop.height as int; got '48'"),
        ({"crop": {"height": True, "width": 48}}, "manifest.crop.height as int; got True"),
        ({"crop": {"height": 4, "width": 48}}, "crops of 8 to 1024 pixels a side; got 4×48"),
        ({"crop": {"height": 48}}, "manifest.crop.width; it is not there"),
        ({"crop": {"height": 48, "width": 48, "side": 0.0}}, "a crop side of 0.1 to 10; got 0.0"),
        ({"crop": 48}, "manifest.crop as an object; got 48"),
        ({"ambiguous": {}}, "manifest.ambiguous.margin; it is not there"),
        ({"mirrored": 1}, "manifest.mirrored as bool; got 1"),
        ({"members": [{"name": "a"}]}, "manifest.members[0].backbone; it is not there"),
        ({"version": ""}, "a name and a version; one of them is empty"),
        ({"graph": "../model.onnx"}, "a graph inside itself; got “../model.onnx”"),
        ({"graph": "a\x00b"}, "must hold a readable"),
        ({"graph": "/etc/passwd"}, "a graph inside itself; got “/etc/passwd”"),
        ({"sha256": "0" * 64}, "a graph with the SHA-256 000000000000…; model.onnx has"),
    ],
)
def test_an_entry_that_does_not_fit(
    make_bundle: BundleMaker, changes: dict[str, Any], sentence: str
) -> None:
    assert sentence in str(refusal(make_bundle(**changes)))


def test_every_entry_must_be_there(make_bundle: BundleMaker) -> None:
    folder = make_bundle()
    whole = json.loads((folder / "manifest.json").read_text())
    for name in whole:
        (folder / "manifest.json").write_text(
            json.dumps({key: value for key, value in whole.items() if key != name})
        )
        assert refusal(folder).code is VisionErrorCode.BUNDLE_BROKEN


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(manifest(b""))), JSON)
def test_any_json_in_any_entry_is_taken_or_refused(
    tmp_path_factory: pytest.TempPathFactory, name: str, value: object
) -> None:
    folder = tmp_path_factory.mktemp("bundle")
    (folder / "model.onnx").write_bytes(b"graph")
    (folder / "manifest.json").write_text(json.dumps(manifest(b"graph") | {name: value}))
    try:
        loaded = load_bundle(folder)
    except ModelError:
        return
    assert loaded.graph == b"graph"


# The graph


def test_no_graph(make_bundle: BundleMaker) -> None:
    folder = make_bundle()
    (folder / "model.onnx").unlink()
    error = refusal(folder)
    assert error.code is VisionErrorCode.BUNDLE_MISSING
    assert "must hold a readable model.onnx" in str(error)


def test_a_graph_changed_by_one_bit(make_bundle: BundleMaker) -> None:
    folder = make_bundle()
    content = bytearray((folder / "model.onnx").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "model.onnx").write_bytes(content)
    assert "must hold a graph with the SHA-256" in str(refusal(folder))


def test_a_graph_that_onnxruntime_cannot_load(make_bundle: BundleMaker) -> None:
    assert "must be an ONNX graph" in str(refusal(make_bundle(content=b"no graph at all")))


@pytest.mark.parametrize(
    ("graph", "sentence"),
    [
        (
            tiny_graph(side=64),
            "tensor(uint8) [any, 48, 48, 3]; its graph has tensor(uint8) [any, 64",
        ),
        (tiny_graph(classes=7), "tensor(float) [any, 6]; its graph has tensor(float) [any, 7]"),
        (tiny_graph(dtype=TensorProto.FLOAT), "its graph has tensor(float) [any, 48, 48, 3]"),
        (tiny_graph(batch=1), "its graph has tensor(uint8) [1, 48, 48, 3]"),
        (tiny_graph(heatmaps="attention"), "must give “heatmaps”; its graph gives ['attention'"),
    ],
)
def test_a_graph_with_other_inputs_or_outputs(
    make_bundle: BundleMaker, graph: bytes, sentence: str
) -> None:
    assert sentence in str(refusal(make_bundle(content=graph)))
