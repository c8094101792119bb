"""The report's sections of figures: scores, confusion, calibration, disagreement, groups, runs."""

from collections.abc import Iterator

from moodtracker.emotions import FACTS, ORDER
from moodtracker.paper import look
from moodtracker.paper.blocks import Paragraph, Section, Table, Words
from moodtracker.training.curves import loss_chart, score_chart
from moodtracker.training.report import charts
from moodtracker.training.report.findings import Findings
from moodtracker.training.report.wording import drawn, ends, three

GROUPS = {"gender": Words("성별", "gender"), "age": Words("나이", "age")}


def scores(found: Findings) -> Section:
    rows = [
        (
            look.LABELS[row],
            three(found.precision[row]),
            three(found.recall[row]),
            three(found.scores.f1[row]),
            ends(found.intervals.f1[row]),
            f"{found.support[row]:,}",
        )
        if found.support[row]
        else (look.LABELS[row], "–", "–", "–", "–", "0")
        for row in range(len(ORDER))
    ]
    spread = found.intervals
    rows.append(
        (
            "평균 macro mean",
            "",
            "",
            three(found.scores.macro_f1),
            ends(spread.macro_f1),
            f"{found.scores.n:,}",
        )
    )
    table = Table(
        Words("감정마다", "By emotion"),
        (
            Words("감정", "emotion"),
            Words("정밀도", "precision"),
            Words("재현율", "recall"),
            Words("F1", "F1"),
            Words("95 % 구간", "interval"),
            Words("얼굴", "faces"),
        ),
        tuple(rows),
    )
    caption = Words("감정마다의 F1과 95 % 구간.", "F1 of each emotion with its 95 % interval.")
    return Section(
        "scores",
        Words("감정마다의 점수", "Scores by emotion"),
        (table, drawn((charts.by_class(found.intervals.f1), caption), beside=(_extremes(found),))),
    )


def _extremes(found: Findings) -> Words:
    """Which emotions are read best and worst, and which is the rarest."""
    there = [row for row in range(len(ORDER)) if found.support[row]]
    best, worst = (choice(there, key=lambda row: found.scores.f1[row]) for choice in (max, min))
    rarest = min(there, key=lambda row: found.support[row])
    names = [FACTS[ORDER[row]] for row in (best, worst, rarest)]
    high, low = (three(found.scores.f1[row]) for row in (best, worst))
    n = found.support[rarest]
    return Words(
        f"{names[0].ko} 얼굴을 가장 잘 읽고({high}), {names[1].ko} 얼굴을 가장 어려워해요({low}). "
        f"구간이 넓은 감정은 얼굴이 적은 거예요: {names[2].ko} 얼굴은 {n:,}개예요.",
        f"Read best is {names[0].en} ({high}), hardest is {names[1].en} ({low}). A wide interval "
        f"means few faces: of {names[2].en} there are {n:,}.",
    )


def confusion(found: Findings) -> Section:
    counts = found.scores.confusion.copy()
    hits = counts.diagonal().copy()
    counts[range(len(ORDER)), range(len(ORDER))] = 0
    shares = counts / found.scores.confusion.sum(axis=1, keepdims=True).clip(1)
    row, column = divmod(int(shares.argmax()), len(ORDER))
    people, model = FACTS[ORDER[row]], FACTS[ORDER[column]]
    lead = Words(
        f"줄은 사람들의 답, 칸은 모델의 답이에요. 얼굴 {int(hits.sum()):,}개를 맞혔어요. 가장 "
        f"많이 헷갈린 것은 {people.ko} → {model.ko}예요: {people.ko} 얼굴의 "
        f"{shares.max():.0%}를 그렇게 읽었어요.",
        f"Rows are people’s answers, columns the model’s. {int(hits.sum()):,} faces are right. "
        f"Most confused: {people.en} read as {model.en}, {shares.max():.0%} of its faces.",
    )
    caption = Words(
        "수와 줄 안의 비율. 짙을수록 그 줄에서 많아요.",
        "Counts and shares of the row; the deeper, the more of its row.",
    )
    return Section(
        "confusion",
        Words("무엇을 무엇으로 읽었나", "Confusion matrix"),
        (drawn((charts.confusion(found.scores.confusion), caption), beside=(lead,)),),
    )


