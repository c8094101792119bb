"""The report's section on whether its heat maps can be believed."""

from collections.abc import Iterator

from moodtracker.paper.blocks import Section, Table, Words
from moodtracker.training.report import charts
from moodtracker.training.report.findings import Findings
from moodtracker.training.report.wording import drawn, ends, three


def faithful(found: Findings) -> Iterator[Section]:
    checked = found.faithful
    if checked is None:
        return
    drop = checked.whole
    verdict = (
        Words("열지도는 모델이 실제로 쓰는 곳을 가리켜요", "the maps show what the model goes by")
        if drop.over_moved.low > 0
        else Words(
            "열지도가 아무 곳보다 낫다고 말할 수 없어요", "the maps do no better than chance"
        )
    )
    lead = Words(
        f"열지도에서 가장 뜨거운 {checked.share:.0%}의 화소를 지우면 읽은 감정의 확률이 평균 "
        f"{three(drop.hot.value)} 떨어져요. 같은 모양을 돌리고 옮긴 아무 곳을 지우면 "
        f"{three(drop.moved.value)}, 다른 얼굴에서 뜨거운 곳을 지우면 "
        f"{three(drop.other.value)} 떨어져요. 그래서 {verdict.ko}.",
        f"Without the hottest {checked.share:.0%} of the pixels the probability of the emotion "
        f"read falls by {three(drop.hot.value)} on average; without a random region of the same "
        f"shape by {three(drop.moved.value)}; without what is hot on another face by "
        f"{three(drop.other.value)}. So {verdict.en}.",
    )
    rows = tuple(
        (
            name,
            *(f"{three(i.value)} ({ends(i)})" for i in (one.hot, one.over_moved, one.over_other)),
        )
        for name, one in (("넓은 흐림 blur", checked.local), ("평균색 mean colour", checked.whole))
    )
    table = Table(
        Words(f"얼굴 {checked.n:,}개에서", f"On {checked.n:,} faces"),
        (
            Words("지우는 방법", "removed by"),
            Words("떨어진 폭", "fall"),
            Words("아무 곳보다", "over random"),
            Words("다른 얼굴의 곳보다", "over another’s"),
        ),
        rows,
    )
    caption = Words(
        "확률이 떨어진 폭과 95 % 구간. 넓을수록 모델이 더 기댄 곳이에요.",
        "Fall of the probability with its 95 % interval: the further right, the more the model "
        "leant on the place.",
    )
    yield Section(
        "faithfulness",
        Words("열지도를 믿어도 되나", "Are the heat maps faithful?"),
        (drawn((charts.faithful(checked), caption), beside=(lead,)), table),
    )
