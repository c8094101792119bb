"""What the diary keeps. Every write goes through `services`, every longer read through `selectors`.

Rules that can be constraints are constraints, so a careless query cannot break them either.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Abs
from django.db.models.lookups import LessThan

from moodtracker.emotions import CLASS_NAMES, Emotion

NOTE_MAX_LENGTH = 4000


class Source(models.TextChoices):
    """How an entry came in."""

    PHOTO = "photo"
    CAMERA = "camera"
    HAND = "hand"


def _all_probabilities(**lookup: object) -> Q:
    """The same lookup on each of the six columns."""
    (suffix, value), *_ = lookup.items()
    return Q(*((f"{name}__{suffix}", value) for name in CLASS_NAMES))


_READ = ~Q(source="hand")
_PROBABILITY_SUM = sum((F(name) for name in CLASS_NAMES[1:]), start=F(CLASS_NAMES[0]))


class Entry(models.Model):
    """One mood at one instant.

    `recorded_at` is the instant, `zone` the IANA zone the person was in, `local_date` the date
    on the wall then; the date is frozen, so that a traveller's Tuesday stays Tuesday.
    `mood` is made by the database: the person's own word where there is one, else the model's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="entries"
    )
    capture_key = models.UUIDField(
        default=uuid.uuid4,
        editable=False,
        help_text="Made with the capture form; a form sent twice gives one entry.",
    )
    recorded_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    local_date = models.DateField()
    source = models.CharField(max_length=8, choices=Source.choices)

    # Columns rather than JSON: trends average them over tens of thousands of rows.
    anger = models.FloatField(null=True, blank=True)
    embarrassment = models.FloatField(null=True, blank=True)
    happy = models.FloatField(null=True, blank=True)
    neutrality = models.FloatField(null=True, blank=True)
    sad = models.FloatField(null=True, blank=True)
    unrest = models.FloatField(null=True, blank=True)

    model_mood = models.CharField(max_length=16, blank=True)
    own_mood = models.CharField(max_length=16, blank=True)
    mood = models.GeneratedField(
        expression=Case(When(own_mood="", then="model_mood"), default="own_mood"),
        output_field=models.CharField(max_length=16),
        db_persist=True,
    )
    ambiguous = models.BooleanField(default=False)
    advice = models.JSONField(default=list, blank=True)
    heatmap = models.BinaryField(
        null=True, blank=True, help_text="Written and read by `heatmaps`; shows no face."
    )
    model_name = models.CharField(max_length=64, blank=True)
    model_version = models.CharField(max_length=64, blank=True)

    note = models.TextField(blank=True, max_length=NOTE_MAX_LENGTH)
    deleted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        """Constraints hold what the services promise."""

        ordering: ClassVar[list[str]] = ["-recorded_at", "-id"]
        verbose_name_plural = "entries"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                # With the id last, the order of a page is the order of the index: without it SQLite
                # prefers the other index and reads the whole diary.
                fields=["owner", "local_date", "recorded_at", "id"],
                name="diary_entry_day",
                condition=Q(deleted_at=None),
            ),
            models.Index(
                fields=["owner", "recorded_at", "id"],
                name="diary_entry_neighbours",
                condition=Q(deleted_at=None),
            ),
            models.Index(
                fields=["owner", "deleted_at"],
                name="diary_entry_deleted",
                condition=Q(deleted_at__isnull=False),
            ),
            models.Index(
                fields=["deleted_at"],
                name="diary_entry_due",
                condition=Q(deleted_at__isnull=False),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["owner", "capture_key"], name="diary_entry_one_for_a_capture"
            ),
            models.CheckConstraint(
                condition=Q(source__in=Source.values), name="diary_entry_source_known"
            ),
            models.CheckConstraint(
                condition=Q(own_mood__in=["", *CLASS_NAMES]), name="diary_entry_own_mood_known"
            ),
            models.CheckConstraint(
                condition=(
                    Q(source="hand", model_mood="", model_name="", heatmap=None)
                    & ~Q(own_mood="")
                    & _all_probabilities(isnull=True)
                )
                | (_READ & Q(model_mood__in=CLASS_NAMES) & ~Q(model_name="")),
                name="diary_entry_by_hand_or_read",
            ),
            models.CheckConstraint(
                condition=Q(source="hand")
                | (
                    _all_probabilities(isnull=False)
                    & _all_probabilities(gte=0.0)
                    & _all_probabilities(lte=1.0)
                    & Q(LessThan(Abs(_PROBABILITY_SUM - Value(1.0)), Value(0.001)))
                ),
                name="diary_entry_probabilities_sum_to_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.local_date} {self.mood}"

    @property
    def emotion(self) -> Emotion:
        """The mood that counts: the person's own word, else the model's."""
        return Emotion(self.own_mood or self.model_mood)

    @property
    def model_emotion(self) -> Emotion | None:
        """What the model found most probable; None for an entry by hand."""
        return Emotion(self.model_mood) if self.model_mood else None

    @property
    def own_emotion(self) -> Emotion | None:
        """The person's own word; None while the model's stands."""
        return Emotion(self.own_mood) if self.own_mood else None

    @property
    def probabilities(self) -> tuple[float, ...] | None:
        """The six in the order of `emotions.ORDER`; None for an entry by hand."""
        values = tuple(getattr(self, name) for name in CLASS_NAMES)
        return None if values[0] is None else values


class EntryPhoto(models.Model):
    """The kept photo of an entry: a sealed file under `PHOTOS`, named by the server.

    `byte_size` and `sha256` are those of the sealed file, so a backup can be checked without
    the key. `face_x`, `face_y` (its centre), `face_side` and `face_tilt` are the square that the
    network saw, in pixels of the kept picture and degrees; it may reach outside.
    """

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="photo")
    name = models.CharField(max_length=64, unique=True)
    byte_size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    face_x = models.FloatField()
    face_y = models.FloatField()
    face_side = models.FloatField()
    face_tilt = models.FloatField()

    class Meta:
        """A photo without pixels or bytes is none."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(byte_size__gt=0, width__gt=0, height__gt=0),
                name="diary_photo_has_bytes_and_pixels",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PendingPhoto(models.Model):
    """A photo with several faces, until its owner picks theirs or half an hour has gone.

    Both blobs are sealed. `sealed_faces` holds a small picture and the reading of each face;
    `sealed_photo` is the picture to keep, empty for a person whose photos are thrown away.
    Only the chosen face's reading goes on into an entry, which takes over the id.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pending_photos"
    )
    capture_key = models.UUIDField()
    source = models.CharField(max_length=8, choices=Source.choices)
    note = models.TextField(blank=True, max_length=NOTE_MAX_LENGTH)
    recorded_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    face_count = models.PositiveSmallIntegerField()
    sealed_photo = models.BinaryField(blank=True)
    sealed_faces = models.BinaryField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        """One wait for each capture form."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["owner", "capture_key"], name="diary_pending_one_for_a_capture"
            ),
            models.CheckConstraint(condition=Q(face_count__gte=2), name="diary_pending_has_faces"),
        ]

    def __str__(self) -> str:
        return f"{self.face_count} faces until {self.expires_at:%H:%M}"


class PhotoAttempt(models.Model):
    """One photo given to the reader, kept for an hour so that attempts can be counted."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="photo_attempts"
    )
    at = models.DateTimeField()

    class Meta:
        """Counted by person and time."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "at"], name="diary_attempt_owner_at")
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