def calibration(found: Findings) -> Section:
    before, after = found.raw_ece, found.intervals.ece
    verdict = (
        Words("나아졌어요", "better")
        if found.gain.high < 0
        else Words("나빠졌어요", "worse")
        if found.gain.low > 0
        else Words("차이가 분명하지 않아요", "no clear difference")
    )
    lead = Words(
        "확률이 0.8이면 열 번에 여덟 번은 맞아야 해요. 점이 점선 위에 있으면 모델이 실제보다 "
        f"덜 확신하고, 아래에 있으면 너무 확신하는 거예요. 보정 오차(ECE)는 보정 전 "
        f"{three(before.value)}, 보정 후 {three(after.value)}예요: {verdict.ko}.",
        "Of readings at 0.8, eight in ten should be right. Points above the dashed line say that "
        "the model is less sure than it could be, points below that it is too sure. The expected "
        f"calibration error is {three(before.value)} before calibration and {three(after.value)} "
        f"after: {verdict.en}.",
    )
    return Section(
        "calibration",
        Words("확률을 믿어도 되나", "Calibration"),
        (
            Paragraph(lead),
            drawn(
                (
                    charts.reliability(found.raw),
                    Words(
                        f"보정 전. ECE {three(before.value)} ({ends(before)})", "Before calibration"
                    ),
                ),
                (
                    charts.reliability(found.calibrated),
                    Words(
                        f"보정 후. ECE {three(after.value)} ({ends(after)})", "After calibration"
                    ),
                ),
            ),
        ),
    )


def people(found: Findings) -> Iterator[Section]:
    """How the model's doubt follows people's."""
    if not found.agreement:
        return
    texts = [
        Words(
            "사람들의 답이 갈리는 얼굴에서는 모델도 덜 확신해야 해요. 점선은 둘이 같은 곳이에요.",
            "Where people disagree the model should be less sure as well. On the dashed line both "
            "are the same.",
        )
    ]
    if found.warned:
        one = found.warned
        texts.append(
            Words(
                f"사람들이 갈린 얼굴 {one.split:,}개 가운데 {one.recall:.0%}에, 그렇지 않은 "
                f"{one.others:,}개 가운데 {one.false_alarms:.0%}에 모호하다고 말해요.",
                f"The model calls {one.recall:.0%} of the {one.split:,} faces that people are "
                f"split over ambiguous, and {one.false_alarms:.0%} of the other {one.others:,}.",
            )
        )
    caption = Words(
        "사람들의 가장 큰 표의 비율마다 모델의 평균 확신. 점의 크기는 얼굴 수예요.",
        "Mean confidence of the model by the largest share of people’s votes; size is the number "
        "of faces.",
    )
    yield Section(
        "agreement",
        Words("사람들이 갈릴 때 모델은", "Where people disagree"),
        (drawn((charts.agreement(found.agreement), caption), beside=tuple(texts)),),
    )


def groups(found: Findings) -> Iterator[Section]:
    figures = [
        (
            charts.by_group(scores),
            Words(
                f"{GROUPS.get(name, Words(name, name)).ko}마다의 정확도와 95 % 구간.",
                f"Accuracy by {GROUPS.get(name, Words(name, name)).en} with its 95 % interval.",
            ),
        )
        for name, scores in found.groups.items()
        if scores
    ]
    if figures:
        lead = Words(
            "구간이 겹치지 않는 집단은 다르게 읽히는 거예요. 집단마다 감정의 비율이 달라서 "
            "생기는 차이일 수도 있어요.",
            "Groups whose intervals do not overlap are read differently. Different shares of the "
            "emotions in them may be the reason.",
        )
        yield Section(
            "groups",
            Words("집단마다의 점수", "Scores by group"),
            (Paragraph(lead), drawn(*figures)),
        )


def curves(found: Findings) -> Iterator[Section]:
    figures = []
    for one in found.curves:
        figures += [
            (loss_chart(one), Words(f"{one.name}: 손실.", "Loss.")),
            (score_chart(one), Words(f"{one.name}: 검증 점수.", "Scores on held-out faces.")),
        ]
    if figures:
        lead = Words(
            "점선은 검증 손실이 가장 낮았던 회차예요. 그때의 무게를 써요.",
            "The dashed line marks the epoch of the lowest held-out loss, whose weights are kept.",
        )
        yield Section(
            "curves", Words("학습 곡선", "Learning curves"), (Paragraph(lead), drawn(*figures))
        )
