"""The sections of the page: for each chart its reading, how it counts, its table, what is missing.

`PICTURES` is the one list that page, saved pictures and addresses go by.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from altair.typing import ChartType
from django.utils.translation import get_language, gettext, ngettext

from moodtracker.emotions import ORDER
from moodtracker.tracker import charts
from moodtracker.tracker.charts.shared import mood_name, mood_names
from moodtracker.tracker.charts.week import hour_name, weekday_names
from moodtracker.tracker.figures import ends, percent, signed
from moodtracker.tracker.trends.intervals import Interval
from moodtracker.tracker.trends.naming import companion_name, shift_names
from moodtracker.tracker.trends.selectors import Trends
from moodtracker.tracker.trends.stats import CELL_DAYS, Coverage
from moodtracker.tracker.trends.together import ENOUGH, Companion, Together

TREND_CHARTS = ("shares", "valence", "rhythm", "after_music", "agreement")
TOGETHER_CHART = "together"
PICTURES = (*TREND_CHARTS, TOGETHER_CHART)
CURVE_DAYS = 3
ANSWERS = 3
NAMED = 5


@dataclass(frozen=True, slots=True)
class Table:
    """A chart in figures; the first cell of a row is its head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One chart with its words. `missing` says what is needed where there is no chart yet."""

    name: str
    heading: str
    counting: str
    reading: str = ""
    chart: Callable[[], ChartType] | None = None
    table: Table | None = None
    missing: str = ""


def sections(found: Trends) -> list[Section]:
    """All of the page, in its order."""
    return [
        _shares(found),
        _valence(found),
        _rhythm(found),
        _after_music(found),
        _agreement(found),
    ]


def language() -> str:
    """The page's."""
    return get_language() or "ko"


def covered(counted: Coverage) -> str:
    """On how many days a figure stands."""
    return gettext("%(days)s일 중 %(recorded)s일에 기록이 있고, 기록이 없는 날은 빼요.") % {
        "days": counted.days,
        "recorded": counted.recorded,
    }


def more_days(n: int) -> str:
    """How much is missing."""
    return ngettext("%(n)s일 더 쓰면 볼 수 있어요.", "%(n)s일 더 쓰면 볼 수 있어요.", n) % {"n": n}


def _shares(found: Trends) -> Section:
    shares = found.shares
    leader = shares.leader
    reading = ""
    if leader is not None:
        reading = gettext("가장 많은 감정은 %(mood)s, %(share)s") % {
            "mood": mood_name(leader[0], language()),
            "share": percent(leader[1]),
        }
    rows = [
        (bucket.piece.label(language()), str(bucket.recorded), *_percents(bucket.shares))
        for bucket in shares.buckets
    ]
    overall = (gettext("전체"), str(shares.coverage.recorded), *_percents(shares.overall))
    return Section(
        "shares",
        gettext("감정이 차지한 자리"),
        gettext("하루가 모두 한 몫이에요. 하루에 여러 번 적으면 그날을 나눠 가져요.")
        + f" {covered(found.coverage)} "
        + gettext("직접 고른 감정이 사진보다 먼저예요."),
        reading,
        partial(charts.shares_chart, shares, language()),
        Table((gettext("때"), gettext("기록한 날"), *mood_names(language())), (*rows, overall)),
    )


def _valence(found: Trends) -> Section:
    curve = found.valence
    heading = gettext("기분의 흐름")
    counting = (
        gettext(
            "하루의 기분은 그날 기록의 평균이에요. 굵은 선은 %(window)s일의 평균, 띠는 "
            "그 %(window)s일의 "
            "흩어진 정도(표준편차)예요. 그 안에 기록한 날이 %(needed)s일보다 적으면 선이 끊겨요."
        )
        % {"window": curve.window, "needed": curve.needed}
        + f" {covered(found.coverage)}"
    )
    if curve.coverage.recorded < CURVE_DAYS:
        return Section(
            "valence",
            heading,
            counting,
            missing=more_days(CURVE_DAYS - curve.coverage.recorded),
        )
    mean = curve.mean or 0.0
    reading = gettext("하루의 기분은 평균 %(mean)s, %(word)s이었어요") % {
        "mean": signed(mean),
        "word": feeling_word(mean),
    }
    rows = [
        (
            _span(point.first.isoformat(), point.day.isoformat()),
            _figure(point.value),
            _figure(point.mean),
            "–"
            if point.low is None or point.high is None
            else f"{signed(point.low)} … {signed(point.high)}",
        )
        for point in curve.points
        if point.value is not None or point.mean is not None
    ]
    head = (gettext("날"), gettext("기분"), gettext("그 무렵의 평균"), gettext("흩어진 정도"))
    chart = partial(charts.valence_chart, curve, language())
    return Section("valence", heading, counting, reading, chart, Table(head, tuple(rows)))


