"""The piece fits the mood, is the same for the same seed, and its reason is the true one."""

import math
import random
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodtracker.emotions import FACTS, ORDER, Emotion
from moodtracker.music.recommend import Choice, Mood, recommend
from moodtracker.music.selectors import catalogue, pieces_for

SAD = (0.05, 0.03, 0.02, 0.18, 0.62, 0.10)
TORN = (0.05, 0.05, 0.0, 0.1, 0.4, 0.4)

mixes = (
    st.lists(st.floats(0, 1), min_size=6, max_size=6)
    .filter(lambda v: sum(v) > 0.1)
    .map(lambda v: tuple(x / sum(v) for x in v))
)


def reading(*probabilities: float) -> Mood:
    return Mood.from_reading(probabilities=probabilities)


def firsts(mood: Mood, seeds: int = 100) -> list[Choice]:
    return [recommend(catalogue(), mood, seed=f"seed {number}")[0] for number in range(seeds)]


@pytest.mark.parametrize("emotion", ORDER)
def test_every_emotion_gets_pieces_that_mean_it(emotion: Emotion) -> None:
    choices = firsts(Mood.from_reading(probabilities=None, own_word=emotion))
    meant = sum(emotion in choice.work.emotions for choice in choices)
    assert meant >= 95
    assert len({choice.work.id for choice in choices}) >= 10
    assert len({choice.work.composer for choice in choices}) >= 5


def test_a_mix_gets_pieces_that_hold_both_feelings() -> None:
    choices = firsts(reading(*TORN))
    both = sum({Emotion.SAD, Emotion.UNREST} <= set(choice.work.emotions) for choice in choices)
    one = firsts(reading(0, 0, 0, 0, 1, 0))
    by_chance = sum({Emotion.SAD, Emotion.UNREST} <= set(choice.work.emotions) for choice in one)
    assert both >= 50 > 5 * by_chance


def test_an_even_mix_still_gets_a_piece_near_the_middle() -> None:
    mood = reading(*[1 / 6] * 6)
    choices = firsts(mood)
    mean_distance = sum(
        math.dist((c.work.valence, c.work.arousal), mood.point) for c in choices
    ) / len(choices)
    everything = [math.dist((work.valence, work.arousal), mood.point) for work in catalogue().works]
    assert mean_distance < 0.75 * sum(everything) / len(everything)


def test_the_persons_own_word_wins_over_the_model() -> None:
    mood = Mood.from_reading(probabilities=(0, 0, 1, 0, 0, 0), own_word=Emotion.SAD)
    assert mood == Mood.from_reading(probabilities=None, own_word=Emotion.SAD)
    assert mood.point == (FACTS[Emotion.SAD].valence, FACTS[Emotion.SAD].arousal)


@given(mixes, st.text(max_size=20))
def test_any_mix_gets_distinct_playable_pieces_in_order_of_their_seed(
    probabilities: tuple[float, ...], seed: str
) -> None:
    once = pieces_for(probabilities=probabilities, seed=seed)
    assert once == pieces_for(probabilities=probabilities, seed=seed)
    assert len({choice.work.id for choice in once}) == 6
    assert all(choice.work.playable for choice in once)


def test_scores_follow_the_formula() -> None:
    """Against a plain reading of the module's docstring, chance taken out by averaging seeds."""
    mood = reading(*SAD)
    euler = 0.5772156649
    plain: dict[str, float] = {}
    for work in catalogue().works:
        indicator = [float(emotion in work.emotions) for emotion in ORDER]
        dot = sum(p * i for p, i in zip(SAD, indicator, strict=True))
        cosine = dot / (
            math.sqrt(sum(p * p for p in SAD)) * math.sqrt(sum(i * i for i in indicator))
        )
        v = sum(p * FACTS[e].valence for p, e in zip(SAD, ORDER, strict=True))
        a = sum(p * FACTS[e].arousal for p, e in zip(SAD, ORDER, strict=True))
        near = max(0, 1 - math.hypot(work.valence - v, work.arousal - a) / 2)
        plain[work.id] = 0.5 * cosine + 0.4 * near + 0.08 * work.has_own_recording + 0.07 * euler
    seeds = 300
    total: Counter[str] = Counter()
    for seed in range(seeds):
        ranked = recommend(catalogue(), mood, seed=str(seed), count=117)
        total.update({choice.work.id: choice.score for choice in ranked})  # type: ignore[arg-type]
    for work_id, summed in total.items():
        # Six standard errors of a Gumbel mean: 0.07 · π/√6 / √300 · 6.
        assert summed / seeds == pytest.approx(plain[work_id], abs=0.032)


