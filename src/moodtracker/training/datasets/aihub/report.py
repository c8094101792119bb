"""What came of a preparation: counts, agreement, and everything that was left out or put right."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from moodtracker.emotions import FACTS
from moodtracker.training.datasets.aihub.cutting import Shard, write_whole
from moodtracker.training.datasets.aihub.layout import SEVEN, TRAIN, VALID
from moodtracker.training.datasets.aihub.plan import Plan, Wish
from moodtracker.training.datasets.aihub.survey import Agreement, Picture, Survey
from moodtracker.training.datasets.words import emotion_of

SPLITS = {TRAIN: "학습 train", VALID: "검증 valid"}

LEFT_OUT: dict[str, tuple[str, str]] = {
    "hurt_left_out": ("상처는 여섯 감정에 없어요", "상처 (hurt) is none of the six"),
    "not_sampled": ("감정마다 바란 수보다 많아요", "above the wished count a class"),
    "records_without_picture": ("기록은 있는데 사진이 없어요", "a record without its picture"),
    "pictures_without_record": ("사진은 있는데 기록이 없어요", "a picture without a record"),
    "records_twice": ("같은 이름의 기록이 또 있어요", "a second record of one name"),
    "pictures_twice": ("같은 이름의 사진이 또 있어요", "a second picture of one name"),
    "records_nameless": ("기록에 파일 이름이 없어요", "a record without a file name"),
    "pictures_without_box": ("쓸 수 있는 얼굴 상자가 없어요", "no annotator's box has an area"),
    "pictures_unreadable": ("사진을 읽을 수 없어요", "the picture cannot be read"),
}
PUT_RIGHT: dict[str, tuple[str, str]] = {
    "pictures_turned": ("EXIF 방향대로 세웠어요", "turned upright by EXIF"),
    "boxes_unusable": ("넓이가 없거나 숫자가 아닌 상자", "boxes without an area, or no numbers"),
    "boxes_cut": ("사진 밖으로 나간 상자를 잘랐어요", "boxes cut to the picture"),
    "boxes_beside": ("상자가 사진 밖에 있어요", "boxes wholly beside the picture"),
    "files_cp949": ("CP949로 쓴 라벨 파일", "label files in CP949"),
    "files_documented": ("faceBB로 쓴 라벨 파일", "label files spelt faceBB"),
    "names_mangled": ("압축을 풀며 깨진 이름", "names mangled by an unzip program"),
    "names_parted": ("자모가 나뉜(NFD) 이름", "names in parts (NFD)"),
    "names_ampersand": ("기록의 &가 파일에서는 _", "& in a record is _ on disk"),
    "names_jpeg": (".jpeg로 끝나는 이름", "names that end in .jpeg"),
    "people_on_both_sides": ("양쪽에 다 나온 사람을 한쪽으로", "people who stood on both sides"),
    "pictures_moved": ("그래서 옮긴 사진", "pictures moved for that"),
}
VOTES: dict[str, tuple[str, str]] = {
    "votes_unknown": ("알수없음 표", "votes for 알수없음 (cannot tell)"),
    "votes_hurt": ("상처 표", "votes for 상처 (hurt)"),
    "votes_strange": ("모르는 말로 된 표", "votes in words nobody knows"),
    "votes_missing": ("세 사람보다 적게 본 사진", "pictures with fewer than three annotators"),
    "fewer_than_wished": ("바란 수보다 적은 감정", "classes with fewer than wished"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of text; the first column is left-aligned, the others are numbers."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """`tables` are for people; `facts` is the same for programs, ready for JSON. `unreadable`
    names every picture that could not be read, with the reason; `splits` are what is ready.
    """

    tables: tuple[Table, ...]
    facts: dict[str, object]
    unreadable: tuple[tuple[str, str], ...]
    splits: tuple[str, ...]


def make_report(found: Survey, plan: Plan, wish: Wish, whole: dict[str, Shard]) -> Report:
    """Complete the survey's notes by what the workers met, and count what was prepared."""
    unreadable = []
    for split, shard in whole.items():
        for row, why in shard.failed.items():
            path = plan.splits[split][row].path
            unreadable.append((str(Path(path).relative_to(found.tree.root)), why))
            found.notes.add("pictures_unreadable", f"{Path(path).name} ({why})")
        for code, count in shard.counts.items():
            found.notes.add(code, count=count)
    kept = {
        split: [plan.splits[split][row] for row in shard.kept] for split, shard in whole.items()
    }
    tables = (
        _classes(found, kept),
        _people("성별 gender", kept, lambda picture: picture.record.gender),
        _people("나이대 age", kept, lambda picture: picture.record.age),
        _agreement(found),
        *(_noted(found, *part) for part in _PARTS),
    )
    return Report(
        tuple(table for table in tables if table.rows),
        _facts(found, plan, wish, kept, unreadable),
        tuple(unreadable),
        tuple(kept),
    )


_PARTS = (
    ("뺀 것 · left out", LEFT_OUT),
    ("바로잡은 것 · put right", PUT_RIGHT),
    ("사람들의 표 · votes", VOTES),
)


