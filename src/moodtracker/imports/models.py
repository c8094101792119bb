"""What is on its way in, what came in by it, and what a person chose before.

Files wait sealed on the disk (`waiting`); no row holds a line of anybody's notes.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from moodtracker.diary.models import Entry, Tag


class State(models.TextChoices):
    """Where a run stands. Those of `WORK` are for the job; a person acts in the others."""

    SENDING = "sending"
    CHECKING = "checking"
    ASKING = "asking"
    READY = "ready"
    APPLYING = "applying"
    DONE = "done"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"
    READING = "reading"
    REVIEW = "review"


WORK = (State.CHECKING, State.APPLYING, State.UNDOING, State.READING)
ENDED = (State.DONE, State.FAILED, State.UNDONE)
KINDS = (
    "daylio_csv",
    "daylio_backup",
    "how_we_feel",
    "state_of_mind",
    "pixels",
    "archive",
    "selfies",
)


class ImportRun(models.Model):
    """One file, or several photos, from being sent to what came of it.

    `summary` is the dry run (`summary.Summary`), `choices` what the person decided on it
    (`choices.Chosen`), `trouble` a problem and its values. `claimed_until` is the lease of the
    process that works on it. `result` counts what came in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="import_runs"
    )
    kind = models.CharField(max_length=16, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.SENDING)
    file_name = models.CharField(max_length=120)
    zone = models.CharField(max_length=64)
    date_order = models.CharField(max_length=12, blank=True)
    summary = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    trouble = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(
        default=0, help_text="Claims without anything done since; too many end the run."
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering: ClassVar[list[str]] = ["-created_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "-created_at"], name="imports_run_owner"),
            models.Index(
                fields=["state"], name="imports_run_work", condition=Q(state__in=list(WORK))
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="imports_run_state_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["", *KINDS]), name="imports_run_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind or '?'} {self.state}"

    @property
    def working(self) -> bool:
        """Whether the job has to do something."""
        return self.state in WORK


class ImportFile(models.Model):
    """A file of a run, sealed in pieces of one size; `received` counts those that are here."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    byte_size = models.PositiveBigIntegerField()

    class Meta:
        """In the order they were chosen."""

        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "position"], name="imports_file_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ImportedEntry(models.Model):
    """An entry that a run brought. `stamp` is its `updated_at` then: who edits it keeps it."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="entries")
    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="imported")
    stamp = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.entry_id} by {self.run_id}"


class ImportedTag(models.Model):
    """A tag that was not there before a run."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="tags")
    tag = models.OneToOneField(Tag, on_delete=models.CASCADE, related_name="imported")

    def __str__(self) -> str:
        return f"{self.tag_id} by {self.run_id}"


class Remembered(models.Model):
    """What a person once chose for a foreign mood or tag; proposed again next time."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="import_choices"
    )
    family = models.CharField(max_length=16)
    what = models.CharField(max_length=4, choices=[("mood", "mood"), ("tag", "tag")])
    key = models.CharField(max_length=80)
    value = models.CharField(max_length=24)

    class Meta:
        """The last choice counts."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["owner", "family", "what", "key"], name="imports_remembered_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.key}: {self.value}"


class Selfie(models.Model):
    """An old photo that was read and waits for its person's word.

    `sealed_faces` holds small pictures and readings as a waiting photo of the diary does;
    `sealed_photo` is what would be kept. `trouble` says why there is no face. `face` is the one
    that was picked, None until then where there are several.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="selfies")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    wall = models.DateTimeField(null=True, blank=True, help_text="As if in UTC: a wall has no zone")
    offset_minutes = models.SmallIntegerField(null=True, blank=True)
    dated_by = models.CharField(max_length=8, blank=True)
    face_count = models.PositiveSmallIntegerField(default=0)
    face = models.PositiveSmallIntegerField(null=True, blank=True)
    own_mood = models.CharField(max_length=16, blank=True)
    dropped = models.BooleanField(default=False)
    trouble = models.CharField(max_length=300, blank=True)
    sealed_photo = models.BinaryField(blank=True)
    sealed_faces = models.BinaryField(blank=True)

    class Meta:
        """In the order they were sent."""

        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "position"], name="imports_selfie_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.face_count} faces"
