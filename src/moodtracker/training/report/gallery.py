"""The report's pages of faces: examples, confident errors, and faces people disagree over."""

from collections.abc import Iterator
from dataclasses import replace

from moodtracker.emotions import CLASS_NAMES, FACTS, ORDER, EmotionFacts
from moodtracker.paper.blocks import Paragraph, Picture, Section, Words
from moodtracker.training.report.cards import Bar, Card, Cards
from moodtracker.training.report.faces import Shown
from moodtracker.training.report.findings import Findings
from moodtracker.training.report.wording import chance

NOBODY = Words("정해지지 않음", "undecided")


def face_sections(found: Findings) -> Iterator[Section]:
    """Sections for the faces that there are."""
    if any(found.examples):
        yield _examples(found)
    if found.members:
        yield _members(found)
    if found.sure:
        yield _sure(found)
    if found.divided:
        yield _divided(found)


def _examples(found: Findings) -> Section:
    lead = Words(
        "감정마다 맞힌 얼굴과 틀린 얼굴을 아무렇게나 뽑았어요. 얼굴 옆은 읽은 감정의 "
        "열지도이고, 틀렸을 때는 사람들이 말한 감정의 열지도를 하나 더 붙였어요.",
        "Faces read right and wrong, drawn at random for each emotion. Beside each stands the heat "
        "map of the emotion read; where that is wrong, also that of people’s answer.",
    )
    cards = (
        Cards(Words(facts.ko, facts.en), tuple(_card(one) for one in shown), wide=False)
        for facts, shown in zip(FACTS.values(), found.examples, strict=True)
        if shown
    )
    return Section(
        "examples", Words("맞힌 얼굴과 틀린 얼굴", "Right and wrong"), (Paragraph(lead), *cards)
    )


def _members(found: Findings) -> Section:
    lead = Words(
        "같은 얼굴을 묶음과 실행마다 어떻게 보는지 나란히 두었어요. 열지도는 모두 묶음이 읽은 "
        "감정의 것이고, 숫자는 그 감정의 확률이에요.",
        "The same faces as the bundle and each run see them. All heat maps are of the emotion that "
        "the bundle read, and the numbers are its probability.",
    )
    cards = []
    for one, seen in found.members:
        read = facts_of(one.read)
        face, own = _pictures(one)[:2]
        pictures = [
            replace(face, caption="얼굴 face"),
            replace(own, caption=f"묶음 bundle {chance(one.probabilities[one.read])}"),
            *(
                Picture(
                    look.picture,
                    Words(f"{look.name}의 {read.ko} 열지도", f"{read.en} by {look.name}"),
                    f"{look.name} {chance(look.probability)}",
                )
                for look in seen
            ),
        ]
        cards.append(Card(tuple(pictures), Words(read.ko, read.en), good=one.right))
    return Section(
        "members",
        Words("실행마다 본 곳", "Where each run looks"),
        (Paragraph(lead), Cards(None, tuple(cards))),
    )


def _sure(found: Findings) -> Section:
    lead = Words(
        "모델이 가장 확신하면서 틀린 얼굴이에요. 사람들의 답이 틀렸거나, 데이터가 모자라거나, "
        "모델이 엉뚱한 곳을 본 거예요.",
        "The errors that the model was surest of: a wrong label, too little data, or a look at "
        "the wrong place.",
    )
    return Section(
        "errors",
        Words("가장 확신하며 틀린 얼굴", "Most confident errors"),
        (Paragraph(lead), Cards(None, tuple(_card(one) for one in found.sure))),
    )


def _divided(found: Findings) -> Section:
    lead = Words(
        "사람들의 답이 가장 많이 갈린 얼굴이에요. 정답은 없어요. 위 막대는 사람들의 표, 아래 "
        "막대는 모델의 확률이에요.",
        "The faces that people disagree over most. None has one right answer. The upper bar is "
        "people’s votes, the lower the model’s probability.",
    )
    return Section(
        "divided",
        Words("사람들이 갈린 얼굴", "Faces that divide people"),
        (Paragraph(lead), Cards(None, tuple(_bars(one) for one in found.divided), wide=True)),
    )


def _card(one: Shown) -> Card:
    label, read = facts_of(one.label), facts_of(one.read)
    sure = one.probabilities[one.read]
    if one.right:
        words = Words(f"{read.ko} {chance(sure)}", read.en)
    else:
        own = one.probabilities[one.label]
        words = Words(
            f"{label.ko} {chance(own)} → {read.ko} {chance(sure)}", f"{label.en} → {read.en}"
        )
    return Card(_pictures(one), words, good=one.right)


def _bars(one: Shown) -> Card:
    bars = tuple(
        Bar(name, FACTS[emotion].ko, one.votes[row] if one.votes else None, one.probabilities[row])
        for row, (name, emotion) in enumerate(zip(CLASS_NAMES, ORDER, strict=True))
    )
    label = facts_of(one.label) if one.label >= 0 else NOBODY
    read = facts_of(one.read)
    words = Words(f"사람들 {label.ko} · 모델 {read.ko}", f"people {label.en} · model {read.en}")
    good = one.right if one.label >= 0 else None
    return Card(_pictures(one)[:2], words, good=good, bars=bars)


def _pictures(one: Shown) -> tuple[Picture, ...]:
    read = facts_of(one.read)
    pictures = [
        Picture(one.face, Words("얼굴", "face")),
        Picture(one.read_map, Words(f"{read.ko} 열지도", f"heat map of {read.en}")),
    ]
    if one.label_map:
        label = facts_of(one.label)
        pictures.append(
            Picture(one.label_map, Words(f"{label.ko} 열지도", f"heat map of {label.en}"))
        )
    return tuple(pictures)


def facts_of(row: int) -> EmotionFacts:
    """The emotion of a class, 0…5."""
    return FACTS[ORDER[row]]