def feeling_word(value: float) -> str:
    """Where on the axis of valence a mean lies."""
    if value >= 0.15:
        return gettext("가벼운 쪽")
    return gettext("무거운 쪽") if value <= -0.15 else gettext("가운데쯤")


def _rhythm(found: Trends) -> Section:
    rhythm = found.rhythm
    heading = gettext("요일과 시간")
    counting = (
        gettext(
            "요일과 시간이 같은 날들의 평균이에요. 한 칸에 기록한 날이 %(n)s일보다 "
            "적으면 빗금만 긋고 "
            "읽지 않아요. 시간은 그때 그곳의 시계예요."
        )
        % {"n": CELL_DAYS}
        + f" {covered(found.coverage)}"
    )
    readable = rhythm.readable
    if not readable:
        most = max((cell.days for cell in rhythm.cells), default=0)
        missing = gettext("같은 요일, 비슷한 시간에 %(n)s일 더 쓰면 볼 수 있어요.") % {
            "n": CELL_DAYS - most
        }
        return Section("rhythm", heading, counting, missing=missing)
    weekdays = weekday_names(language())
    best = max(readable, key=lambda cell: (cell.valence or 0.0, -cell.weekday, -cell.hour))
    reading = gettext("읽을 수 있는 칸 가운데 %(weekday)s %(hour)s 무렵이 가장 가벼웠어요") % {
        "weekday": gettext("%(day)s요일") % {"day": weekdays[best.weekday]},
        "hour": hour_name(best.hour, rhythm.span, language()),
    }
    rows = [
        (
            f"{weekdays[cell.weekday]} {hour_name(cell.hour, rhythm.span, language())}",
            str(cell.days),
            _figure(cell.valence) if cell.enough else gettext("아직 적어요"),
        )
        for cell in rhythm.cells
        if cell.days
    ]
    head = (gettext("요일과 시간"), gettext("기록한 날"), gettext("기분의 평균"))
    chart = partial(charts.rhythm_chart, rhythm, language())
    return Section("rhythm", heading, counting, reading, chart, Table(head, tuple(rows)))


def _after_music(found: Trends) -> Section:
    music = found.after_music
    heading = gettext("음악을 듣고 나서")
    counting = gettext(
        "음악을 듣고 나서 직접 답한 것만 세요. 답하지 않은 곡은 빠져요. 평균은 하루를 한 몫으로, "
        "한결 가벼워졌으면 +2, 더 무거워졌으면 −2로 계산했고 95% 구간을 함께 적어요. "
        "음악 때문인지는 알 수 없어요."
    )
    if music.total < ANSWERS:
        missing = ngettext(
            "음악을 듣고 나서 어떤지 %(n)s번 더 답하면 볼 수 있어요.",
            "음악을 듣고 나서 어떤지 %(n)s번 더 답하면 볼 수 있어요.",
            ANSWERS - music.total,
        ) % {"n": ANSWERS - music.total}
        return Section("after_music", heading, counting, missing=missing)
    reading = gettext("%(all)s번 가운데 %(better)s번 나아졌다고 답했어요") % {
        "all": music.total,
        "better": sum(music.answers[3:]),
    }
    if music.change is not None:
        reading += " · " + gettext("평균 %(mean)s (%(ends)s, %(days)s일)") % {
            "mean": signed(music.change.value, 2),
            "ends": ends(music.change),
            "days": music.days,
        }
    names = shift_names()
    rows = [(name, str(n)) for name, n in zip(names, music.answers, strict=True)]
    chart = partial(charts.after_music_chart, music, language())
    table = Table((gettext("대답"), gettext("횟수")), tuple(reversed(rows)))
    return Section("after_music", heading, counting, reading, chart, table)


