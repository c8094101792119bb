"""The first page: what was recorded, which moods had which share, and the calendar."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moodtracker.core.templatetags.mood import emotion_name
from moodtracker.emotions import ORDER
from moodtracker.paper.blocks import Block, Key, Keys, Paragraph, Section
from moodtracker.tracker import figures
from moodtracker.tracker.dates import Month
from moodtracker.tracker.reports import wording
from moodtracker.tracker.reports.blocks import Calendar, Cell, Share, Shares, Sheet
from moodtracker.tracker.reports.material import Material
from moodtracker.tracker.reports.selectors import DayFound
from moodtracker.tracker.trends.sentences import letter


def summary(told: Material) -> Section:
    """The period in a few sentences and figures."""
    sentences = (*letter(told.trends, today=told.today), *_gap(told))
    blocks: tuple[Block, ...] = (
        Paragraph(" ".join(sentences)),
        Keys(tuple(_keys(told))),
    )
    return Section("summary", _("한눈에"), blocks)


def shares(told: Material) -> Section:
    """How much of the recorded days each mood had."""
    found = told.trends.shares
    comparison = told.trends.comparison
    past = comparison.shares_before if comparison else None
    before = dict(zip(ORDER, past, strict=True)) if past else {}
    mains = Counter(day.moods[0] for day in told.days)
    rows = tuple(
        Share(
            emotion=mood.value,
            share=share,
            text=figures.percent(share),
            days=wording.count_of_days(mains[mood]),
            before=figures.percent(before[mood]) if mood in before else "–",
        )
        for mood, share in zip(ORDER, found.overall or (0.0,) * len(ORDER), strict=True)
    )
    head = (_("감정"), _("몫"), _("으뜸인 날"), _("바로 앞 기간의 몫"))
    lead = _(
        "하루는 모두 똑같이 한 몫이에요. 하루에 여러 번 적었으면 그 하루를 나누어 가져요. "
        "으뜸인 날은 그 감정이 그날 가장 많았던 날이에요."
    )
    table = Shares(_("감정마다의 몫"), head, rows)
    return Section("shares", _("감정의 몫"), (table, Paragraph(lead)))


def calendar(told: Material) -> Section:
    """Each month of the period as a sheet with a seal a day."""
    period = told.wanted.period
    days = {day.date: day for day in told.days}
    month: Month | None = Month.of(period.first)
    sheets = []
    while month and month.first <= period.last:
        sheets.append(_sheet(month, days, period.first, period.last))
        month = month.next
    words = _("도장은 그날 가장 많았던 감정이에요. 작은 도장은 그날의 다른 감정이에요.")
    block = Calendar(wording.weekdays(), tuple(sheets))
    return Section("calendar", _("달력"), (block, Paragraph(words)))


def _sheet(month: Month, days: dict[date, DayFound], first: date, last: date) -> Sheet:
    inside = [day for day in days if month.first <= day <= month.last]
    mains = Counter(days[day].moods[0] for day in inside)
    said = _("기록 %(days)s") % {"days": wording.count_of_days(len(inside))}
    if mains:
        most = max(ORDER, key=lambda mood: mains[mood])
        said += " · " + emotion_name(most) + " " + wording.count_of_days(mains[most])
    return Sheet(
        title=date_format(month.first, "YEAR_MONTH_FORMAT"),
        weeks=tuple(
            tuple(
                _cell(day, days.get(day)) if day and first <= day <= last else None for day in week
            )
            for week in month.weeks
        ),
        summary=said,
    )


def _cell(day: date, found: DayFound | None) -> Cell:
    label = wording.day_name(day)
    if found is None:
        return Cell(day.day, label, (), 0)
    return Cell(day.day, label, tuple(mood.value for mood in found.moods), found.count)


def _gap(told: Material) -> Iterator[str]:
    """The longest time without entries, when it is three days or more."""
    seen = told.trends.shares.period
    gap = wording.longest_gap(told.days, seen.first, seen.last)
    if gap and (gap[1] - gap[0]).days >= 2:
        yield (
            _("가장 오래 비어 있던 때는 %(first)s부터 %(last)s까지예요.")
            % {"first": wording.day_name(gap[0]), "last": wording.day_name(gap[1])}
        )


def _keys(told: Material) -> Iterator[Key]:
    counted, found = told.trends.coverage, told.trends
    yield Key(
        _("기록한 날"),
        wording.count_of_days(counted.recorded),
        _("%(days)s일 가운데") % {"days": counted.days},
    )
    a_day = counted.entries / max(1, counted.recorded)
    yield Key(_("기록"), f"{counted.entries:,}", _("기록한 날마다 %(n)s번") % {"n": f"{a_day:.1f}"})
    leader = found.shares.leader
    if leader:
        yield Key(_("가장 몫이 큰 감정"), emotion_name(leader[0]), figures.percent(leader[1]))
    if found.valence.mean is not None:
        scale = _("−1은 아주 무거움, +1은 아주 가벼움")
        yield Key(_("하루 기분의 평균"), figures.signed(found.valence.mean, 2), scale)
    ways = told.ways
    own = ways.by_hand + ways.imported + ways.named
    yield Key(
        _("스스로 이름 붙인 기록"),
        figures.percent(own / max(1, counted.entries)),
        _("나머지는 모델이 읽은 그대로예요"),
    )
    if ways.intensity is not None:
        yield Key(
            _("마음의 크기 평균"),
            f"{ways.intensity:.1f}",
            _("1 … 5, 크기를 고른 기록 %(n)s개") % {"n": ways.strengths},
        )
