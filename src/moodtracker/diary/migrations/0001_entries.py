"""Entries, their photos, photos that wait for a face, and counted attempts."""

import uuid

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.math
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "capture_key",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Made with the capture form; a form sent twice gives one entry.",
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("zone", models.CharField(max_length=64)),
                ("local_date", models.DateField()),
                (
                    "source",
                    models.CharField(
                        choices=[("photo", "Photo"), ("camera", "Camera"), ("hand", "Hand")],
                        max_length=8,
                    ),
                ),
                ("anger", models.FloatField(blank=True, null=True)),
                ("embarrassment", models.FloatField(blank=True, null=True)),
                ("happy", models.FloatField(blank=True, null=True)),
                ("neutrality", models.FloatField(blank=True, null=True)),
                ("sad", models.FloatField(blank=True, null=True)),
                ("unrest", models.FloatField(blank=True, null=True)),
                ("model_mood", models.CharField(blank=True, max_length=16)),
                ("own_mood", models.CharField(blank=True, max_length=16)),
                (
                    "mood",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(own_mood="", then="model_mood"), default="own_mood"
                        ),
                        output_field=models.CharField(max_length=16),
                    ),
                ),
                ("ambiguous", models.BooleanField(default=False)),
                ("advice", models.JSONField(blank=True, default=list)),
                (
                    "heatmap",
                    models.BinaryField(
                        blank=True,
                        help_text="Written and read by `heatmaps`; shows no face.",
                        null=True,
                    ),
                ),
                ("model_name", models.CharField(blank=True, max_length=64)),
                ("model_version", models.CharField(blank=True, max_length=64)),
                ("note", models.TextField(blank=True, max_length=4000)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "entries",
                "ordering": ["-recorded_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="EntryPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=64, unique=True)),
                ("byte_size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("face_x", models.FloatField()),
                ("face_y", models.FloatField()),
                ("face_side", models.FloatField()),
                ("face_tilt", models.FloatField()),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photo",
                        to="diary.entry",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PendingPhoto",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("capture_key", models.UUIDField()),
                (
                    "source",
                    models.CharField(
                        choices=[("photo", "Photo"), ("camera", "Camera"), ("hand", "Hand")],
                        max_length=8,
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=4000)),
                ("recorded_at", models.DateTimeField()),
                ("zone", models.CharField(max_length=64)),
                ("face_count", models.PositiveSmallIntegerField()),
                ("sealed_photo", models.BinaryField(blank=True)),
                ("sealed_faces", models.BinaryField()),
                ("expires_at", models.DateTimeField(db_index=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pending_photos",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PhotoAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photo_attempts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("deleted_at", None)),
                fields=["owner", "local_date", "recorded_at", "id"],
                name="diary_entry_day",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("deleted_at", None)),
                fields=["owner", "recorded_at", "id"],
                name="diary_entry_neighbours",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", False)),
                fields=["owner", "deleted_at"],
                name="diary_entry_deleted",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", False)),
                fields=["deleted_at"],
                name="diary_entry_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                fields=("owner", "capture_key"), name="diary_entry_one_for_a_capture"
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["photo", "camera", "hand"])),
                name="diary_entry_source_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "own_mood__in",
                        ["", "anger", "embarrassment", "happy", "neutrality", "sad", "unrest"],
                    )
                ),
                name="diary_entry_own_mood_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("heatmap", None),
                        ("model_mood", ""),
                        ("model_name", ""),
                        ("source", "hand"),
                        models.Q(("own_mood", ""), _negated=True),
                        ("anger__isnull", True),
                        ("embarrassment__isnull", True),
                        ("happy__isnull", True),
                        ("neutrality__isnull", True),
                        ("sad__isnull", True),
                        ("unrest__isnull", True),
                    ),
                    models.Q(
                        models.Q(("source", "hand"), _negated=True),
                        (
                            "model_mood__in",
                            ("anger", "embarrassment", "happy", "neutrality", "sad", "unrest"),
                        ),
                        models.Q(("model_name", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="diary_entry_by_hand_or_read",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("source", "hand"),
                    models.Q(
                        ("anger__isnull", False),
                        ("embarrassment__isnull", False),
                        ("happy__isnull", False),
                        ("neutrality__isnull", False),
                        ("sad__isnull", False),
                        ("unrest__isnull", False),
                        ("anger__gte", 0.0),
                        ("embarrassment__gte", 0.0),
                        ("happy__gte", 0.0),
                        ("neutrality__gte", 0.0),
                        ("sad__gte", 0.0),
                        ("unrest__gte", 0.0),
                        ("anger__lte", 1.0),
                        ("embarrassment__lte", 1.0),
                        ("happy__lte", 1.0),
                        ("neutrality__lte", 1.0),
                        ("sad__lte", 1.0),
                        ("unrest__lte", 1.0),
                        django.db.models.lookups.LessThan(
                            django.db.models.functions.math.Abs(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    django.db.models.expressions.CombinedExpression(
                                                        models.F("anger"),
                                                        "+",
                                                        models.F("embarrassment"),
                                                    ),
                                                    "+",
                                                    models.F("happy"),
                                                ),
                                                "+",
                                                models.F("neutrality"),
                                            ),
                                            "+",
                                            models.F("sad"),
                                        ),
                                        "+",
                                        models.F("unrest"),
                                    ),
                                    "-",
                                    models.Value(1.0),
                                )
                            ),
                            models.Value(0.001),
                        ),
                    ),
                    _connector="OR",
                ),
                name="diary_entry_probabilities_sum_to_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="entryphoto",
            constraint=models.CheckConstraint(
                condition=models.Q(("byte_size__gt", 0), ("height__gt", 0), ("width__gt", 0)),
                name="diary_photo_has_bytes_and_pixels",
            ),
        ),
        migrations.AddConstraint(
            model_name="pendingphoto",
            constraint=models.UniqueConstraint(
                fields=("owner", "capture_key"), name="diary_pending_one_for_a_capture"
            ),
        ),
        migrations.AddConstraint(
            model_name="pendingphoto",
            constraint=models.CheckConstraint(
                condition=models.Q(("face_count__gte", 2)), name="diary_pending_has_faces"
            ),
        ),
        migrations.AddIndex(
            model_name="photoattempt",
            index=models.Index(fields=["owner", "at"], name="diary_attempt_owner_at"),
        ),
    ]
