"""The app `tracker`."""

from django.apps import AppConfig


class TrackerConfig(AppConfig):
    """Calendar and strip over the diary's entries; it keeps nothing of its own."""

    name = "moodtracker.tracker"
    label = "tracker"
