"""What is none of the known layouts, or half of one, is refused with what to do about it."""

import json
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from moodtracker.training.datasets.aihub.layout import find_tree, key_of, readable
from moodtracker.training.datasets.aihub.plan import Wish
from moodtracker.training.datasets.aihub.records import read_labels
from moodtracker.training.datasets.kinds import read_set
from moodtracker.training.errors import DataError
from training.aihub_miniature import mangled, write_original, write_subset
from training.datasets.aihub_runs import planned, prepared

SMALL = Wish((32, 32))
NAME = f"{'a1' * 32}_여_20_기쁨_상업시설 & 점포_20210126165538-010-011.jpg"
ON_DISK = NAME.replace("&", "_")


def labels_of(root: Path, word: str) -> Path:
    return next(root.glob(f"Training/*라벨*{word}*/*.json"))


def pictures_gone(root: Path) -> None:
    for folder in root.glob("Training/*원천*기쁨*"):
        shutil.rmtree(folder)


def labels_gone(root: Path) -> None:
    shutil.rmtree(labels_of(root, "기쁨").parent)


def labels_cut(root: Path) -> None:
    path = labels_of(root, "기쁨")
    path.write_bytes(path.read_bytes()[:900])


def labels_no_list(root: Path) -> None:
    labels_of(root, "기쁨").write_text('{"filename": "a.jpg"}', encoding="utf-8")


def labels_in_another_code(root: Path) -> None:
    labels_of(root, "기쁨").write_bytes(b"[\xff\xfe\xff]")


def labels_of_another_release(root: Path) -> None:
    path = labels_of(root, "기쁨")
    records = json.loads(path.read_text(encoding="utf-8"))
    for entry in records:
        entry["filename"] = f"other-{entry['filename']}"
    path.write_text(json.dumps(records), encoding="utf-8")


def pictures_all_broken(root: Path) -> None:
    for path in root.rglob("*.jp*g"):
        path.write_bytes(b"\xff\xd8 no picture")


@pytest.mark.parametrize(
    ("breaking", "sentence"),
    [
        (pictures_gone, r"기쁨 \(train\) .* a label file and none. Unpack its \[원천\]"),
        (labels_gone, r"기쁨 \(train\) .* 2 pictures and none. Unpack its \[라벨\]"),
        (labels_cut, r"breaks off or is damaged at line \d+ .* Unpack it again"),
        (labels_no_list, "is a list of records; .* is a table"),
        (labels_in_another_code, "in UTF-8 or CP949; .* is in neither"),
        (labels_of_another_release, "of 2 records and 2 pictures of 기쁨 .* no two do"),
        (pictures_all_broken, "of 12 in train none can"),
    ],
)
def test_half_a_data_set_is_named(
    tmp_path: Path, breaking: Callable[[Path], None], sentence: str
) -> None:
    root = write_original(tmp_path / "aihub", 2, side=80, pitfalls=False).root
    breaking(root)
    with pytest.raises(DataError, match=sentence):
        prepared(root, tmp_path / "out", SMALL)


