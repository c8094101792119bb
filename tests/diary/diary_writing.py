"""Entries written straight into the database, for tests that read them."""

from datetime import datetime
from typing import Any

import numpy as np

from moodtracker.accounts.models import User
from moodtracker.core.time import local_date, local_hour
from moodtracker.diary.heatmaps import pack_heatmaps
from moodtracker.diary.models import Entry
from moodtracker.emotions import CLASS_NAMES, Emotion


def read_entry(
    owner: User, instant: datetime, mood: Emotion = Emotion.HAPPY, **fields: Any
) -> Entry:
    """An unsaved entry from a photo."""
    zone = fields.pop("zone", owner.zone)
    probabilities = dict.fromkeys(CLASS_NAMES, 0.08) | {mood.value: 0.6}
    return Entry(
        **{
            "owner": owner,
            "recorded_at": instant,
            "zone": zone,
            "local_date": local_date(instant, zone),
            "local_hour": local_hour(instant, zone),
            "source": "photo",
            "model_mood": mood.value,
            "model_name": "test",
            "model_version": "1",
            "heatmap": pack_heatmaps(np.ones((6, 6, 6), np.float32)),
            "created_at": instant,
            "updated_at": instant,
            **probabilities,
            **fields,
        }
    )
