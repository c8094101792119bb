"""The letter at the head of the page: what a period says, in plain sentences.

They tell what was counted. None praises, none warns, none says why.
"""

from datetime import date

from django.utils.translation import get_language, gettext, ngettext

from moodtracker.emotions import Emotion
from moodtracker.tracker.charts.shared import mood_name
from moodtracker.tracker.figures import percent, signed
from moodtracker.tracker.periods import Kind, Period
from moodtracker.tracker.trends.compare import comparable, needed_days
from moodtracker.tracker.trends.korean import with_particle
from moodtracker.tracker.trends.selectors import Trends
from moodtracker.tracker.trends.stats import Comparison, MoodDays

MOST_CHANGES = 3
DAYS_APART = 2
"""Days, or ten points of percent, that a mood must differ by to be told."""
POINTS_APART = 0.1


def letter(found: Trends, *, today: date) -> list[str]:
    """All sentences of a period that has entries, in the order of the letter."""
    said = [coverage_sentence(found)]
    leader = found.shares.leader
    if leader is not None:
        mood, share = leader
        said.append(
            gettext("가장 많은 감정은 %(mood)s, 기록한 날들의 %(share)s예요.")
            % {"mood": mood_name(mood, _language()), "share": percent(share)}
        )
    if found.comparison is not None:
        said += comparison_sentences(found.comparison, found.period, today=today)
    music = found.after_music
    better = sum(music.answers[3:])
    if music.total:
        said.append(
            gettext(
                "음악을 듣고 나서 %(all)s번 답했고, 그 가운데 %(better)s번은 나아졌다고 했어요."
            )
            % {"all": music.total, "better": better}
        )
    return said


def coverage_sentence(found: Trends) -> str:
    """On how many days there are entries."""
    counted = found.coverage
    return ngettext(
        "%(days)s일 중 %(recorded)s일에 기록이 있어요. 기록은 모두 %(entries)s개예요.",
        "%(days)s일 중 %(recorded)s일에 기록이 있어요. 기록은 모두 %(entries)s개예요.",
        counted.entries,
    ) % {"days": counted.days, "recorded": counted.recorded, "entries": counted.entries}


def comparison_sentences(found: Comparison, period: Period, *, today: date) -> list[str]:
    """What differs from the period before, or what is missing to tell."""
    before = before_name(found, period, today=today)
    if not comparable(found):
        return [
            gettext("%(before)s 견주려면 양쪽에 기록한 날이 %(needed)s일씩 있어야 해요.")
            % {"before": _and(before), "needed": needed_days(found.here)}
            + " "
            + gettext("지금은 %(here)s일, 그때는 %(there)s일이에요.")
            % {"here": found.here_coverage.recorded, "there": found.before_coverage.recorded}
        ]
    changes = [text for row in _most_changed(found) if (text := _change(found, row, before))]
    if not changes:
        changes = [
            gettext("%(before)s 견주어 크게 달라진 감정이 없어요.") % {"before": _and(before)}
        ]
    valence = found.valence
    if valence is not None and valence.excludes_zero:
        felt = (
            gettext("하루의 기분은 %(before)s보다 가벼운 쪽이었어요(%(apart)s).")
            if valence.value > 0
            else gettext("하루의 기분은 %(before)s보다 무거운 쪽이었어요(%(apart)s).")
        )
        changes.append(felt % {"before": before, "apart": signed(valence.value)})
    return changes


def before_name(found: Comparison, period: Period, *, today: date) -> str:
    """지난달, 지난달 이맘때, 2026년 9월, or the days before."""
    if period.kind is Kind.FREE:
        return gettext("바로 앞 %(n)s일") % {"n": found.before.days}
    if today > period.last or today < period.first:
        return (period.previous or found.before).label(_language())
    if found.here.last < period.last:
        return {
            Kind.WEEK: gettext("지난주 이맘때"),
            Kind.MONTH: gettext("지난달 이맘때"),
            Kind.QUARTER: gettext("지난 분기 이맘때"),
            Kind.YEAR: gettext("지난해 이맘때"),
        }[period.kind]
    return {
        Kind.WEEK: gettext("지난주"),
        Kind.MONTH: gettext("지난달"),
        Kind.QUARTER: gettext("지난 분기"),
        Kind.YEAR: gettext("지난해"),
    }[period.kind]


def mood_days(mood: Emotion, n: int) -> str:
    """불안한 날: a day on which most entries have this mood."""
    return {
        Emotion.ANGER: ngettext("화난 날", "화난 날", n),
        Emotion.EMBARRASSMENT: ngettext("당황한 날", "당황한 날", n),
        Emotion.HAPPY: ngettext("기쁜 날", "기쁜 날", n),
        Emotion.NEUTRALITY: ngettext("담담한 날", "담담한 날", n),
        Emotion.SAD: ngettext("슬픈 날", "슬픈 날", n),
        Emotion.UNREST: ngettext("불안한 날", "불안한 날", n),
    }[mood]


def _most_changed(found: Comparison) -> list[MoodDays]:
    rows = sorted(found.moods, key=lambda row: abs(_apart(found, row)), reverse=True)
    return rows[:MOST_CHANGES]


def _apart(found: Comparison, row: MoodDays) -> float:
    return row.here / found.here_coverage.recorded - row.before / found.before_coverage.recorded


def _change(found: Comparison, row: MoodDays, before: str) -> str | None:
    """In days where both sides have about as many days, in percent where they have not."""
    recorded = found.here_coverage.recorded, found.before_coverage.recorded
    days = row.here - row.before
    if abs(recorded[0] - recorded[1]) <= DAYS_APART:
        if abs(days) < DAYS_APART:
            return None
        text = (
            gettext("%(before)s보다 %(days)s이 %(n)s일 늘었어요.")
            if days > 0
            else gettext("%(before)s보다 %(days)s이 %(n)s일 줄었어요.")
        )
        return text % {"before": before, "days": mood_days(row.mood, abs(days)), "n": abs(days)}
    apart = _apart(found, row)
    if abs(apart) < POINTS_APART:
        return None
    text = (
        gettext("기록한 날 가운데 %(days)s의 비율이 %(before)s보다 늘었어요(%(was)s → %(now)s).")
        if apart > 0
        else gettext(
            "기록한 날 가운데 %(days)s의 비율이 %(before)s보다 줄었어요(%(was)s → %(now)s)."
        )
    )
    return text % {
        "before": before,
        "days": mood_days(row.mood, 2),
        "was": percent(row.before / recorded[1]),
        "now": percent(row.here / recorded[0]),
    }


def _and(before: str) -> str:
    return with_particle(before, "과", "와") if _language().startswith("ko") else before


def _language() -> str:
    return get_language() or "ko"
