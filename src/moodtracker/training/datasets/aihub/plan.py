"""Which pictures are prepared, on which side, in which order: decided before any is opened."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from moodtracker.training.datasets.aihub.layout import SAMPLE, TRAIN, VALID
from moodtracker.training.datasets.aihub.survey import Notes, Picture, Survey
from moodtracker.training.datasets.duplicates import bucket
from moodtracker.training.datasets.words import HURT
from moodtracker.training.errors import DataError

VERSION = 1
SIZE = (275, 205)
SHARD_BYTES = 16 << 20
"""A worker holds one shard in memory, and a killed preparation loses at most one a worker."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to prepare. `size` is height and width. `votes` keeps the distribution over uploader
    and annotators, else the folder's label alone. `hurt` adds AI Hub's seventh class: its faces
    belong to none of the six (label -1) and carry only the votes that fell on the six, so they
    teach where people saw something else in them and are never scored. `per_class` is the most
    pictures a class of the training split, `valid_per_class` of the other. `by_person` splits
    everybody anew by a hash, about `valid_share` of them for validation, instead of keeping the
    distribution's own split.
    """

    size: tuple[int, int] = SIZE
    votes: bool = True
    hurt: bool = False
    per_class: int | None = None
    valid_per_class: int | None = None
    by_person: bool = False
    valid_share: float = 0.2


@dataclass(frozen=True, slots=True)
class Plan:
    """`splits` holds the pictures in the order in which they are stored: by the hash that
    `duplicates.carve` cuts at, so that both of its sides stay views of one file. `fingerprint`
    changes when any stored pixel would.
    """

    splits: dict[str, tuple[Picture, ...]]
    shard: int
    fingerprint: str


def make_plan(found: Survey, wish: Wish) -> Plan:
    """Add to the survey's notes what is left out. Raises `DataError` for a wish that this tree
    cannot meet.
    """
    _check(wish)
    usable = [picture for picture in found.pictures if picture.record.boxes]
    if not wish.hurt:
        kept = [picture for picture in usable if picture.word not in HURT]
        found.notes.add("hurt_left_out", count=len(usable) - len(kept))
        usable = kept
    sides = _sides(usable, wish, found.notes)
    limits = {TRAIN: wish.per_class, VALID: wish.valid_per_class}
    splits = {
        split: tuple(sorted(_sampled(side, limits[split], found.notes), key=_place))
        for split, side in sides.items()
        if side
    }
    if not splits:
        raise DataError(
            f"A preparation has pictures; {found.tree.root} has none with a usable box."
        )
    return Plan(splits, shard_length(wish.size), _fingerprint(found, wish, splits))


def shard_length(size: tuple[int, int]) -> int:
    """Pictures of this height and width in one shard."""
    return max(1, min(512, SHARD_BYTES // (size[0] * size[1] * 3)))


def _check(wish: Wish) -> None:
    if not all(16 <= side <= 1024 for side in wish.size):
        raise DataError(f"Crops are 16 to 1,024 pixels a side; got {wish.size}.")
    if any(limit is not None and limit < 1 for limit in (wish.per_class, wish.valid_per_class)):
        raise DataError("A class gets at least one picture; leave the limit away for all of them.")
    if not 0 < wish.valid_share < 1:
        raise DataError(
            f"The share for validation lies above 0 and below 1; got {wish.valid_share}."
        )
    if wish.hurt and not wish.votes:
        raise DataError(
            "A face has one of the six labels, or votes; 상처 has no label of the six. "
            "Prepare it with --votes, or leave --hurt away."
        )


# Sides


def _sides(usable: list[Picture], wish: Wish, notes: Notes) -> dict[str, list[Picture]]:
    if not wish.by_person and any(picture.split == VALID for picture in usable):
        return _own_sides(usable, notes)
    if wish.by_person and not all(picture.record.person for picture in usable):
        raise DataError(
            "Splitting by person needs names that tell the person; these are scrambled. "
            "Keep the distribution's own split: leave --by-person away."
        )
    sides: dict[str, list[Picture]] = {TRAIN: [], VALID: []}
    for picture in usable:
        own = picture.split != SAMPLE and not wish.by_person
        sides[picture.split if own else _side_of(picture, wish.valid_share)].append(picture)
    return sides


def _own_sides(usable: list[Picture], notes: Notes) -> dict[str, list[Picture]]:
    """The distribution's own, but for people who occur on both sides: a hash with the same odds
    puts each of them wholly on one.
    """
    seen: dict[str, set[str]] = defaultdict(set)
    for picture in usable:
        seen[picture.record.person].add(_own(picture))
    both = {person for person, splits in seen.items() if person and len(splits) > 1}
    share = sum(_own(picture) == VALID for picture in usable) / len(usable)
    sides: dict[str, list[Picture]] = {TRAIN: [], VALID: []}
    for picture in usable:
        side = _own(picture)
        if picture.record.person in both:
            side = _side_of(picture, share)
            notes.add("pictures_moved", picture.record.name, int(side != _own(picture)))
        sides[side].append(picture)
    notes.add("people_on_both_sides", count=len(both))
    return sides


def _own(picture: Picture) -> str:
    return VALID if picture.split == VALID else TRAIN


def _side_of(picture: Picture, share: float) -> str:
    # Salted: `carve` cuts by the bare hash, and would find one of its sides empty.
    who = picture.record.person or picture.record.name
    return VALID if bucket(f"valid/{who}") < share else TRAIN


# Sampling


def _sampled(side: Iterable[Picture], limit: int | None, notes: Notes) -> list[Picture]:
    classes: dict[str, list[Picture]] = defaultdict(list)
    for picture in side:
        classes[picture.word].append(picture)
    if limit is None:
        return [picture for pictures in classes.values() for picture in pictures]
    kept = []
    for word, pictures in sorted(classes.items()):
        pictures.sort(key=lambda picture: (bucket(f"sample/{picture.record.name}"), picture.path))
        kept += pictures[:limit]
        notes.add("not_sampled", count=max(0, len(pictures) - limit))
        notes.add("fewer_than_wished", f"{word} {len(pictures)}", int(len(pictures) < limit))
    return kept


def _place(picture: Picture) -> tuple[float, str, str]:
    record = picture.record
    return bucket(record.person or record.name), record.name, picture.word


def _fingerprint(found: Survey, wish: Wish, splits: dict[str, tuple[Picture, ...]]) -> str:
    digest = hashlib.sha256(json.dumps([VERSION, wish.size]).encode())
    for split, pictures in splits.items():
        for picture in pictures:
            where = picture.path.removeprefix(str(found.tree.root))
            row = f"{split}\0{where}\0{picture.record.boxes}\n"
            digest.update(row.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()
