"""Ranks the catalogue for a mood.

A work's score is a weighted sum of
- match: the cosine between the mood's six weights and the work's emotions (a work that means
  exactly what is felt scores 1, one that means something else besides scores less),
- nearness: 1 at the mood's place on the valence-arousal plane, 0 at a distance of 2 and more,
- own recording: whether a video of exactly this movement exists,
- chance: Gumbel noise drawn from the seed and the work, so that one mood does not always get one
  piece; adding it to scores and taking the best is sampling from their softmax,
less a penalty for a composer who was just heard or already stands higher in the list.
"""

import hashlib
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from moodtracker.emotions import Emotion
from moodtracker.music.recommend.catalogue import Catalogue
from moodtracker.music.recommend.mood import Mood
from moodtracker.music.recommend.works import Work

MATCH_WEIGHT = 0.5
NEARNESS_WEIGHT = 0.4
OWN_RECORDING_BONUS = 0.08
CHANCE_SCALE = 0.07
SAME_COMPOSER_PENALTY = 0.12
FARTHEST = 2.0
NAMED_FROM_SHARE = 0.15
NAMED_AT_MOST = 2


@dataclass(frozen=True, slots=True)
class Reason:
    """The terms that made the choice, for the sentence that a person reads.

    `emotions` are the emotions that mood and work share, with the mood's share of each, largest
    first, at most two; empty when the work was chosen for its place on the plane alone.
    """

    emotions: tuple[tuple[Emotion, float], ...]
    own_word: bool
    match: float
    nearness: float
    own_recording: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A work, why it was chosen, and its score (comparable within one call only)."""

    work: Work
    reason: Reason
    score: float


def recommend(
    catalogue: Catalogue,
    mood: Mood,
    *,
    seed: str,
    recent: Sequence[str] = (),
    count: int = 1,
) -> tuple[Choice, ...]:
    """The `count` best works for `mood`, best first; the same for the same arguments.

    `recent` are ids of works heard lately: they come back only when nothing else is left, and
    their composers step back. Works that cannot be played from their first bar are not chosen.
    """
    if count < 1:
        raise ValueError(f"At least one piece has to be asked for; got {count}.")
    heard = Counter(
        catalogue.by_id[work_id].composer for work_id in recent if work_id in catalogue.by_id
    )
    playable = [work for work in catalogue.works if work.playable]
    fresh = [_choice(work, mood, seed) for work in playable if work.id not in recent]
    again = [_choice(work, mood, seed) for work in playable if work.id in recent]
    chosen = _varied(fresh, heard, count)
    if len(chosen) < count:
        chosen += _varied(again, heard, count - len(chosen))
    return tuple(chosen)


def _varied(choices: list[Choice], heard: Counter[str], count: int) -> list[Choice]:
    """The best one after another, each composer paying for what already stands above."""
    left, chosen, standing = list(choices), list[Choice](), Counter(heard)
    while left and len(chosen) < count:
        best = max(left, key=lambda c: c.score - SAME_COMPOSER_PENALTY * standing[c.work.composer])
        left.remove(best)
        chosen.append(best)
        standing[best.work.composer] += 1
    return chosen


def _choice(work: Work, mood: Mood, seed: str) -> Choice:
    match, nearness = _match(work, mood), _nearness(work, mood)
    reason = Reason(
        _shared(work, mood), mood.own_word is not None, match, nearness, work.has_own_recording
    )
    score = (
        MATCH_WEIGHT * match
        + NEARNESS_WEIGHT * nearness
        + OWN_RECORDING_BONUS * work.has_own_recording
        + CHANCE_SCALE * _gumbel(seed, work.id)
    )
    return Choice(work, reason, score)


def _match(work: Work, mood: Mood) -> float:
    length = math.hypot(*mood.weights) * math.sqrt(len(work.emotions))
    return math.fsum(mood.weight(emotion) for emotion in work.emotions) / length


def _nearness(work: Work, mood: Mood) -> float:
    distance = math.dist((work.valence, work.arousal), mood.point)
    return max(0.0, 1.0 - distance / FARTHEST)


def _shared(work: Work, mood: Mood) -> tuple[tuple[Emotion, float], ...]:
    shares = [(emotion, mood.weight(emotion)) for emotion in work.emotions]
    named = [(emotion, share) for emotion, share in shares if share >= NAMED_FROM_SHARE]
    return tuple(sorted(named, key=lambda pair: -pair[1])[:NAMED_AT_MOST])


def _gumbel(seed: str, work_id: str) -> float:
    """A standard Gumbel draw; by hash, so that no Python or numpy release changes a piece."""
    digest = hashlib.blake2b(f"{seed}\0{work_id}".encode(), digest_size=8).digest()
    uniform = (int.from_bytes(digest, "big") + 0.5) / 2**64
    return -math.log(-math.log(uniform))
