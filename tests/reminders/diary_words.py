"""An entry by hand at an instant."""

from datetime import datetime

from moodtracker.accounts.models import User
from moodtracker.diary.models import Entry
from moodtracker.diary.services import entry_record_by_hand
from moodtracker.emotions import Emotion


def entry_at(owner: User, instant: datetime) -> Entry:
    return entry_record_by_hand(user=owner, mood=Emotion.SAD, now=instant)
