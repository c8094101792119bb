"""The six emotions: names in both languages, order, colour, shape, and place on the plane.

Everything that lists emotions lists them in this order: model outputs, charts, forms, JSON.
"""

from dataclasses import dataclass
from enum import StrEnum


class Emotion(StrEnum):
    """One of the six, by the name that JSON, databases and model bundles use."""

    ANGER = "anger"
    EMBARRASSMENT = "embarrassment"
    HAPPY = "happy"
    NEUTRALITY = "neutrality"
    SAD = "sad"
    UNREST = "unrest"


@dataclass(frozen=True, slots=True)
class EmotionFacts:
    """What people see of an emotion.

    `valence` and `arousal` lie in -1…1 on Russell's circumplex of affect (1980). Where on it an
    emotion stands is our own choice to one decimal; nothing was fitted.
    `colour` is a CSS hex colour for light paper; `shape` names the mark that tells the
    emotion apart without colour.
    """

    emotion: Emotion
    ko: str
    en: str
    colour: str
    shape: str
    valence: float
    arousal: float


# Colours of paper and pigment that stay apart for eyes of every kind, as far as six can
# (tests/core/test_palette.py); sadness is never red. Shape and word tell the rest.
FACTS: dict[Emotion, EmotionFacts] = {
    facts.emotion: facts
    for facts in (
        EmotionFacts(Emotion.ANGER, "분노", "anger", "#b53421", "triangle", -0.6, 0.7),
        EmotionFacts(
            Emotion.EMBARRASSMENT, "당황", "embarrassment", "#ba78be", "diamond", -0.2, 0.6
        ),
        EmotionFacts(Emotion.HAPPY, "기쁨", "happiness", "#ecb03a", "sun", 0.8, 0.5),
        EmotionFacts(Emotion.NEUTRALITY, "중립", "neutral", "#a6a398", "square", 0.0, 0.0),
        EmotionFacts(Emotion.SAD, "슬픔", "sadness", "#2a4f87", "drop", -0.7, -0.4),
        EmotionFacts(Emotion.UNREST, "불안", "anxiety", "#127e60", "wave", -0.5, 0.5),
    )
}

ORDER: tuple[Emotion, ...] = tuple(FACTS)
CLASS_NAMES: tuple[str, ...] = tuple(emotion.value for emotion in ORDER)
