"""A small synthetic AI Hub tree, in the documented layouts, every known pitfall included.

The faces are drawn: a head, eyes, brows and a mouth that differ by class so plainly that a tiny
network learns them, in a picture with other things around. The box of each face is known.
"""

import json
import os
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

WORDS = ("분노", "당황", "기쁨", "중립", "슬픔", "불안")
HURT = "상처"
SUBSET = {"분노": "anger", "기쁨": "happy", "당황": "panic", "슬픔": "sadness"}
PLACES = ("숙박 및 거주공간", "상업시설 & 점포")

# (orientation, how an upright picture is stored so that the tag brings it back upright)
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
Corners = tuple[float, float, float, float]


@dataclass(slots=True)
class Drawn:
    """What a test may expect of one written picture. `box` is the median of the usable boxes."""

    path: Path
    name: str
    word: str
    split: str
    person: str
    upright: Image.Image
    box: Corners
    votes: tuple[str, ...]


@dataclass(slots=True)
class Miniature:
    """The tree, its usable faces, and how often each pitfall was laid."""

    root: Path
    faces: list[Drawn] = field(default_factory=list)
    laid: dict[str, int] = field(default_factory=dict)

    def lay(self, pitfall: str) -> None:
        self.laid[pitfall] = self.laid.get(pitfall, 0) + 1


# Drawing


def draw(
    word: str, rng: np.random.Generator, side: int, *, cut: bool = False
) -> tuple[Image.Image, Corners]:
    """An upright picture of 4:3 whose longer side is `side`, and the box of its face, which the
    left edge cuts where that is asked for.
    """
    high, wide = side, side * 3 // 4
    ground = tuple(int(v) for v in rng.integers(40, 120, 3))
    picture = Image.new("RGB", (wide, high), ground)
    pen = ImageDraw.Draw(picture)
    for _ in range(4):
        x, y, r = rng.uniform(0, wide), rng.uniform(0, high), side * rng.uniform(0.02, 0.06)
        pen.rectangle((x - r, y - r, x + r, y + r), fill=tuple(int(v) for v in ground[::-1]))
    face_high = side * rng.uniform(0.42, 0.5)
    face_wide = face_high * 0.78
    left = rng.uniform(0.05 * wide, 0.95 * wide - face_wide)
    if cut:
        left = -0.1 * face_wide
    top = rng.uniform(0.1 * high, 0.9 * high - face_high)
    _face(pen, word, (left, top, face_wide, face_high), rng)
    return picture, (left, top, left + face_wide, top + face_high)


def _face(
    pen: ImageDraw.ImageDraw,
    word: str,
    at: tuple[float, float, float, float],
    rng: np.random.Generator,
) -> None:
    left, top, wide, high = at
    skin = tuple(int(v) for v in np.array([225, 185, 155]) + rng.integers(-20, 20, 3))
    pen.ellipse((left, top, left + wide, top + high), fill=skin)
    line = max(2, round(high * 0.04))

    def place(x: float, y: float) -> tuple[float, float]:
        return left + x * wide, top + y * high

    wide_open = {"당황": 0.09, "불안": 0.06}.get(word, 0.035)
    for x in (0.3, 0.7):
        cx, cy = place(x, 0.4)
        r = wide_open * high
        pen.ellipse((cx - r, cy - r, cx + r, cy + r), fill="white" if word == "당황" else "black")
        slope = {"분노": 0.07, "슬픔": -0.07, "불안": -0.1}.get(word, 0.0)
        inner, outer = (0.12, -0.12) if x < 0.5 else (-0.12, 0.12)
        raised = 0.26 if word != "당황" else 0.2
        pen.line(
            (*place(x + outer, raised - slope), *place(x + inner, raised + slope)),
            fill="black",
            width=line,
        )
    mouth = (*place(0.28, 0.62), *place(0.72, 0.86))
    if word == "기쁨":
        pen.chord(mouth, 0, 180, fill=(150, 20, 30))
    elif word in {"슬픔", HURT}:
        pen.arc((*place(0.28, 0.7), *place(0.72, 0.94)), 180, 360, fill="black", width=line)
    elif word == "당황":
        pen.ellipse((*place(0.38, 0.64), *place(0.62, 0.88)), fill=(60, 10, 20))
    elif word == "분노":
        pen.rectangle((*place(0.3, 0.72), *place(0.7, 0.8)), fill=(90, 0, 0))
    elif word == "불안":
        xs = np.linspace(0.28, 0.72, 7)
        zigzag = [place(x, 0.76 + (0.04 if i % 2 else -0.04)) for i, x in enumerate(xs)]
        pen.line(zigzag, fill="black", width=line)
    else:
        pen.line((*place(0.33, 0.76), *place(0.67, 0.76)), fill="black", width=line)


