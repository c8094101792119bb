"""Findings → the document: what is said, in which order, in both languages."""

from collections.abc import Iterator
from datetime import date

from moodtracker.emotions import CLASS_NAMES, FACTS, ORDER
from moodtracker.paper.blocks import (
    Block,
    Document,
    Key,
    Keys,
    Paragraph,
    Section,
    Table,
    Words,
)
from moodtracker.training.report.findings import Findings
from moodtracker.training.report.gallery import face_sections
from moodtracker.training.report.proof import faithful
from moodtracker.training.report.scored import (
    calibration,
    confusion,
    curves,
    groups,
    people,
    scores,
)
from moodtracker.training.report.wording import ends, three


def tell(found: Findings, day: date) -> Document:
    """The report as a document, ready to be set."""
    manifest = found.manifest
    sections = (
        _summary(found),
        scores(found),
        confusion(found),
        calibration(found),
        *people(found),
        *groups(found),
        *curves(found),
        *faithful(found),
        *face_sections(found),
        _methods(),
    )
    return Document(
        title=Words("모델 보고서", "Model report"),
        subject=f"{manifest.name} {manifest.version} · {found.data}",
        made=day.isoformat(),
        sections=sections,
    )


def _summary(found: Findings) -> Section:
    own, spread = found.scores, found.intervals
    keys = [
        Key(Words("정확도", "accuracy"), three(own.accuracy), ends(spread.accuracy)),
        Key(Words("macro-F1", "macro-F1"), three(own.macro_f1), ends(spread.macro_f1)),
        Key(Words("불안 F1", "anxiety F1"), three(own.f1[-1]), ends(spread.f1[-1])),
        Key(Words("로그 손실", "log loss"), three(own.log_loss), ends(spread.log_loss)),
        Key(Words("보정 오차", "ECE"), three(own.ece), ends(spread.ece)),
    ]
    if spread.vote_cross_entropy and own.vote_entropy is not None:
        over = own.vote_cross_entropy or 0.0
        floor = f"{ends(spread.vote_cross_entropy)} · 바닥 floor {three(own.vote_entropy)}"
        keys.append(Key(Words("투표 교차 엔트로피", "vote cross-entropy"), three(over), floor))
    left = found.n - own.n
    lead = Words(
        f"{found.data}의 얼굴 {found.n:,}개를 읽었어요. 여섯 감정 가운데 하나가 가장 많은 표를 "
        f"얻은 {own.n:,}개로 점수를 매겼고, {left:,}개는 점수에서 빠졌어요. "
        "숫자 아래는 95 % 구간이에요.",
        f"{found.n:,} faces of {found.data} were read. The {own.n:,} on which one of the six "
        f"emotions has the most votes count in the scores, {left:,} do not. "
        "Under each figure stands its 95 % interval.",
    )
    return Section(
        "summary",
        Words("요약", "Summary"),
        (Paragraph(lead), *_missing(found), Keys(tuple(keys)), _facts(found)),
    )


def _missing(found: Findings) -> Iterator[Block]:
    """What must be said before any figure is believed."""
    if found.missing:
        ko = ", ".join(FACTS[ORDER[CLASS_NAMES.index(name)]].ko for name in found.missing)
        en = ", ".join(FACTS[ORDER[CLASS_NAMES.index(name)]].en for name in found.missing)
        yield Paragraph(
            Words(
                f"이 데이터에는 {ko} 얼굴이 없어요. 그 감정의 F1은 0으로 세어 macro-F1이 낮아져요.",
                f"This data has no face of {en}. Its F1 counts as 0 and lowers macro-F1.",
            ),
            tone="note",
        )


def _facts(found: Findings) -> Table:
    manifest = found.manifest
    crop = manifest.crop
    rows: list[tuple[str, str]] = [
        ("이름과 판 name, version", f"{manifest.name} {manifest.version}"),
        *(
            (
                f"구성원 member {number}",
                f"{one.name} ({one.backbone}) · 무게 weight {one.weight:.3g} · "
                f"변수 parameters {one.parameters:,}",
            )
            for number, one in enumerate(manifest.members, start=1)
        ),
        (
            "입력 crop",
            f"{crop.height} × {crop.width} px"
            + (" · 거울상과 함께 mirrored" if manifest.mirrored else ""),
        ),
        (
            "보정 calibration",
            f"온도 temperature {manifest.temperature:.3g}"
            + (f" · 그대로 둔 몫 kept {manifest.kept:.2f}" if manifest.kept else ""),
        ),
        ("모호함의 기준 ambiguous below", f"{manifest.ambiguous.margin:.2f}"),
        (
            "학습 데이터 training data",
            f"{manifest.training.data} · {manifest.training.images:,} 얼굴 faces",
        ),
        ("데이터 사용 조건 data licence", manifest.training.licence),
        ("모델 사용 조건 licence", manifest.licence),
        ("그래프 SHA-256", manifest.sha256[:16]),
    ]
    return Table(
        Words("모델이 스스로 밝히는 것", "What the model states of itself"),
        (Words("항목", "item"), Words("내용", "value")),
        tuple(rows),
        numeric=False,
    )


def _methods() -> Section:
    texts = (
        Words(
            "95 % 구간은 부트스트랩이에요: 얼굴(같은 사람의 사진이 여럿이면 사람)을 되풀이해 "
            "뽑아 2,000번 다시 매겼어요. 신뢰도 그림의 세로줄은 윌슨 구간이에요.",
            "95 % intervals are percentile bootstrap over faces, or over people where several "
            "pictures show one, with 2,000 resamples; those of the reliability diagrams are "
            "Wilson’s.",
        ),
        Words(
            "보정 오차(ECE)는 확신을 15칸으로 나누고 칸마다 확신과 맞힌 비율의 차이를 얼굴 "
            "수로 평균한 값이에요 (Guo et al., 2017).",
            "The expected calibration error takes 15 bins of confidence and averages the gap "
            "between confidence and share right, weighted by faces (Guo et al., 2017).",
        ),
        Words(
            "열지도는 Grad-CAM이에요 (Selvaraju et al., 2017). 지도마다 가장 뜨거운 곳을 "
            "기준으로 칠하므로, 지도끼리 세기를 견줄 수는 없어요. 확인할 때는 뜨거운 "
            "화소를 넓은 가우스 흐림(짧은 변의 1/12) 또는 사진의 평균색으로 바꿔요.",
            "Heat maps are Grad-CAM (Selvaraju et al., 2017), each coloured up to its own "
            "maximum: their strengths cannot be compared. The check replaces hot pixels by a "
            "broad Gaussian blur (a twelfth of the shorter side) or by the picture’s mean colour.",
        ),
        Words(
            "보기로 든 얼굴은 정한 씨앗으로 아무렇게나 뽑았고, 잘 나온 것을 고르지 않았어요.",
            "Examples are drawn at random from a fixed seed; none was picked for its looks.",
        ),
    )
    return Section(
        "methods", Words("어떻게 쟀나요", "Methods"), tuple(Paragraph(text) for text in texts)
    )
