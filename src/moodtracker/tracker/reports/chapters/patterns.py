"""What the days have in common: the course, the week, companions, music, the period before."""

import json
from collections.abc import Callable, Iterator

from altair.typing import ChartType
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from moodtracker.core.templatetags.mood import emotion_name
from moodtracker.diary.models import Shift
from moodtracker.emotions import ORDER
from moodtracker.paper.blocks import Block, Drawing, Figures, Paragraph, Section, Table
from moodtracker.tracker import charts, figures
from moodtracker.tracker.charts.specify import specify
from moodtracker.tracker.reports import wording
from moodtracker.tracker.reports.material import Material
from moodtracker.tracker.trends.compare import comparable, needed_days
from moodtracker.tracker.trends.intervals import Interval
from moodtracker.tracker.trends.naming import companion_name
from moodtracker.tracker.trends.stats import SHIFTS
from moodtracker.tracker.trends.together import ENOUGH, Companion

SHOWN = 12
"""Rows of what goes with what, the clearest rises and falls."""


def course(told: Material) -> Section:
    """The feeling of each day, and for longer periods the shares piece by piece."""
    found, language = told.trends, told.wanted.language
    words = _(
        "점은 하루의 기분, 선은 그날까지 %(window)s일의 평균, 띠는 그동안 오르내린 폭이에요. "
        "기록이 %(needed)s일보다 적으면 선을 긋지 않아요."
    ) % {"window": found.valence.window, "needed": found.valence.needed}
    drawn = [_drawn(lambda: charts.valence_chart(found.valence, language), words)]
    if found.period.days > 31:
        words = _("감정이 나누어 가진 몫이 때에 따라 어떻게 달라졌는지 보여요.")
        drawn.append(_drawn(lambda: charts.shares_chart(found.shares, language), words))
    blocks: list[Block] = [*drawn]
    if found.period.days > 31:
        blocks.append(_pieces(told))
    return Section("course", _("기분의 흐름"), tuple(blocks))


def week(told: Material) -> Section:
    """Hours and weekdays."""
    found = told.trends.rhythm
    if not found.readable:
        words = _(
            "요일과 시간을 말하려면 같은 요일, 같은 시간대에 적어도 사흘의 기록이 있어야 해요."
        )
        return Section("week", _("요일과 시간"), (Paragraph(words),))
    caption = _("색은 그 시간의 평균 기분이에요. 기록한 날이 사흘보다 적은 칸은 비워 두었어요.")
    drawing = _drawn(lambda: charts.rhythm_chart(found, told.wanted.language), caption)
    ordered = sorted(
        (cell for cell in found.readable if cell.valence is not None),
        key=lambda cell: (cell.valence or 0.0, cell.weekday, cell.hour),
    )
    few = ordered[:3], list(reversed(ordered[-3:]))
    rows = tuple(
        (
            side,
            ", ".join(
                f"{_weekday(cell.weekday)} {_hours(cell.hour, found.span)} "
                f"({figures.signed(cell.valence or 0.0, 2)})"
                for cell in cells
            ),
        )
        for side, cells in zip((_("무거운 쪽"), _("가벼운 쪽")), few, strict=True)
    )
    table = Table(_("끝에 있는 시간"), (_("쪽"), _("요일과 시간")), rows, numeric=False)
    return Section("week", _("요일과 시간"), (drawing, table))


def together(told: Material) -> Section:
    """Tags and music against mood; only with enough days, always with the interval."""
    found = told.together
    shown = _outermost(found.shown)
    if not told.wanted.tags:
        shown = tuple(row for row in shown if row.what in {"any_music", "piece"})
    lead = _(
        "그것이 있던 날과 없던 날의 하루 기분을 견주었어요. 함께 있었다는 뜻이고, 까닭이라는 "
        "뜻은 아니에요. 양쪽에 적어도 %(n)s일씩 있을 때만 보여요."
    ) % {"n": ENOUGH}
    blocks: list[Block] = [Paragraph(lead)]
    if shown:
        blocks.append(_companions(shown, told.wanted.language))
    else:
        blocks.append(Paragraph(_("아직 견줄 만큼 쌓인 것이 없어요.")))
    return Section("together", _("함께한 것"), tuple(blocks))


def music(told: Material) -> Iterator[Section]:
    """How one felt after music, where somebody said it."""
    found = told.trends.after_music
    if not found.total:
        return
    rows = tuple(
        (str(Shift(shift).label), f"{count:,}", figures.percent(count / found.total))
        for shift, count in zip(reversed(SHIFTS), reversed(found.answers), strict=True)
    )
    head = (_("듣고 나서"), _("대답"), _("비율"))
    table = Table(_("듣고 나서 어땠는지"), head, rows)
    blocks: list[Block] = [table]
    if found.change:
        words = _(
            "대답한 %(days)s일의 평균은 %(mean)s예요 (95%% 구간 %(ends)s; "
            "−2는 훨씬 무거움, +2는 훨씬 가벼움)."
        ) % {
            "days": found.days,
            "mean": figures.signed(found.change.value, 2),
            "ends": figures.ends(found.change),
        }
        blocks.append(Paragraph(words))
    yield Section("music", _("음악을 들은 뒤"), tuple(blocks))


