"""What the tracker keeps of its own: only that a person wants to be left in peace for a while."""

from django.conf import settings
from django.db import models


class GentleRest(models.Model):
    """The kind sentence after heavy days was put away; none is said up to `until`, included."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="gentle_rest"
    )
    until = models.DateField(help_text="A local date of the person.")
    put_away_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"until {self.until}"
