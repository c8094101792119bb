"""Records and pictures joined, with a count of everything that did not fit."""

import os
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from moodtracker.training.datasets.aihub.layout import Place, Tree, key_of, readable
from moodtracker.training.datasets.aihub.records import LabelFile, Record, read_labels
from moodtracker.training.datasets.words import HURT, OUTSIDE, emotion_of
from moodtracker.training.errors import DataError

EXAMPLES = 5


@dataclass(slots=True)
class Notes:
    """What came up, counted by a code of `report.SENTENCES`, with the first examples."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, code: str, example: str = "", count: int = 1) -> None:
        """Count something; an example is kept while there are few."""
        if not count:
            return
        self.counts[code] += count
        if example and len(self.examples[code]) < EXAMPLES:
            self.examples[code].append(example)


@dataclass(slots=True)
class Agreement:
    """How the annotators stand to the folder. `votes` counts theirs, without the uploader's;
    `unanimous` the pictures on which all of at least two say the same word.
    """

    pictures: int = 0
    votes: int = 0
    with_folder: int = 0
    unanimous: int = 0
    unanimous_with_folder: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture with its record; `word` is the class of its folder, one of `layout.SEVEN`."""

    path: str
    split: str
    word: str
    record: Record


@dataclass(frozen=True, slots=True)
class Survey:
    """All that is known of a tree before any picture is opened."""

    tree: Tree
    pictures: tuple[Picture, ...]
    records: Counter[tuple[str, str]]
    agreement: dict[str, Agreement]
    notes: Notes


def survey(tree: Tree) -> Survey:
    """Read every label file and join it to the files on disk.

    Raises `DataError` for a label file that is damaged, and for a class none of whose records
    has its picture.
    """
    notes = Notes()
    pictures: list[Picture] = []
    records: Counter[tuple[str, str]] = Counter()
    agreement: dict[str, Agreement] = defaultdict(Agreement)
    for place in tree.places:
        known = _records(place, notes)
        records[place.split, place.word] = len(known)
        files = _files(place, notes)
        joined = _join(place, known, files, notes)
        for picture in joined:
            _weigh(picture, agreement[place.word], notes)
        pictures += joined
    return Survey(tree, tuple(pictures), records, dict(agreement), notes)


def _records(place: Place, notes: Notes) -> dict[str, Record]:
    known: dict[str, Record] = {}
    for path in place.labels:
        file = read_labels(path)
        _note_file(file, notes)
        for record in file.records:
            key = key_of(record.name)
            if key in known:
                notes.add("records_twice", record.name)
                continue
            known[key] = record
            if "&" in record.name:
                notes.add("names_ampersand", record.name)
    return known


def _note_file(file: LabelFile, notes: Notes) -> None:
    notes.add("files_cp949", file.path.name, int(file.encoding == "cp949"))
    notes.add("files_documented", file.path.name, int(file.spelling == "faceBB"))
    notes.add("records_nameless", file.path.name, file.nameless)


def _files(place: Place, notes: Notes) -> dict[str, str]:
    files: dict[str, str] = {}
    for path in place.pictures:
        there = _name(path)
        name, key = readable(there), key_of(there)
        if key in files:
            notes.add("pictures_twice", name)
            continue
        files[key] = path
        notes.add("names_jpeg", name, int(name.lower().endswith(".jpeg")))
        if name != there:
            # Composing alone restores what macOS took apart; more was needed for the rest.
            notes.add("names_parted" if _composed(there) == name else "names_mangled", name)
    return files


def _name(path: str) -> str:
    return path.rpartition(os.sep)[2]


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _join(
    place: Place, known: dict[str, Record], files: dict[str, str], notes: Notes
) -> list[Picture]:
    joined = []
    for key, record in known.items():
        if key in files:
            joined.append(Picture(files[key], place.split, place.word, record))
        else:
            notes.add("records_without_picture", record.name)
    for key in sorted(files.keys() - known.keys()):
        notes.add("pictures_without_record", readable(_name(files[key])))
    if not joined:
        record_name = next(iter(known.values())).name if known else "none"
        picture = readable(_name(next(iter(files.values()))))
        raise DataError(
            f"Records and pictures share their names; of {len(known)} records and {len(files)} "
            f"pictures of {place.word} ({place.split}) no two do. The first record is "
            f"{record_name}, the first picture {picture}: unpack both from the same release."
        )
    return joined


def _weigh(picture: Picture, agreement: Agreement, notes: Notes) -> None:
    record = picture.record
    voices = [word for word in record.annotators if word]
    agreement.pictures += 1
    agreement.votes += len(voices)
    agreement.with_folder += voices.count(picture.word)
    if len(voices) >= 2 and len(set(voices)) == 1:
        agreement.unanimous += 1
        agreement.unanimous_with_folder += voices[0] == picture.word
    for word in (*voices, record.uploader):
        if word and word != picture.word and emotion_of(word) is None:
            code = "votes_hurt" if word in HURT else "votes_unknown"
            notes.add(code if word in OUTSIDE else "votes_strange", word)
    notes.add("votes_missing", record.name, int(len(voices) < 3))
    notes.add("boxes_unusable", record.name, record.unusable)
    notes.add("pictures_without_box", record.name, int(not record.boxes))
