"""The app `music`."""

from django.apps import AppConfig


class MusicConfig(AppConfig):
    """Catalogue, choice of a fitting piece, player; it keeps nothing in the database."""

    name = "moodtracker.music"
    label = "music"
