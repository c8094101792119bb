"""Pages of calendar and year, and the button of the kind sentence."""

from moodtracker.tracker.views.calendar import day, month
from moodtracker.tracker.views.gentle import gentle_put_away
from moodtracker.tracker.views.year import year, year_picture

__all__ = ["day", "gentle_put_away", "month", "year", "year_picture"]