def save(picture: Image.Image, path: Path, orientation: int) -> None:
    """Store an upright picture the way a camera held otherwise does."""
    turn = STORED[orientation]
    stored = picture if turn is None else picture.transpose(turn)
    exif = Image.Exif()
    exif[274] = orientation
    stored.save(path, "JPEG", quality=92, exif=exif)


# Records


def person(number: int) -> str:
    return f"{zlib.crc32(b'%d' % number):08x}{number:056x}"


def corners(box: Corners, spelling: str, expression: str) -> dict[str, Any]:
    """One annotator's entry as distributed, or as AI Hub's description names it."""
    left, top, right, bottom = box
    four = {"maxX": right, "maxY": bottom, "minX": left, "minY": top}
    if spelling == "faceBB":
        return {"boxes": {"label": expression, **four}}
    return {"boxes": four, "faceExp": expression, "bg": PLACES[0]}


def record(
    name: str,
    word: str,
    gender: str,
    age: int,
    votes: tuple[str, ...],
    boxes: list[Corners],
    spelling: str = "annot",
) -> dict[str, Any]:
    """`votes` are the uploader's and those of A, B and C."""
    entries = {
        f"{spelling}_{letter}": corners(box, spelling, vote)
        for letter, box, vote in zip("ABC", boxes, votes[1:], strict=True)
    }
    return {
        "filename": name,
        "gender": gender,
        "age": age,
        "isProf": "일반인",
        "faceExp_uploader": votes[0],
        "bg_uploader": PLACES[0],
        **entries,
    }


def votes_on(word: str, index: int) -> tuple[str, ...]:
    """The uploader says what the folder says; every third picture is disputed."""
    if index % 3:
        return (word, word, word, word)
    other = WORDS[(WORDS.index(word) + 1) % 6] if word in WORDS else "슬픔"
    return (word, word, other, "알수없음" if index % 2 else other)


# The original distribution


