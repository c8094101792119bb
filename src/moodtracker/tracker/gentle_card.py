"""The kind sentence of today's page: whether it stands, and what goes with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Avg
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moodtracker.accounts.models import HelpLines, User
from moodtracker.diary.models import Entry
from moodtracker.emotions import Emotion
from moodtracker.tracker import gentle
from moodtracker.tracker.models import GentleRest


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A number that answers, as one dials it."""

    number: str
    name: Promise


@dataclass(frozen=True, slots=True)
class GentleCard:
    """`first` is the date on which the run was seen; `music` is where lighter music waits."""

    first: date
    music: str
    lines: tuple[HelpLine, ...]


SUICIDE = HelpLine("109", _("자살예방 상담전화"))
CRISIS = HelpLine("1577-0199", _("정신건강 위기상담전화"))
YOUTH = HelpLine("1388", _("청소년 상담전화"))
LINES: Mapping[str, tuple[HelpLine, ...]] = {
    HelpLines.ADULT: (SUICIDE, CRISIS),
    HelpLines.YOUNG: (SUICIDE, YOUTH),
    HelpLines.NONE: (),
}


def gentle_card(*, owner: User, today: date) -> GentleCard | None:
    """The card that stands today, if any. Nothing is asked of a person who switched it off; at
    most two queries otherwise, the first over the days of half a year in the charts' index.
    """
    if not owner.gentle:
        return None
    first = gentle.sign_on(days_of_valence(owner=owner, today=today), today=today)
    if first is None or GentleRest.objects.filter(owner=owner, until__gte=today).exists():
        return None
    return GentleCard(first, lift_url(), LINES[owner.help_lines])


def days_of_valence(*, owner: User, today: date) -> list[gentle.DayValence]:
    """The recorded days that the rule looks at, in order."""
    rows = (
        Entry.objects.filter(
            owner=owner,
            deleted_at=None,
            local_date__gt=today - timedelta(days=gentle.DAYS_NEEDED),
            local_date__lte=today,
        )
        .values("local_date")
        .annotate(mean=Avg("valence"))
        .order_by("local_date")
        .values_list("local_date", "mean")
    )
    return [gentle.DayValence(day, mean) for day, mean in rows if mean is not None]


def lift_url() -> str:
    """The page of music that lifts gently: quiet pieces, until there is one that leads upwards."""
    return reverse("music:for_mood", args=[Emotion.NEUTRALITY])
