"""What must never be in a row is refused by the database itself."""

import uuid
from typing import Any

import pytest
from diary_photos import NOW
from diary_writing import read_entry
from django.core.management import call_command
from django.db import IntegrityError, transaction

from moodtracker.accounts.models import User
from moodtracker.diary.models import Entry, EntryPhoto, PendingPhoto
from moodtracker.emotions import CLASS_NAMES, FACTS, Emotion

BY_HAND: dict[str, Any] = {
    "source": "hand",
    "own_mood": "sad",
    "model_mood": "",
    "model_name": "",
    "heatmap": None,
    **dict.fromkeys(CLASS_NAMES),
}


def refused(entry: Entry, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        entry.save(force_insert=True)


def test_the_two_kinds_of_entry_are_accepted(hana: User) -> None:
    read_entry(hana, NOW).save(force_insert=True)
    read_entry(hana, NOW, **BY_HAND).save(force_insert=True)
    assert sorted(Entry.objects.values_list("mood", flat=True)) == ["happy", "sad"]


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"source": "guess"}, "diary_entry_source_known"),
        ({"own_mood": "hurt"}, "diary_entry_own_mood_known"),
        ({"model_mood": "hurt"}, "diary_entry_by_hand_or_read"),
        ({"model_mood": ""}, "diary_entry_by_hand_or_read"),
        ({"model_name": ""}, "diary_entry_by_hand_or_read"),
        ({"sad": None}, "diary_entry_probabilities_sum_to_one"),
        ({"sad": 0.2}, "diary_entry_probabilities_sum_to_one"),
        ({"happy": 0.76, "sad": -0.08}, "diary_entry_probabilities_sum_to_one"),
        ({**BY_HAND, "own_mood": ""}, "diary_entry_by_hand_or_read"),
        ({**BY_HAND, "sad": 0.5}, "diary_entry_by_hand_or_read"),
        ({**BY_HAND, "model_name": "compact"}, "diary_entry_by_hand_or_read"),
        ({**BY_HAND, "heatmap": b"x"}, "diary_entry_by_hand_or_read"),
    ],
)
def test_a_row_that_breaks_a_rule_is_refused(
    hana: User, fields: dict[str, Any], constraint: str
) -> None:
    refused(read_entry(hana, NOW, **fields), constraint)


def test_one_form_is_one_entry_for_one_person(hana: User, minsu: User) -> None:
    key = uuid.uuid4()
    read_entry(hana, NOW, capture_key=key).save(force_insert=True)
    read_entry(minsu, NOW, capture_key=key).save(force_insert=True)
    refused(read_entry(hana, NOW, capture_key=key), "capture_key|diary_entry_one_for_a_capture")


def test_the_mood_column_follows_every_write(hana: User) -> None:
    entry = read_entry(hana, NOW, Emotion.ANGER)
    entry.save(force_insert=True)
    assert entry.mood == "anger"
    Entry.objects.update(own_mood="happy")
    assert Entry.objects.filter(mood="happy").count() == 1
    Entry.objects.update(own_mood="")
    assert Entry.objects.filter(mood="anger").count() == 1


def test_a_photo_has_bytes_and_pixels(hana: User) -> None:
    entry = read_entry(hana, NOW)
    entry.save(force_insert=True)
    fields = {
        "entry": entry,
        "name": "a",
        "sha256": "0",
        "width": 1,
        "height": 1,
        "face_x": 0,
        "face_y": 0,
        "face_side": 1,
        "face_tilt": 0,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        EntryPhoto.objects.create(byte_size=0, **fields)
    EntryPhoto.objects.create(byte_size=1, **fields)


def test_one_face_needs_no_choice(hana: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PendingPhoto.objects.create(
            owner=hana,
            capture_key=uuid.uuid4(),
            source="photo",
            recorded_at=NOW,
            zone=hana.zone,
            face_count=1,
            sealed_faces=b"x",
            expires_at=NOW,
        )


def test_the_models_and_the_migrations_agree(db: None) -> None:
    call_command("makemigrations", "diary", check=True, dry_run=True, verbosity=0)


FACTOR = {None: 1.0, 1: 0.5, 2: 0.75, 3: 1.0, 4: 1.125, 5: 1.25}


@pytest.mark.parametrize("intensity", FACTOR)
@pytest.mark.parametrize("mood", Emotion)
def test_valence_is_the_own_word_by_its_intensity_else_what_the_model_expects(
    hana: User, mood: Emotion, intensity: int | None
) -> None:
    word = FACTS[mood].valence * FACTOR[intensity]
    hand = read_entry(hana, NOW, **BY_HAND | {"own_mood": mood.value}, intensity=intensity)
    own = read_entry(hana, NOW, Emotion.HAPPY, own_mood=mood.value, intensity=intensity)
    read = read_entry(hana, NOW, mood, intensity=intensity)
    shares = [(0.6 if each == mood else 0.08) for each in Emotion]
    expected = sum(s * FACTS[e].valence for s, e in zip(shares, Emotion, strict=True))
    for entry, valence in ((hand, word), (own, word), (read, expected)):
        entry.save(force_insert=True)
        entry.refresh_from_db()
        assert entry.valence == pytest.approx(valence)
        assert -1 <= entry.valence <= 1