def write_original(
    root: Path,
    per_class: int,
    *,
    valid_per_class: int | None = None,
    side: int = 240,
    words: tuple[str, ...] = (*WORDS, HURT),
    pitfalls: bool = True,
    confused: float = 0.0,
    seed: int = 3,
) -> Miniature:
    """`Training/` and `Validation/` with `per_class` and `valid_per_class` usable pictures a
    class, two a person. Pitfalls come on top; `laid` counts them by the code of the report.
    On the share `confused` of the faces the expression is that of the next class, so that no
    network can be right about all of them.
    """
    made = Miniature(root)
    rng = np.random.default_rng(seed)
    counts = (per_class, valid_per_class or max(2, per_class // 3))
    for split, count in zip(("Training", "Validation"), counts, strict=True):
        for word in words:
            _write_class(made, split, word, count, side, rng, pitfalls, confused)
    return made


def _write_class(
    made: Miniature,
    split: str,
    word: str,
    count: int,
    side: int,
    rng: np.random.Generator,
    pitfalls: bool,
    confused: float,
) -> None:
    short, long = ("TRAIN", "training") if split == "Training" else ("VALID", "validation")
    rooms = [f"[원천]EMOIMG_{word}_{short}"]
    if split == "Training":
        rooms = [f"{rooms[0]}_{part:02d}" for part in (1, 2)]
    if pitfalls and split == "Training" and word == "당황":
        rooms[1] = mangled(rooms[1])
    folders = [made.root / split / room for room in rooms]
    labels = made.root / split / f"[라벨]EMOIMG_{word}_{short}"
    for folder in (*folders, labels):
        folder.mkdir(parents=True, exist_ok=True)
    code = (*WORDS, HURT).index(word)
    spelling = "faceBB" if pitfalls and word == "슬픔" else "annot"
    side_of = "train" if split == "Training" else "valid"
    records = []
    for index in range(count):
        # People are numbered so that nobody is in both splits but for those laid below.
        number = code * 100_000 + index // 2 + (0 if split == "Training" else 50_000)
        if pitfalls and split == "Validation" and word == "분노" and index < 2:
            number -= 50_000
            if index == 0:
                made.lay("people_on_both_sides")
        who, gender, age = person(number), "여남"[number % 2], 10 + number % 6 * 10
        spot = PLACES[index % 2]
        day = "20210126" if split == "Training" else "20210203"
        name = f"{who}_{gender}_{age}_{word}_{spot}_{day}165538-{index:03d}-{code:03d}.jpg"
        seems = WORDS[(code + 1) % 6] if rng.random() < confused else word
        picture, box = draw(seems, rng, side)
        boxes = jittered(box)
        votes = votes_on(word, index)
        folder = folders[index % len(folders)]
        path = folder / on_disk(made, name, folder, index, pitfalls)
        orientation = index % 8 + 1 if index % 3 == 0 else 1
        save(picture, path, orientation)
        records.append(record(name, word, gender, age, votes, boxes, spelling))
        made.faces.append(Drawn(path, name, word, side_of, who, picture, median(boxes), votes))
    if pitfalls and word != HURT:
        _lay(made, records, folders[0], word, side_of, side, rng)
    encoding = ("cp949", "utf-8-sig", "utf-8")[code % 3] if pitfalls else "utf-8"
    if encoding == "cp949":
        made.lay("files_cp949")
    if spelling == "faceBB":
        made.lay("files_documented")
    text = json.dumps(records, ensure_ascii=False, indent=1)
    (labels / f"img_emotion_{long}_data({word}).json").write_text(text, encoding=encoding)


def on_disk(made: Miniature, name: str, folder: Path, index: int, pitfalls: bool) -> str:
    """How the name of a record came to lie on disk."""
    made.lay("names_ampersand") if "&" in name else None
    name = name.replace("&", "_")
    if pitfalls and index == 1:
        name = name.removesuffix(".jpg") + ".jpeg"
        made.lay("names_jpeg")
    if not pitfalls:
        return name
    if index == 2:
        made.lay("names_parted")
        return unicodedata.normalize("NFD", name)
    if index == 3:
        made.lay("names_mangled")
        return mangled(name)
    return name


def mangled(name: str) -> str:
    """A CP949 name as an unzip program shows it that takes it for the PC's first code page."""
    return name.encode("cp949").decode("cp437")


def jittered(box: Corners) -> list[Corners]:
    """Three annotators, who do not draw alike; the median is `box` again."""
    left, top, right, bottom = box
    return [
        box,
        (left - 1.5, top - 2.25, right + 1.5, bottom + 1.0),
        (left + 2.5, top + 1.0, right - 2.0, bottom - 1.5),
    ]


def median(boxes: list[Corners]) -> Corners:
    left, top, right, bottom = np.median(np.array(boxes), axis=0).tolist()
    return left, top, right, bottom


def _lay(
    made: Miniature,
    records: list[dict[str, Any]],
    folder: Path,
    word: str,
    split: str,
    side: int,
    rng: np.random.Generator,
) -> None:
    """One of each pitfall that concerns single pictures; which come out usable is in `faces`."""
    code = WORDS.index(word)
    for offset, pitfall in enumerate(
        ("no picture", "no record", "broken", "empty", "no box", "outside", "one box")
    ):
        number = code * 100_000 + 40_000 + offset + (0 if split == "train" else 1_000)
        who = person(number)
        name = f"{who}_여_30_{word}_{PLACES[0]}_20210126165538-9{offset:02d}-{code:03d}.jpg"
        path = folder / name
        picture, box = draw(word, rng, side, cut=pitfall == "outside")
        left, top, right, bottom = box
        boxes = jittered(box)
        if pitfall == "no box":
            boxes = [(left, top, left, bottom), (0.0, 0.0, 0.0, 0.0), (right, top, left, bottom)]
        elif pitfall == "outside":
            boxes = [box] * 2 + [(9_000.0, 9_000.0, 9_100.0, 9_100.0)]
        elif pitfall == "one box":
            boxes = [(left, top, left, top), box, (left, bottom, right, top)]
        if pitfall != "no picture":
            save(picture, path, 6 if pitfall == "outside" else 1)
        if pitfall in {"broken", "empty"}:
            data = path.read_bytes()
            path.write_bytes(data[: len(data) // 2] if pitfall == "broken" else b"")
        if pitfall != "no record":
            records.append(record(name, word, "여", 30, (word,) * 4, boxes))
        _count(made, pitfall)
        if pitfall in {"outside", "one box"}:
            used = [(0.0, top, right, bottom)] if pitfall == "outside" else [box]
            made.faces.append(
                Drawn(path, name, word, split, who, picture, median(used), (word,) * 4)
            )


def _count(made: Miniature, pitfall: str) -> None:
    codes: dict[str, Iterator[str] | tuple[str, ...]] = {
        "no picture": ("records_without_picture",),
        "no record": ("pictures_without_record",),
        "broken": ("pictures_unreadable",),
        "empty": ("pictures_unreadable",),
        "no box": ("pictures_without_box", *("boxes_unusable",) * 3),
        "outside": ("boxes_beside", "boxes_cut", "boxes_cut"),
        "one box": ("boxes_unusable",) * 2,
    }
    for code in codes[pitfall]:
        made.lay(code)


# The sample, and the class subset


def write_sample(root: Path, per_class: int, *, side: int = 240, seed: int = 4) -> Miniature:
    """`EMOIMG_{감정}_SAMPLE/` with label file and pictures in one folder, no split."""
    made = Miniature(root)
    rng = np.random.default_rng(seed)
    for code, word in enumerate(WORDS):
        folder = root / f"EMOIMG_{word}_SAMPLE"
        folder.mkdir(parents=True)
        records = []
        for index in range(per_class):
            who = person(code * 100_000 + index)
            name = f"{who}_남_40_{word}_{PLACES[0]}_20210126165538-{index:03d}-{code:03d}.jpg"
            picture, box = draw(word, rng, side)
            save(picture, folder / name, 1)
            boxes, votes = jittered(box), votes_on(word, index)
            records.append(record(name, word, "남", 40, votes, boxes))
            made.faces.append(
                Drawn(folder / name, name, word, "sample", who, picture, median(boxes), votes)
            )
        text = json.dumps(records, ensure_ascii=False)
        (folder / f"img_emotion_sample_data({word}).json").write_text(text, encoding="utf-8")
    return made


def write_subset(
    root: Path, per_class: int, *, valid_per_class: int = 2, side: int = 240, seed: int = 5
) -> Miniature:
    """`img/{train,val}/{class}/` and `label/{split}/{split}_{class}.json` with scrambled names."""
    made = Miniature(root)
    rng = np.random.default_rng(seed)
    for split, count in (("train", per_class), ("val", valid_per_class)):
        for word, english in SUBSET.items():
            folder = root / "img" / split / english
            folder.mkdir(parents=True)
            records = []
            for index in range(count):
                name = f"{rng.bytes(20).hex()}.jpg"
                picture, box = draw(word, rng, side)
                save(picture, folder / name, 6 if index == 0 else 1)
                boxes, votes = jittered(box), votes_on(word, index)
                records.append(record(name, word, "여", 20, votes, boxes))
                side_of = "train" if split == "train" else "valid"
                made.faces.append(
                    Drawn(folder / name, name, word, side_of, "", picture, median(boxes), votes)
                )
            labels = root / "label" / split
            labels.mkdir(parents=True, exist_ok=True)
            text = json.dumps(records, ensure_ascii=False)
            (labels / f"{split}_{english}.json").write_text(text, encoding="cp949")
    return made


def tree_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path: two trees are the same when these are."""
    return {
        str(Path(place, name).relative_to(folder)): Path(place, name).read_bytes()
        for place, _, names in os.walk(folder)
        for name in names
    }