def _agreement(found: Trends) -> Section:
    both = found.agreement
    heading = gettext("모델의 말과 내 말")
    counting = gettext(
        "사진을 읽은 기록 가운데 직접 감정을 고른 것만 세요. 모델과 같은 감정을 골랐으면 "
        "맞다고 한 것, "
        "다른 감정을 골랐으면 고친 것이에요. 고르지 않은 %(n)s개는 어떻게 생각하는지 알 "
        "수 없어서 빠져요. "
        "다르다고 느낄 때 더 자주 고르기 쉬워서, 여기의 비율은 실제보다 낮을 수 있어요."
    ) % {"n": both.unnamed}
    if both.named < NAMED or both.rate is None:
        left = NAMED - both.named
        missing = ngettext(
            "사진을 읽은 기록에서 감정을 %(n)s번 더 골라 주면 볼 수 있어요.",
            "사진을 읽은 기록에서 감정을 %(n)s번 더 골라 주면 볼 수 있어요.",
            left,
        ) % {"n": left}
        return Section("agreement", heading, counting, missing=missing)
    reading = gettext(
        "직접 고른 %(n)s번 가운데 %(same)s번 같았어요, %(share)s (95%% 구간 %(ends)s)"
    ) % {
        "n": both.named,
        "same": both.agreed,
        "share": percent(both.rate.value),
        "ends": f"{percent(both.rate.low)}–{percent(both.rate.high)}",
    }
    names = mood_names(language())
    rows = [
        (names[model], *(str(both.confusion[own][model]) for own in range(len(ORDER))))
        for model in range(len(ORDER))
    ]
    head = (gettext("모델의 말 ↓ 내 말 →"), *names)
    chart = partial(charts.agreement_chart, both, language())
    return Section("agreement", heading, counting, reading, chart, Table(head, tuple(rows)))


def together_section(found: Together) -> Section:
    """What goes with what."""
    heading = gettext("함께 나타난 것")
    looked = len(found.shown)
    counting = (
        gettext(
            "있는 날과 없는 날의 하루 기분을 견줘요(웰치의 95%% 구간). 있는 날과 없는 "
            "날이 %(n)s일씩은 "
            "있어야 보여요."
        )
        % {"n": ENOUGH}
        + f" {covered(found.coverage)} "
        + gettext(
            "%(n)s가지를 한꺼번에 견주면 우연히 그렇게 보이는 것도 나와요. 그런 것을 5%% "
            "안으로 줄이고도 "
            "남은 것에만 ‘뚜렷해요’라고 적어요. 잇닿은 날은 서로 닮아서 구간은 실제보다 "
            "좁을 수 있어요."
        )
        % {"n": looked}
    )
    if not looked:
        return Section(TOGETHER_CHART, heading, counting, missing=_nearest(found))
    clear = sum(row.clear for row in found.shown)
    reading = (
        ngettext(
            "%(all)s가지 가운데 %(n)s가지가 기분과 뚜렷하게 함께 나타났어요",
            "%(all)s가지 가운데 %(n)s가지가 기분과 뚜렷하게 함께 나타났어요",
            clear,
        )
        if clear
        else gettext("기분과 뚜렷하게 함께 나타난 것은 아직 없어요")
    ) % {"all": looked, "n": clear}
    rows = [_together_row(row, row.difference.interval) for row in found.shown if row.difference]
    head = (
        gettext("무엇"),
        gettext("차이"),
        gettext("95% 구간"),
        gettext("있는 날"),
        gettext("없는 날"),
        gettext("얼마나 뚜렷한지"),
    )
    chart = partial(charts.together_chart, found, language())
    return Section(TOGETHER_CHART, heading, counting, reading, chart, Table(head, tuple(rows)))


def _together_row(row: Companion, found: Interval) -> tuple[str, ...]:
    return (
        companion_name(row, language()),
        signed(found.value, 2),
        ends(found),
        str(row.days_with),
        str(row.days_without),
        gettext("뚜렷해요") if row.clear else gettext("우연일 수 있어요"),
    )


def _nearest(found: Together) -> str:
    if not found.waiting:
        return gettext(
            "기록에 태그를 달거나 음악을 들으면, 무엇이 기분과 함께 나타나는지 볼 수 있어요."
        )
    return more_days(max(found.waiting[0].missing, found.waiting[0].missing_without, 1))


def _percents(shares: tuple[float, ...] | None) -> tuple[str, ...]:
    return tuple("–" if shares is None else percent(shares[place]) for place in range(len(ORDER)))


def _figure(value: float | None) -> str:
    return "–" if value is None else signed(value)


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first} – {last}"
