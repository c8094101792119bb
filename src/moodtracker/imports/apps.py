"""The app `imports`."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Files from other diaries, on their way in."""

    name = "moodtracker.imports"
    label = "imports"

    def ready(self) -> None:
        """Join what happens when a person leaves."""
        from moodtracker.core.leaving import leaving_join
        from moodtracker.imports.services.leaving import leave_imports

        leaving_join("imports", leave_imports)
