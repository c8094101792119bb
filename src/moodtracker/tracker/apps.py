"""The app `tracker`."""

from django.apps import AppConfig


class TrackerConfig(AppConfig):
    """Calendar, year, strip and trends over the diary's entries."""

    name = "moodtracker.tracker"
    label = "tracker"
