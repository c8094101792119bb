"""The choice of a fitting piece: plain Python, no framework, same answer for the same seed."""

from moodtracker.music.recommend.catalogue import Catalogue, CatalogueError, parse_catalogue
from moodtracker.music.recommend.choice import Choice, Reason, recommend
from moodtracker.music.recommend.mood import Mood
from moodtracker.music.recommend.works import CommonsFile, Forces, Mode, Recording, Scope, Work

__all__ = [
    "Catalogue",
    "CatalogueError",
    "Choice",
    "CommonsFile",
    "Forces",
    "Mode",
    "Mood",
    "Reason",
    "Recording",
    "Scope",
    "Work",
    "parse_catalogue",
    "recommend",
]