def test_chance_is_spread_evenly_enough_for_all_fitting_pieces() -> None:
    counts = Counter(choice.work.id for choice in firsts(reading(*SAD), 200))
    assert counts.most_common(1)[0][1] <= 60


def test_recent_pieces_come_back_only_when_nothing_else_is_left() -> None:
    mood = reading(*SAD)
    everything = [c.work.id for c in recommend(catalogue(), mood, seed="s", count=117)]
    assert len(everything) == sum(work.playable for work in catalogue().works) == 117
    first = everything[0]
    assert recommend(catalogue(), mood, seed="s", recent=[first])[0].work.id != first
    assert recommend(catalogue(), mood, seed="s", recent=everything[1:])[0].work.id == first
    all_recent = recommend(catalogue(), mood, seed="s", recent=everything, count=3)
    assert len(all_recent) == 3


def test_an_unknown_recent_piece_changes_nothing() -> None:
    mood = reading(*SAD)
    assert recommend(catalogue(), mood, seed="s", recent=["gone-from-the-list"]) == recommend(
        catalogue(), mood, seed="s"
    )


def test_composers_vary_within_a_list_and_after_one_was_heard() -> None:
    mood = Mood.from_reading(probabilities=None, own_word=Emotion.SAD)
    heard = ["chopin-funeral-march", "chopin-prelude-op28-4", "chopin-nocturne-c-sharp-minor"]
    before = after = distinct = 0
    for number in range(60):
        listed = recommend(catalogue(), mood, seed=str(number), count=6)
        distinct += len({choice.work.composer for choice in listed})
        before += listed[0].work.composer == "Frédéric Chopin"
        again = recommend(catalogue(), mood, seed=str(number), recent=heard)
        after += again[0].work.composer == "Frédéric Chopin"
    assert distinct / 60 >= 4
    assert after < before / 3


def test_pieces_with_a_recording_of_the_movement_itself_are_preferred() -> None:
    generator = random.Random(5)
    share = sum(work.has_own_recording for work in catalogue().works) / 120
    chosen = own = 0
    for number in range(200):
        values = [generator.random() for _ in ORDER]
        mood = reading(*(value / sum(values) for value in values))
        own += recommend(catalogue(), mood, seed=str(number))[0].work.has_own_recording
        chosen += 1
    assert own / chosen > share + 0.05


def test_the_reason_names_what_mood_and_work_share() -> None:
    for choice in firsts(reading(*SAD), 50):
        shares = dict(choice.reason.emotions)
        expected = {e: SAD[ORDER.index(e)] for e in choice.work.emotions}
        assert shares == {e: p for e, p in expected.items() if p >= 0.15}
        assert list(shares.values()) == sorted(shares.values(), reverse=True)
        assert choice.reason.own_word is False
        assert 0 <= choice.reason.nearness <= 1
    own = firsts(Mood.from_reading(probabilities=None, own_word=Emotion.HAPPY), 1)[0]
    assert own.reason.own_word is True


@pytest.mark.parametrize(
    "probabilities",
    [None, (1.0,), (0.5,) * 6, (1.5, -0.5, 0, 0, 0, 0), (math.nan,) * 6, ()],
)
def test_what_is_no_reading_is_refused(probabilities: Any) -> None:
    with pytest.raises(ValueError, match="got"):
        Mood.from_reading(probabilities=probabilities)


def test_no_piece_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="At least one piece"):
        recommend(catalogue(), reading(*SAD), seed="s", count=0)