def test_a_root_of_no_known_layout_lists_what_is_known(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"EMOIMG_기쁨_TRAIN_01 .* holds nothing"):
        find_tree(tmp_path)
    (tmp_path / "[원천]EMOIMG_기쁨_TRAIN_01.zip").write_bytes(b"PK")
    with pytest.raises(DataError, match="Unpack the archives first"):
        find_tree(tmp_path)
    with pytest.raises(DataError, match="is none"):
        find_tree(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (Wish((8, 8)), "16 to 1,024 pixels"),
        (Wish(per_class=0), "at least one picture"),
        (Wish(valid_share=1.0), "above 0 and below 1"),
        (Wish(hurt=True, votes=False), "상처 has no label of the six"),
        (Wish(by_person=True), "these are scrambled"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused(tmp_path: Path, wish: Wish, sentence: str) -> None:
    root = write_subset(tmp_path / "subset", 1, side=80).root
    with pytest.raises(DataError, match=sentence):
        planned(root, wish)


def test_reading_prepares_nothing_silently(tmp_path: Path) -> None:
    root = write_subset(tmp_path / "subset", 1, side=80).root
    with pytest.raises(DataError, match=r"moodtracker data aihub ROOT --out OUT"):
        read_set(f"aihub:{root}")
    out = tmp_path / "faces"
    prepared(root, out, SMALL)
    with pytest.raises(DataError, match=rf"name aihub:{out}/train or aihub:{out}/valid"):
        read_set(f"aihub:{out}")
    assert len(read_set(f"aihub:{out}/valid")) == 8


def test_a_damaged_split_is_named(tmp_path: Path) -> None:
    out = tmp_path / "faces"
    prepared(write_subset(tmp_path / "subset", 2, side=80).root, out, SMALL)
    images, index = out / "train" / "images.npy", out / "train" / "index.json"
    shutil.copy(out / "train" / "images.npy", tmp_path / "kept.npy")

    images.write_bytes(images.read_bytes()[:-4000])
    with pytest.raises(DataError, match=r"holds images\.npy"):
        read_set(f"aihub:{out}/train")
    shutil.copy(tmp_path / "kept.npy", images)
    index.write_text(index.read_text(encoding="utf-8")[:200], encoding="utf-8")
    with pytest.raises(DataError, match="is damaged"):
        read_set(f"aihub:{out}/train")
    index.write_text('{"version": 99, "classes": []}', encoding="utf-8")
    with pytest.raises(DataError, match="is of 99"):
        read_set(f"aihub:{out}/train")


# Names and spellings


@pytest.mark.parametrize(
    "name",
    [
        ON_DISK,
        ON_DISK.removesuffix(".jpg") + ".jpeg",
        ON_DISK.removesuffix(".jpg") + ".JPG",
        mangled(ON_DISK),
        ON_DISK.encode("cp949").decode("latin-1"),
        ON_DISK.encode("cp949").decode("utf-8", "surrogateescape"),
        unicodedata.normalize("NFD", ON_DISK),
    ],
)
def test_a_record_finds_its_picture_whatever_happened_to_the_name(name: str) -> None:
    assert key_of(name) == key_of(NAME)


def test_scrambled_names_stay_as_they_are() -> None:
    assert readable("0a1b2c.jpg") == "0a1b2c.jpg"
    assert readable("café.jpg") == "café.jpg"


@pytest.mark.parametrize(
    "said",
    [
        {"annot_A": {"boxes": {"minX": 1, "minY": 2, "maxX": 30, "maxY": 40}, "faceExp": "기쁨"}},
        {"annot_A": {"boxes": {"minX": "1", "minY": "2", "maxX": "30", "maxY": "40.0"}},
         "faceExp_A": "기쁨"},
        {"faceBB_A": {"boxes": {"label": "기쁨", "minX": 1, "minY": 2, "maxX": 30, "maxY": 40}}},
        {"faceBB_A": {"boxes": [{"label": "기쁨", "minX": 1, "minY": 2, "maxX": 30, "maxY": 40}]}},
        {"faceBB_A.boxes.label": "기쁨", "faceBB_A.boxes.minX": 1, "faceBB_A.boxes.minY": 2,
         "faceBB_A.boxes.maxX": 30, "faceBB_A.boxes.maxY": 40},
    ],
)  # fmt: skip
def test_both_spellings_of_an_annotator_are_read(tmp_path: Path, said: dict[str, object]) -> None:
    path = tmp_path / "labels.json"
    entry = {"filename": NAME, "faceExp_uploader": "알 수 없음", **said}
    path.write_text(json.dumps([entry, {"gender": "여"}]), encoding="utf-8-sig")
    file = read_labels(path)
    (record,) = file.records
    assert record.boxes == ((1.0, 2.0, 30.0, 40.0),)
    assert record.annotators == ("기쁨",)
    assert record.uploader == "알수없음"
    assert (record.person, record.gender, record.age) == ("a1" * 32, "여", "20")
    assert file.nameless == 1


@pytest.mark.parametrize(
    "boxes",
    [None, {}, [], {"minX": 1}, {"minX": "x", "minY": None, "maxX": 30, "maxY": 40},
     {"minX": 5, "minY": 5, "maxX": 5, "maxY": 9}, {"minX": 9, "minY": 5, "maxX": 5, "maxY": 9}],
)  # fmt: skip
def test_boxes_without_an_area_are_unusable(tmp_path: Path, boxes: object) -> None:
    path = tmp_path / "labels.json"
    entry = {"filename": NAME, "annot_A": {"boxes": boxes, "faceExp": "기쁨"}}
    path.write_text(json.dumps([entry]), encoding="utf-8")
    (record,) = read_labels(path).records
    assert record.boxes == ()
    assert record.unusable == 1
    assert record.annotators == ("기쁨",)
