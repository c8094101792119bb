"""The app `reminders`."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """When to remind, and what was sent."""

    name = "moodtracker.reminders"
    label = "reminders"
