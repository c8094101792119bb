"""The diary's place among Django's apps."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiaryConfig(AppConfig):
    """Entries, their photos, and the photos that wait for a face to be picked."""

    name = "moodtracker.diary"
    label = "diary"
    verbose_name = _("일기")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Join what happens when a person leaves."""
        from moodtracker.core.leaving import leaving_join
        from moodtracker.diary.services import leave_diary

        leaving_join("diary", leave_diary)
