"""The tracker's charts: one function each, which takes what was counted and a language.

The same Altair chart is drawn by the browser, as a picture to save, and in a report's PDF.
"""

from moodtracker.tracker.charts.moods import shares_chart, valence_chart
from moodtracker.tracker.charts.music import after_music_chart, together_chart
from moodtracker.tracker.charts.week import agreement_chart, rhythm_chart

__all__ = [
    "after_music_chart",
    "agreement_chart",
    "rhythm_chart",
    "shares_chart",
    "together_chart",
    "valence_chart",
]
