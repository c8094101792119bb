"""Shown probabilities are never nothing and never certain."""

import pytest

from moodtracker.diary.templatetags.diary_tags import percent_words


@pytest.mark.parametrize(
    ("percent", "shown"),
    [
        (0.0, "<0.1%"),
        (0.099, "<0.1%"),
        (0.1, "0.1%"),
        (61.84, "61.8%"),
        (99.9, "99.9%"),
        (99.96, ">99.9%"),
        (100.0, ">99.9%"),
    ],
)
def test_percent_words(percent: float, shown: str) -> None:
    assert percent_words(percent) == shown
