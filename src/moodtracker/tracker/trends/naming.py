"""Names of what goes with moods."""

from django.utils.translation import gettext, override

from moodtracker.diary.models import Shift
from moodtracker.tracker.trends.selectors import piece_title
from moodtracker.tracker.trends.stats import SHIFTS
from moodtracker.tracker.trends.together import Companion, What


def companion_name(row: Companion, language: str) -> str:
    """As the person wrote it; a piece by composer and title."""
    with override(language):
        if row.what is What.ANY_MUSIC:
            return gettext("음악을 들은 날")
        if row.what is What.PIECE:
            return piece_title(row.key, language)
        return row.name


def shift_names() -> list[str]:
    """The answers after music, from much heavier to much lighter."""
    return [str(Shift(shift).label) for shift in SHIFTS]
