"""What the tracker writes."""

from datetime import datetime, timedelta

from moodtracker.accounts.models import User
from moodtracker.core.time import local_date
from moodtracker.tracker.gentle import REST
from moodtracker.tracker.models import GentleRest


def gentle_put_away(*, user: User, now: datetime) -> GentleRest:
    """Says nothing kind for `REST` days from today in the person's zone; twice is like once."""
    until = local_date(now, user.zone) + timedelta(days=REST)
    rest, _ = GentleRest.objects.update_or_create(
        owner=user, defaults={"until": until, "put_away_at": now}
    )
    return rest
