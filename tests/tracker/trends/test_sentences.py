"""Plain sentences of a period, in both languages, with the particles Korean asks for."""

import re
from datetime import date, timedelta

import numpy as np
import pytest
from django.utils.translation import override

from moodtracker.emotions import ORDER, Emotion
from moodtracker.tracker.periods import Kind, Period
from moodtracker.tracker.trends.compare import compare, needed_days
from moodtracker.tracker.trends.korean import with_particle
from moodtracker.tracker.trends.sentences import comparison_sentences
from moodtracker.tracker.trends.stats import Comparison, Days

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("기쁨", "기쁨이"),
        ("분노", "분노가"),
        ("2026년 9월", "2026년 9월이"),
        ("41%", "41%가"),
        ("제10", "제10이"),
        ("제2", "제2가"),
        ("‘산책’", "‘산책’이"),
        ("Daylio", "Daylio이(가)"),
        ("", "이(가)"),
    ],
)
def test_particles_follow_the_sound(word: str, said: str) -> None:
    assert with_particle(word, "이", "가") == said


def diary(*runs: tuple[date, str]) -> Days:
    """Days from a date on, a letter a day: the mood's place in the order, or - for none."""
    days = [
        (first + timedelta(days=place), int(letter))
        for first, letters in runs
        for place, letter in enumerate(letters)
        if letter != "-"
    ]
    counts = np.zeros((len(days), 6), np.int64)
    for row, (_, mood) in enumerate(days):
        counts[row, mood] = 1
    return Days(tuple(day for day, _ in days), counts, np.zeros(len(days)))


def told(days: Days, period: Period, language: str = "ko") -> list[str]:
    found = compare(days, period, today=TODAY)
    assert isinstance(found, Comparison)
    with override(language):
        return comparison_sentences(found, period, today=TODAY)


MONTH = Period.of(Kind.MONTH, TODAY)
HAPPY, UNREST = ORDER.index(Emotion.HAPPY), ORDER.index(Emotion.UNREST)
FEWER = diary(
    (date(2026, 10, 1), f"{UNREST}" * 5 + f"{HAPPY}" * 5),
    (date(2026, 11, 1), f"{UNREST}" * 2 + f"{HAPPY}" * 8),
)


def test_fewer_anxious_days_than_a_month_ago_are_told() -> None:
    assert "지난달 이맘때보다 불안한 날이 3일 줄었어요." in told(FEWER, MONTH)
    assert "지난달 이맘때보다 기쁜 날이 3일 늘었어요." in told(FEWER, MONTH)
    english = told(FEWER, MONTH, "en")
    assert "3 fewer anxious days than in the same days of last month." in english
    assert not any(re.search("[가-힣]", sentence) for sentence in english)


def test_a_finished_month_is_held_against_the_month_by_its_name() -> None:
    days = diary(
        (date(2026, 8, 1), f"{UNREST}" * 10), (date(2026, 9, 1), f"{UNREST}" * 7 + f"{HAPPY}" * 3)
    )
    said = told(days, Period.of(Kind.MONTH, date(2026, 9, 1)))
    assert said[0] == "2026년 8월보다 불안한 날이 3일 줄었어요."


def test_with_unequal_days_shares_are_told_not_counts() -> None:
    """Ten sad days of twenty are not more than nine of nine."""
    days = diary((date(2026, 10, 1), "4" * 9), (date(2026, 11, 1), "4" * 10 + f"{HAPPY}" * 10))
    said = told(days, MONTH)
    assert any("슬픈 날의 비율이 지난달 이맘때보다 줄었어요(100% → 50%)." in text for text in said)
    assert not any("10일" in text for text in said)


def test_too_few_days_are_said_instead_of_a_comparison() -> None:
    days = diary((date(2026, 10, 1), "222"), (date(2026, 11, 1), "2" * 12))
    assert told(days, MONTH) == [
        f"지난달 이맘때와 견주려면 양쪽에 기록한 날이 {needed_days(MONTH)}일씩 있어야 해요. "
        "지금은 12일, 그때는 3일이에요."
    ]
    free = Period.free(date(2026, 11, 1), date(2026, 11, 14))
    assert told(days, free)[0].startswith("바로 앞 14일과 견주려면")


def test_nothing_is_made_of_a_day_more_or_less() -> None:
    days = diary((date(2026, 10, 1), "2" * 8 + "44"), (date(2026, 11, 1), "2" * 7 + "444"))
    assert told(days, MONTH) == ["지난달 이맘때와 견주어 크게 달라진 감정이 없어요."]


def test_no_sentence_moralises() -> None:
    """They say more and less, lighter and heavier: never better, worse, well done, too much."""
    for language, words in (
        ("ko", "잘했|나빠|좋아졌|너무|해야 해요|힘내"),
        ("en", "better|worse|great|should"),
    ):
        said = told(FEWER, MONTH, language)
        assert not [text for text in said if re.search(words, text)]
