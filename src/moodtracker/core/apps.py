"""The app `core`."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Shared web pieces."""

    name = "moodtracker.core"
    label = "core"
