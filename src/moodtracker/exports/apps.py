"""The app `exports`."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """The archive, the feed, and leaving."""

    name = "moodtracker.exports"
    label = "exports"
