"""One folder a class: the words that are understood, any size of picture, bad input."""

import logging
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from moodtracker.emotions import CLASS_NAMES
from moodtracker.training.datasets.folders import read_folders
from moodtracker.training.datasets.kinds import read_set
from moodtracker.training.errors import DataError

KOREAN = ("분노", "당황", "기쁨", "중립", "슬픔", "불안")
Colour = tuple[int, int, int]


def put(path: Path, colour: Colour = (90, 120, 60), size: tuple[int, int] = (40, 60)) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, colour).save(path)
    return path


@pytest.mark.parametrize(
    "names",
    [
        CLASS_NAMES,
        KOREAN,
        ("angry", "surprise", "happy", "neutral", "sad", "fear"),
        ("anger", "surprise", "happiness", "neutral", "sadness", "fear"),
        ("Anger", "panic", "Happy", "neutrality", "Sadness", "anxiety"),
        tuple(
            __import__("unicodedata").normalize("NFD", w)
            for w in ("분노", "당황", "기쁨", "중립", "슬픔", "불안")
        ),
    ],
)
def test_folders_are_read_in_any_of_the_known_words(tmp_path: Path, names: tuple[str, ...]) -> None:
    for place, name in enumerate(names):
        put(tmp_path / name / "deep" / "a.png", (place * 40, 0, 0))
    faces = read_set(f"folders:{tmp_path}")
    assert sorted(faces.labels) == list(range(6))
    assert not faces.has_votes
    np.testing.assert_array_equal(faces.votes, np.eye(6, dtype=np.float32)[faces.labels])
    for row in range(6):
        assert faces.images[row, 0, 0, 0] == faces.labels[row] * 40
    assert faces.people == ()


def test_pictures_of_any_size_come_to_that_of_the_first(tmp_path: Path) -> None:
    put(tmp_path / "anger" / "a.png", size=(40, 60))
    put(tmp_path / "anger" / "b.jpg", size=(900, 700))
    put(tmp_path / "happy" / "c.webp", size=(31, 17))
    assert read_folders(tmp_path).images.shape == (3, 60, 40, 3)
    assert read_folders(tmp_path, (275, 205)).images.shape == (3, 275, 205, 3)


def test_a_large_first_picture_is_held_reduced_and_upright(tmp_path: Path) -> None:
    (tmp_path / "sad").mkdir()
    exif = Image.Exif()
    exif[274] = 6
    Image.new("RGB", (4000, 3000), (200, 10, 10)).save(tmp_path / "sad" / "a.jpg", exif=exif)
    assert read_folders(tmp_path).images.shape == (1, 275, 206, 3)


def test_broken_pictures_are_counted_named_and_skipped(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    put(tmp_path / "anger" / "good.png")
    (tmp_path / "anger" / "bad.png").write_bytes(b"\x89PNG no")
    good = put(tmp_path / "sad" / "cut.jpg", size=(400, 400))
    good.write_bytes(good.read_bytes()[:700])
    with caplog.at_level(logging.WARNING):
        faces = read_folders(tmp_path)
    assert faces.names == ("anger/good.png",)
    assert "2 of 3 pictures could not be read" in caplog.text
    assert "bad.png" in caplog.text
    assert "cut.jpg" in caplog.text


def test_emotions_outside_the_six_are_left_out_and_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    put(tmp_path / "fear" / "a.png")
    put(tmp_path / "disgust" / "b.png")
    put(tmp_path / "상처" / "c.png")
    with caplog.at_level(logging.WARNING):
        faces = read_folders(tmp_path)
    assert faces.names == ("fear/a.png",)
    assert "disgust, 상처" in caplog.text


def test_other_folders_are_refused_with_what_is_accepted(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is none"):
        read_folders(tmp_path / "nowhere")
    with pytest.raises(DataError, match=r"one folder a class.*has none"):
        read_folders(tmp_path)
    put(tmp_path / "happy" / "a.png")
    put(tmp_path / "joyful" / "b.png")
    with pytest.raises(DataError, match=r"embarrassment \(당황, surprise.*also has joyful: rename"):
        read_folders(tmp_path)


def test_a_class_without_pictures_is_named(tmp_path: Path) -> None:
    put(tmp_path / "happy" / "a.png")
    (tmp_path / "sad").mkdir()
    (tmp_path / "sad" / "notes.txt").write_text("soon")
    with pytest.raises(DataError, match=r"Every class has pictures.*sad has none"):
        read_folders(tmp_path)


def test_a_set_without_a_readable_picture_is_named(tmp_path: Path) -> None:
    (tmp_path / "sad").mkdir()
    (tmp_path / "sad" / "a.png").write_bytes(b"nothing")
    with pytest.raises(DataError, match=r"of 1 none can, .*a\.png the first"):
        read_folders(tmp_path)
