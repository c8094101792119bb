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
from django.utils.translation import gettext_lazy as _

from moodtracker.emotions import CLASS_NAMES, FACTS, Emotion

NOTE_MAX_LENGTH = 4000
TAG_MAX_LENGTH = 40


class Source(models.TextChoices):
    """How an entry came in."""

    PHOTO = "photo"
    CAMERA = "camera"
    HAND = "hand"
    IMPORT = "import"


class TagGroup(models.TextChoices):
    """What a tag is about."""

    PEOPLE = "people", _("사람")
    PLACES = "places", _("곳")
    DOING = "doing", _("한 일")
    BODY = "body", _("몸")


class Shift(models.IntegerChoices):
    """How one feels after a piece of music, against before."""

    MUCH_HEAVIER = -2, _("더 무거워졌어요")
    HEAVIER = -1, _("조금 무거워졌어요")
    SAME = 0, _("그대로예요")
    LIGHTER = 1, _("조금 나아졌어요")
    MUCH_LIGHTER = 2, _("한결 가벼워졌어요")


def _all_probabilities(**lookup: object) -> Q:
    """The same lookup on each of the six columns."""
    (suffix, value), *_ = lookup.items()
    return Q(*((f"{name}__{suffix}", value) for name in CLASS_NAMES))


_HAND_OR_READ = (
    Q(model_mood="", model_name="", heatmap=None)
    & ~Q(own_mood="")
    & _all_probabilities(isnull=True)
    & ~Q(source__in=["photo", "camera"])
) | (Q(model_mood__in=CLASS_NAMES) & ~Q(model_name="") & ~Q(source="hand"))
_PROBABILITY_SUM = sum((F(name) for name in CLASS_NAMES[1:]), start=F(CLASS_NAMES[0]))

INTENSITIES = (1, 2, 3, 4, 5)
# How much of a mood's valence counts at each intensity; an entry without one counts like 3.
INTENSITY_FACTOR = {1: 0.5, 2: 0.75, 3: 1.0, 4: 1.125, 5: 1.25}


def _valence() -> Case:
    """Valence in -1…1: the person's own word by its intensity, else the model's expectation."""
    word = Case(
        *(When(own_mood=name, then=Value(FACTS[Emotion(name)].valence)) for name in CLASS_NAMES),
        output_field=models.FloatField(),
    )
    factor = Case(
        *(When(intensity=step, then=Value(INTENSITY_FACTOR[step])) for step in INTENSITIES),
        default=Value(1.0),
        output_field=models.FloatField(),
    )
    expected = sum(
        (F(name) * Value(FACTS[Emotion(name)].valence) for name in CLASS_NAMES[1:]),
        start=F(CLASS_NAMES[0]) * Value(FACTS[Emotion(CLASS_NAMES[0])].valence),
    )
    return Case(When(own_mood="", then=expected), default=word * factor)


class Entry(models.Model):
    """One mood at one instant.

    `recorded_at` is the instant, `zone` the IANA zone the person was in, `local_date` and
    `local_hour` the date and hour on the wall then; both are frozen, so that a traveller's Tuesday
    stays Tuesday. `mood` and `valence` are made by the database: the person's own word where there
    is one, else the model's. An imported entry is read (a selfie) or has an own word.
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
    local_hour = models.PositiveSmallIntegerField(help_text="0…23 on the wall, frozen too.")
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
    intensity = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="1 (barely) … 5 (very); none when the person gave none."
    )
    valence = models.GeneratedField(
        expression=_valence(), output_field=models.FloatField(), db_persist=True
    )
    ambiguous = models.BooleanField(default=False)
    advice = models.JSONField(default=list, blank=True)
    heatmap = models.BinaryField(
        null=True, blank=True, help_text="Written and read by `heatmaps`; shows no face."
    )
    model_name = models.CharField(max_length=64, blank=True)
    model_version = models.CharField(max_length=64, blank=True)

    note = models.TextField(blank=True, max_length=NOTE_MAX_LENGTH)
    tags: "models.ManyToManyField[Tag, EntryTag]" = models.ManyToManyField(
        "Tag", through="EntryTag", related_name="entries"
    )
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
                # SQLite asks every entry for `deleted_at`, whatever the condition says, unless the
                # index holds it.
                fields=["owner", "recorded_at", "id", "deleted_at"],
                name="diary_entry_neighbours",
                condition=Q(deleted_at=None),
            ),
            models.Index(
                # Charts search one person's days in it and group by date, mood and hour. SQLite
                # still reads the rows: a generated column in a query keeps an index from covering.
                fields=["owner", "local_date", "mood", "valence", "local_hour", "deleted_at"],
                name="diary_entry_charts",
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
            models.CheckConstraint(condition=_HAND_OR_READ, name="diary_entry_by_hand_or_read"),
            models.CheckConstraint(
                condition=Q(intensity=None) | Q(intensity__in=INTENSITIES),
                name="diary_entry_intensity_known",
            ),
            models.CheckConstraint(
                condition=Q(local_hour__lte=23), name="diary_entry_hour_of_a_day"
            ),
            models.CheckConstraint(
                condition=Q(model_mood="")
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


class Tag(models.Model):
    """Something of a day that a person notes beside moods: who, where, what, the body.

    A hidden tag stays on its entries and is offered no more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mood_tags"
    )
    group = models.CharField(max_length=8, choices=TagGroup.choices)
    name = models.CharField(max_length=TAG_MAX_LENGTH)
    emoji = models.CharField(max_length=16, blank=True)
    position = models.PositiveIntegerField(default=0)
    hidden = models.BooleanField(default=False)

    class Meta:
        """A name stands once in its group."""

        ordering: ClassVar[list[str]] = ["group", "position", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["owner", "group", "name"], name="diary_tag_once"),
            models.CheckConstraint(
                condition=Q(group__in=TagGroup.values), name="diary_tag_group_known"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="diary_tag_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.emoji} {self.name}".strip()


class EntryTag(models.Model):
    """A tag on an entry; both belong to one person, which the services see to."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="entry_tags")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="entry_tags")

    class Meta:
        """Once an entry."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry", "tag"], name="diary_entry_tag_once"),
        ]

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.entry_id}"


class Heard(models.Model):
    """A piece of music that was played for an entry, and how one felt after it.

    `work` is an id of the music catalogue. `shift` is None until the person says it.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="heard")
    work = models.CharField(max_length=120)
    at = models.DateTimeField()
    shift = models.SmallIntegerField(null=True, blank=True, choices=Shift.choices)

    class Meta:
        """A piece stands once an entry; the last time it was played counts."""

        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry", "work"], name="diary_heard_once"),
            models.CheckConstraint(
                condition=Q(shift=None) | Q(shift__in=Shift.values), name="diary_heard_shift_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work} at {self.at:%Y-%m-%d %H:%M}"


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
    intensity = models.PositiveSmallIntegerField(null=True, blank=True)
    tag_ids = models.JSONField(default=list, blank=True)
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
