"""From photo bytes to a reading, through the real detector and a real graph."""

import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import skimage.data

from moodtracker.vision import reader as reading
from moodtracker.vision.bundle import DEFAULT_BUNDLE, load_bundle
from moodtracker.vision.classifier import Classifier
from moodtracker.vision.errors import ModelError, PhotoError, VisionErrorCode
from moodtracker.vision.photo import decode_photo
from moodtracker.vision.reader import MODEL_VARIABLE, Reader, is_ambiguous
from moodtracker.vision.types import RGB, Advice, ModelName
from vision.bundles import tiny_graph
from vision.conftest import BundleMaker
from vision.photos import distance, encode, scaled


def test_one_face(reader: Reader, astronaut_jpeg: bytes) -> None:
    read = reader.read(astronaut_jpeg)
    assert (read.width, read.height) == (512, 512)
    assert read.model == ModelName("tiny", "2026.1.1")
    assert read.advice == ()
    (face,) = read.faces
    assert distance(face.face, (225, 117)) < 5
    assert face.crop.shape == (48, 48, 3)
    assert sum(face.probabilities) == pytest.approx(1, abs=1e-5)
    assert face.emotion.value == reader.manifest.classes[int(np.argmax(face.probabilities))]
    assert face.heatmap.shape == (6, 6, 6)
    assert face.heatmap.min() >= 0
    assert face.advice == ()


def test_boxes_are_in_pixels_of_the_upright_photo(reader: Reader, astronaut: RGB) -> None:
    """Read at 1,280 pixels, told in the 2,048 that the photo has."""
    read = reader.read(encode(scaled(astronaut, 4), "JPEG", quality=90))
    assert (read.width, read.height) == (2048, 2048)
    (face,) = read.faces
    assert distance(face.face, (900, 468)) < 20
    assert 340 < face.face.box.width < 440
    assert np.abs(face.face.landmarks[2] - np.array([902, 497])).max() < 20
    square = reader.square(face.face)
    assert square.side == pytest.approx(max(face.face.box.width, face.face.box.height))


def test_several_faces_are_read_in_one_run_as_each_alone(
    reader: Reader, tiny_bundle: Path, astronaut: RGB
) -> None:
    read = reader.read(encode(np.tile(astronaut, (1, 3, 1)), "PNG"))
    assert len(read.faces) == 3
    assert read.advice == (Advice.SEVERAL_FACES,)
    classifier = Classifier(load_bundle(tiny_bundle), threads=1)
    for face in read.faces:
        alone = classifier.classify(face.crop[None])
        assert face.probabilities == pytest.approx(alone.probabilities[0].tolist(), abs=1e-5)
        assert np.allclose(face.heatmap, alone.heatmaps[0], atol=1e-4)