def before(told: Material) -> Iterator[Section]:
    """The period against the one before it."""
    found = told.trends.comparison
    if found is None:
        return
    language = told.wanted.language
    here, past = found.here.label(language), found.before.label(language)
    if not comparable(found):
        words = _(
            "두 기간 모두 적어도 %(n)s일의 기록이 있어야 견줄 수 있어요. %(past)s에는 %(days)s일이 "
            "있어요."
        ) % {
            "n": needed_days(found.here),
            "past": past,
            "days": found.before_coverage.recorded,
        }
        yield Section("before", _("바로 앞 기간과 견주기"), (Paragraph(words),))
        return
    rows = tuple(
        (
            emotion_name(one.mood),
            wording.count_of_days(one.before),
            wording.count_of_days(one.here),
            _change(one.here - one.before),
        )
        for one in found.moods
    )
    recorded = (
        _("기록한 날"),
        wording.count_of_days(found.before_coverage.recorded),
        wording.count_of_days(found.here_coverage.recorded),
        _change(found.here_coverage.recorded - found.before_coverage.recorded),
    )
    head = (_("으뜸인 감정"), past, here, _("차이"))
    table = Table(_("감정마다 으뜸인 날"), head, (recorded, *rows))
    words = _(
        "하루에 두 감정이 똑같이 많았으면 둘 다 으뜸으로 세요. 그래서 더하면 기록한 날보다 많을 수 "
        "있어요."
    )
    blocks: list[Block] = [table, Paragraph(words)]
    if found.valence:
        blocks.insert(0, Paragraph(_apart(found.valence)))
    yield Section("before", _("바로 앞 기간과 견주기"), tuple(blocks))


def model(told: Material) -> Section:
    """How the entries came in, and how far the model and the person say the same."""
    ways, found = told.ways, told.trends.agreement
    rows = [
        (_("사진에서 모델이 읽은 기록"), f"{ways.read:,}"),
        (_("그 가운데 스스로 이름 붙인 기록"), f"{ways.named:,}"),
        (_("손으로 적은 기록"), f"{ways.by_hand:,}"),
        (_("다른 앱에서 옮겨 온 기록"), f"{ways.imported:,}"),
    ]
    if found.rate:
        rate = (
            f"{figures.percent(found.rate.value)} "
            f"({figures.percent(found.rate.low)} ~ {figures.percent(found.rate.high)})"
        )
        rows.append((_("모델과 내가 같은 이름을 붙인 비율 (95% 구간)"), rate))
    table = Table(_("기록이 들어온 길"), (_("무엇"), _("값")), tuple(rows), numeric=False)
    words = _(
        "스스로 이름 붙인 기록은 대개 모델과 생각이 달랐던 때라서, 같은 비율은 모델의 실력보다 "
        "낮게 나와요."
    )
    blocks = (table, Paragraph(words)) if found.rate else (table,)
    return Section("model", _("어떻게 적었나요"), blocks)


def _drawn(chart: Callable[[], ChartType], words: str) -> Figures:
    specification = json.dumps(specify(chart), ensure_ascii=False)
    return Figures((Drawing(specification, words),))


def _pieces(told: Material) -> Table:
    language = told.wanted.language
    rows = tuple(
        (
            bucket.piece.label(language),
            wording.count_of_days(bucket.recorded),
            *(figures.percent(share) for share in bucket.shares or ()),
        )
        for bucket in told.trends.shares.buckets
        if bucket.shares
    )
    head = (_("때"), _("기록한 날"), *map(emotion_name, ORDER))
    return Table(_("때마다의 몫"), head, rows)


def _companions(shown: tuple[Companion, ...], language: str) -> Table:
    rows = tuple(
        (
            f"{row.emoji} {companion_name(row, language)}".strip(),
            f"{row.days_with:,}",
            f"{row.days_without:,}",
            figures.signed(row.difference.interval.value, 2),
            figures.ends(row.difference.interval),
            _("또렷해요") if row.clear else "–",
        )
        for row in shown
        if row.difference
    )
    head = (
        _("무엇"),
        _("있던 날"),
        _("없던 날"),
        _("차이"),
        _("95% 구간"),
        _("우연이 아닌 듯"),
    )
    return Table(_("함께한 것과 기분"), head, rows)


def _outermost(shown: tuple[Companion, ...]) -> tuple[Companion, ...]:
    if len(shown) <= SHOWN:
        return shown
    return (*shown[: SHOWN // 2], *shown[-(SHOWN // 2) :])


def _apart(interval: Interval) -> str:
    told = {"apart": figures.signed(interval.value, 2), "ends": figures.ends(interval)}
    if interval.low > 0:
        return _("하루 기분의 평균이 %(apart)s만큼 가벼워졌어요 (95%% 구간 %(ends)s).") % told
    if interval.high < 0:
        return _("하루 기분의 평균이 %(apart)s만큼 무거워졌어요 (95%% 구간 %(ends)s).") % told
    return (
        _("하루 기분의 평균은 %(apart)s 달라졌지만 우연일 수 있어요 (95%% 구간 %(ends)s).") % told
    )


def _change(days: int) -> str:
    return figures.signed(days, 0)


def _weekday(weekday: int) -> str:
    return str(WEEKDAYS[(weekday + 6) % 7])


def _hours(hour: int, span: int) -> str:
    return _("%(first)s–%(last)s시") % {"first": hour, "last": hour + span}