def write_report(report: Report, out: Path) -> None:
    """`report.json` and `report.md` in `out`."""
    text = json.dumps(report.facts, ensure_ascii=False, indent=2)
    write_whole(out / "report.json", f"{text}\n".encode("utf-8", "replace"))
    write_whole(out / "report.md", "\n".join(_markdown(report)).encode("utf-8", "replace"))


# Tables


def shown(word: str) -> str:
    """A class of AI Hub's with its English name."""
    emotion = emotion_of(word)
    return f"{word} {FACTS[emotion].en if emotion else 'hurt'}"


def _classes(found: Survey, kept: dict[str, list[Picture]]) -> Table:
    counts = {split: Counter(p.word for p in pictures) for split, pictures in kept.items()}
    joined = Counter(picture.word for picture in found.pictures)
    rows = []
    for word in _words(found):
        records = sum(found.records[split, word] for split in (*SPLITS, "sample"))
        numbers = (records, joined[word], *(counts[split][word] for split in kept))
        rows.append((shown(word), *(f"{number:,}" for number in numbers)))
    total = (sum(found.records.values()), len(found.pictures), *map(len, kept.values()))
    rows.append(("모두 all", *(f"{number:,}" for number in total)))
    header = ("감정", "기록 records", "사진 pictures", *(SPLITS[split] for split in kept))
    return Table("감정별 수 · classes", header, tuple(rows))


def _words(found: Survey) -> list[str]:
    there = {place.word for place in found.tree.places}
    return [word for word in SEVEN if word in there]


def _people(title: str, kept: dict[str, list[Picture]], what: Callable[[Picture], str]) -> Table:
    counts = {split: Counter(map(what, pictures)) for split, pictures in kept.items()}
    values = sorted(set().union(*counts.values()))
    rows = tuple(
        (value or "모름 unknown", *(f"{counts[split][value]:,}" for split in kept))
        for value in values
    )
    name = title.split(maxsplit=1)[0]
    known = any(values)
    header = (name, *(SPLITS[split] for split in kept))
    return Table(f"{title.replace(' ', ' · ')}", header, rows if known else ())


def _agreement(found: Survey) -> Table:
    total = Agreement()
    rows = []
    for word in _words(found):
        one = found.agreement[word]
        rows.append((shown(word), *_shares(one)))
        for name in Agreement.__slots__:
            setattr(total, name, getattr(total, name) + getattr(one, name))
    rows.append(("모두 all", *_shares(total)))
    header = (
        "감정",
        "폴더와 같은 표 votes = folder",
        "셋 다 같음 unanimous",
        "셋 다 폴더와 같음 unanimous = folder",
    )
    return Table("검수자 일치 · agreement of the annotators", header, tuple(rows))


def _shares(one: Agreement) -> tuple[str, str, str]:
    return (
        _percent(one.with_folder, one.votes),
        _percent(one.unanimous, one.pictures),
        _percent(one.unanimous_with_folder, one.pictures),
    )


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def _noted(found: Survey, title: str, texts: dict[str, tuple[str, str]]) -> Table:
    rows = tuple(
        (f"{korean} · {english}", f"{found.notes.counts[code]:,}")
        for code, (korean, english) in texts.items()
        if found.notes.counts[code]
    )
    return Table(title, ("", "수"), rows)


# Files


def _facts(
    found: Survey,
    plan: Plan,
    wish: Wish,
    kept: dict[str, list[Picture]],
    unreadable: list[tuple[str, str]],
) -> dict[str, object]:
    return {
        "distribution": found.tree.kind,
        "size": list(wish.size),
        "votes": wish.votes,
        "hurt": wish.hurt,
        "split": "by person" if wish.by_person else "own",
        "per_class": {TRAIN: wish.per_class, VALID: wish.valid_per_class},
        "fingerprint": plan.fingerprint,
        "prepared": {split: _counted(pictures) for split, pictures in kept.items()},
        "agreement": {
            word: {name: getattr(one, name) for name in Agreement.__slots__}
            for word, one in sorted(found.agreement.items())
        },
        "notes": dict(sorted(found.notes.counts.items())),
        "examples": dict(sorted(found.notes.examples.items())),
        "unreadable": [{"picture": name, "reason": why} for name, why in unreadable],
    }


def _counted(pictures: list[Picture]) -> dict[str, object]:
    return {
        "faces": len(pictures),
        "people": len({p.record.person for p in pictures} - {""}),
        "classes": dict(sorted(Counter(p.word for p in pictures).items())),
        "gender": dict(sorted(Counter(p.record.gender for p in pictures).items())),
        "age": dict(sorted(Counter(p.record.age for p in pictures).items())),
    }


def _markdown(report: Report) -> Iterator[str]:
    yield "# AI Hub 얼굴 준비 · prepared faces"
    for table in report.tables:
        yield f"\n## {table.title}\n"
        yield f"| {' | '.join(table.header)} |"
        yield "| --- |" + " ---: |" * (len(table.header) - 1)
        for row in table.rows:
            yield f"| {' | '.join(row)} |"
    if report.unreadable:
        yield "\n## 읽지 못한 사진 · pictures that could not be read\n"
        yield from (f"- `{name}`: {why}" for name, why in report.unreadable)
    yield ""
