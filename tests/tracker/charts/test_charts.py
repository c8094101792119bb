"""Charts compile in the engine of pages and documents, in Korean, and equal their tables."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from altair.typing import ChartType
from django.utils.translation import override

from moodtracker.emotions import FACTS, ORDER
from moodtracker.paper import look
from moodtracker.paper.drawing import draw
from moodtracker.paper.errors import PaperError
from moodtracker.tracker import charts
from moodtracker.tracker.charts.specify import for_browser, for_saving
from moodtracker.tracker.periods import Kind, Period
from moodtracker.tracker.trends import stats
from moodtracker.tracker.trends.intervals import Moments
from moodtracker.tracker.trends.together import Sighting, What, together

MONTH = Period.of(Kind.MONTH, date(2026, 10, 1))
YEARS = Period(Kind.ALL, date(2024, 1, 1), date(2026, 10, 31))


def a_diary() -> stats.Days:
    dice = np.random.default_rng(3)
    dates = tuple(
        day
        for day in (date(2024, 1, 1) + timedelta(days=n) for n in range(1035))
        if dice.random() < 0.7
    )
    counts = dice.multinomial(3, [0.1, 0.1, 0.3, 0.2, 0.15, 0.15], size=len(dates))
    felt = np.array([FACTS[mood].valence for mood in ORDER])
    return stats.Days(dates, counts.astype(np.int64), counts @ felt / 3)


DAYS = a_diary()


def curve(period: Period) -> stats.ValenceCurve:
    return stats.valence_curve(DAYS, period)


def made(language: str) -> dict[str, ChartType]:
    cells = [(day, hour, day + 1, 0.4 - day / 10) for day in range(7) for hour in (9, 21)]
    counted = stats.coverage(DAYS, MONTH)
    sightings = [
        Sighting(What.DOING, str(n), "산책", "", Moments.of(DAYS.within(MONTH).valence[n::2]))
        for n in range(2)
    ]
    return {
        "shares": charts.shares_chart(stats.shares(DAYS, MONTH), language),
        "valence": charts.valence_chart(curve(MONTH), language),
        "years": charts.valence_chart(curve(YEARS), language),
        "rhythm": charts.rhythm_chart(stats.rhythm(cells, MONTH, counted, span=3), language),
        "after_music": charts.after_music_chart(
            stats.after_music([(MONTH.first, 1, 3), (MONTH.last, -2, 1)], MONTH), language
        ),
        "agreement": charts.agreement_chart(
            stats.agreement([(ORDER[2], ORDER[2], 5), (ORDER[4], ORDER[3], 2)], MONTH, unnamed=1),
            language,
        ),
        "together": charts.together_chart(together(sightings, DAYS, MONTH, counted), language),
    }


WORDS = {
    "shares": ("기쁨", "10/1", "100%"),
    "valence": ("가벼움", "보통", "무거움", "슬픔"),
    "years": ("가벼움", "24.1월"),
    "rhythm": ("9–12시", "일", "토", "무거움"),
    "after_music": ("한결 가벼워졌어요", "더 무거워졌어요"),
    "agreement": ("내 말", "모델의 말", "당황"),
    "together": ("산책", "무거운 쪽", "가벼운 쪽"),
}


def test_charts_are_drawn_with_their_korean_words() -> None:
    """Through Altair's own check, which pages go without."""
    for name, chart in made("ko").items():
        drawing = look.svg(chart)
        assert [word for word in WORDS[name] if f">{word}<" not in drawing] == [], name


def test_english_charts_have_no_korean_but_what_the_person_wrote() -> None:
    for name, chart in made("en").items():
        text = json.dumps(chart.to_dict(validate=False), ensure_ascii=False).replace("산책", "")
        assert not [letter for letter in text if "가" <= letter <= "힣"], name


def test_the_browser_gets_tokens_in_place_of_colours() -> None:
    for name, chart in made("ko").items():
        spec = for_browser(lambda chart=chart: chart)  # type: ignore[misc]
        text = json.dumps(spec)
        assert not [colour for colour in look.TOKENS if colour in text], name
        assert '"token:' in text
        assert spec["width"] == "container"
        assert "Noto Sans KR Variable" in text


def rows(chart: ChartType) -> list[dict[str, Any]]:
    spec = chart.to_dict(validate=False)
    parts = [spec, *spec.get("layer", [])]
    return [row for part in parts for row in part.get("data", {}).get("values", [])]


def test_columns_are_full_wherever_there_are_entries() -> None:
    found = stats.shares(DAYS, MONTH)
    heights: dict[float, float] = {}
    for row in rows(charts.shares_chart(found, "ko")):
        heights[row["left"]] = heights.get(row["left"], 0.0) + row["high"] - row["low"]
    recorded = [place + 0.05 for place, one in enumerate(found.buckets) if one.recorded]
    assert sorted(heights) == pytest.approx(recorded)
    assert list(heights.values()) == pytest.approx([1.0] * len(recorded))


def test_a_gap_in_the_diary_breaks_the_line() -> None:
    gap = stats.Days(
        tuple(date(2026, 10, day) for day in (1, 2, 3, 4, 20, 21, 22, 23)),
        np.tile(np.array([0, 0, 1, 0, 0, 0], np.int64), (8, 1)),
        np.full(8, 0.8),
    )
    chart = charts.valence_chart(stats.valence_curve(gap, MONTH), "ko")
    runs = {row["run"] for row in rows(chart) if "run" in row}
    assert len(runs) == 2


def test_a_picture_is_drawn_in_a_process_of_its_own() -> None:
    """And carries its title and how it counts, since it leaves its page."""
    chart: Callable[[], ChartType] = lambda: made("ko")["after_music"]  # noqa: E731
    with override("ko"):
        spec = for_saving(
            chart, title="음악 · 10월", subtitle="하루가 한 몫이에요. " * 6, korean=True
        )
    drawing = draw(spec, "svg").decode()
    assert "음악 · 10월" in drawing
    assert drawing.count("하루가") >= 6
    with pytest.raises(PaperError, match="A chart comes out of its process"):
        draw({"mark": {"type": 3}}, "svg")