def test_a_crowd_is_read_up_to_a_bound(
    reader: Reader, astronaut: RGB, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_FACES", 2)
    read = reader.read(encode(np.tile(astronaut[30:190, 140:310], (2, 2, 1)), "PNG"))
    assert len(read.faces) == 2


def test_a_cat_is_read_and_has_no_face(reader: Reader) -> None:
    read = reader.read(encode(np.asarray(skimage.data.chelsea()), "PNG"))
    assert read.faces == ()
    assert read.advice == (Advice.NO_FACE,)


def test_one_pixel_has_no_face(reader: Reader) -> None:
    assert reader.read(encode(np.zeros((1, 1, 3), np.uint8), "PNG")).advice == (Advice.NO_FACE,)


def test_no_photo(reader: Reader) -> None:
    with pytest.raises(PhotoError):
        reader.read(b"no photo")


def test_the_shipped_bundle_reads_a_face_and_its_mirror_image_alike(
    astronaut_jpeg: bytes,
) -> None:
    """The mirror image is inside the graph, so that every caller gets it."""
    shipped = Reader.load(DEFAULT_BUNDLE, threads=1)
    if not shipped.manifest.mirrored:
        pytest.fail("The shipped bundle is to read mirror images; its manifest says it does not.")
    crop = shipped.read(astronaut_jpeg).faces[0].crop
    both = Classifier(load_bundle(DEFAULT_BUNDLE), threads=1).classify(
        np.stack([crop, crop[:, ::-1]])
    )
    assert np.allclose(both.probabilities[0], both.probabilities[1], atol=1e-4)
    assert np.allclose(both.heatmaps[0], both.heatmaps[1][:, :, ::-1], atol=1e-3)


def test_no_crops_give_no_verdicts(make_bundle: BundleMaker) -> None:
    classifier = Classifier(load_bundle(make_bundle()), threads=1)
    assert classifier.classify(np.zeros((0, 48, 48, 3), np.uint8)).probabilities.shape == (0, 6)


def test_a_model_that_answers_nonsense_is_said_to_have_failed(
    make_bundle: BundleMaker, astronaut_jpeg: bytes
) -> None:
    folder = make_bundle(content=tiny_graph(gain=float("nan")))
    with pytest.raises(ModelError) as caught:
        Reader.load(folder, threads=1).read(astronaut_jpeg)
    assert caught.value.code is VisionErrorCode.MODEL_FAILED


def test_a_model_that_fails_in_the_middle(make_bundle: BundleMaker) -> None:
    classifier = Classifier(load_bundle(make_bundle()), threads=1)
    with pytest.raises(ModelError, match="must answer every picture; it failed") as caught:
        classifier.classify(np.zeros((1, 30, 48, 3), np.uint8))
    assert caught.value.code is VisionErrorCode.MODEL_FAILED


@pytest.mark.parametrize(
    ("probabilities", "ambiguous"),
    [
        ([0.5, 0.4, 0.1, 0, 0, 0], True),
        ([0.5, 0.3, 0.2, 0, 0, 0], False),
        ([0, 0, 0, 0, 0, 1], False),
        ([1 / 6] * 6, True),
    ],
)
def test_ambiguous_by_the_margin_of_the_two_highest(
    probabilities: list[float], ambiguous: bool
) -> None:
    assert is_ambiguous(np.array(probabilities, np.float32), 0.15) is ambiguous


def test_threads_share_one_reader(reader: Reader, astronaut_jpeg: bytes) -> None:
    alone = reader.read(astronaut_jpeg).faces[0].probabilities
    answers: list[tuple[float, ...]] = []

    def read() -> None:
        answers.append(reader.read(astronaut_jpeg).faces[0].probabilities)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [pytest.approx(alone, abs=1e-5)] * 4


# The process's own reader


@pytest.fixture
def named_bundle(tiny_bundle: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(MODEL_VARIABLE, str(tiny_bundle))
    monkeypatch.setattr(reading, "_readers", {})
    return tiny_bundle


@pytest.mark.usefixtures("named_bundle")
def test_the_environment_names_the_bundle(astronaut_jpeg: bytes) -> None:
    assert reading.read_photo(astronaut_jpeg).model.name == "tiny"
    assert reading.reader_state() == "ok"


@pytest.mark.usefixtures("named_bundle")
def test_the_reader_is_loaded_once_however_many_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[Path | None] = []
    load = Reader.load

    def counted(bundle: Path | None = None, *, threads: int | None = None) -> Reader:
        loads.append(bundle)
        return load(bundle, threads=threads)

    monkeypatch.setattr(Reader, "load", counted)
    readers: list[Reader] = []
    threads = [
        threading.Thread(target=lambda: readers.append(reading.default_reader())) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loads) == 1
    assert len({id(reader) for reader in readers}) == 1


def test_a_broken_bundle_is_told_and_mended_without_a_restart(
    make_bundle: BundleMaker, monkeypatch: pytest.MonkeyPatch, astronaut_jpeg: bytes
) -> None:
    folder = make_bundle()
    monkeypatch.setenv(MODEL_VARIABLE, str(folder))
    graph = (folder / "model.onnx").read_bytes()
    (folder / "model.onnx").write_bytes(b"broken")
    assert reading.reader_state().startswith("The model bundle “bundle” must hold a graph with")
    with pytest.raises(ModelError):
        reading.read_photo(astronaut_jpeg)
    (folder / "model.onnx").write_bytes(graph)
    assert reading.reader_state() == "ok"


def test_reading_pulls_in_neither_django_nor_a_training_framework(
    tiny_bundle: Path, tmp_path: Path, astronaut_jpeg: bytes
) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(astronaut_jpeg)
    code = (
        "import sys; from pathlib import Path; from moodtracker.vision.reader import Reader; "
        "read = Reader.load(Path(sys.argv[1])).read(Path(sys.argv[2]).read_bytes()); "
        "assert len(read.faces) == 1; "
        "print(sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tiny_bundle, photo], capture_output=True, text=True, check=True
    )
    heavy = {"django", "keras", "tensorflow", "torch", "jax", "tf2onnx", "onnx", "skimage", "scipy"}
    assert "onnxruntime" in done.stdout
    assert not [name for name in heavy if f"'{name}'" in done.stdout]


def test_importing_vision_loads_nothing() -> None:
    code = (
        "import sys, moodtracker.vision.types, moodtracker.vision.errors, moodtracker.vision.texts;"
        "print('onnxruntime' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_decoded_photo_is_read_like_its_bytes(reader: Reader, astronaut_jpeg: bytes) -> None:
    photo = decode_photo(astronaut_jpeg)
    twice = reader.read_decoded(replace(photo, width=1024, height=1024))
    once = reader.read(astronaut_jpeg)
    assert twice.faces[0].probabilities == once.faces[0].probabilities
    assert twice.faces[0].face.box.width == pytest.approx(2 * once.faces[0].face.box.width)
