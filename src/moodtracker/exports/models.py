"""What this room keeps: when something went out, calendar links, receipts of people who left."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ExportKind(models.TextChoices):
    """What went out."""

    ARCHIVE = "archive", _("전체 (ZIP)")
    WITHOUT_PHOTOS = "lean", _("사진 없이 (ZIP)")
    TABLE = "csv", _("표 (CSV)")


class Export(models.Model):
    """Something that went out to its owner. `finished_at` is None when it broke off."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exports"
    )
    kind = models.CharField(max_length=8, choices=ExportKind.choices)
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    byte_size = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        """Listed and counted by time."""

        ordering: ClassVar[list[str]] = ["-at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "at"], name="exports_export_owner_at")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=ExportKind.values), name="exports_export_kind_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M}"


class Feed(models.Model):
    """A calendar link. The token itself is shown once; only its SHA-256 is kept.

    `words` tells moods in words beside their marks; `months` is how far the feed reaches back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feeds"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    words = models.BooleanField(default=True)
    notes = models.BooleanField(default=False)
    months = models.PositiveSmallIntegerField(default=12)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Oldest first."""

        ordering: ClassVar[list[str]] = ["created_at", "id"]

    def __str__(self) -> str:
        return f"feed of {self.months} months"


class Receipt(models.Model):
    """That somebody left, when, and how much was deleted; nothing says who it was."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    counts = models.JSONField(help_text="Number of rows and files by their kind.")

    class Meta:
        """Newest first."""

        ordering: ClassVar[list[str]] = ["-at", "id"]

    def __str__(self) -> str:
        return f"{self.id} at {self.at:%Y-%m-%d %H:%M}"
