"""The app `imports`."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Files from other diaries, on their way in."""

    name = "moodtracker.imports"
    label = "imports"
