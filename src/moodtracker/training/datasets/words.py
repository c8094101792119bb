"""The words that data sets use for what a face says, and which of the six they mean."""

import unicodedata

from moodtracker.emotions import FACTS, Emotion

MEANING: dict[str, Emotion] = {
    **{facts.emotion.value: facts.emotion for facts in FACTS.values()},
    **{facts.ko: facts.emotion for facts in FACTS.values()},
    # FER2013 and FER+
    "angry": Emotion.ANGER,
    "surprise": Emotion.EMBARRASSMENT,
    "surprised": Emotion.EMBARRASSMENT,
    "happiness": Emotion.HAPPY,
    "neutral": Emotion.NEUTRALITY,
    "sadness": Emotion.SAD,
    "fear": Emotion.UNREST,
    "fearful": Emotion.UNREST,
    # AI Hub's class subset, and English words for its classes
    "panic": Emotion.EMBARRASSMENT,
    "anxiety": Emotion.UNREST,
}

HURT = ("상처", "hurt")
OUTSIDE: frozenset[str] = frozenset(
    {*HURT, "contempt", "disgust", "disgusted", "경멸", "혐오", "unknown", "알수없음"}
)
"""Words that data sets use and that mean none of the six."""


def plain(word: str) -> str:
    """Letters as they are compared: Hangul composed (macOS writes it in parts), small, trimmed."""
    return unicodedata.normalize("NFC", word).strip().casefold()


def emotion_of(word: str) -> Emotion | None:
    """Which of the six a word means; None for every other word."""
    return MEANING.get(plain(word))


def accepted() -> str:
    """All words that are understood, for sentences that list them."""
    return ", ".join(f"{emotion.value} ({', '.join(_words(emotion))})" for emotion in Emotion)


def _words(emotion: Emotion) -> list[str]:
    return [word for word, meant in MEANING.items() if meant is emotion and word != emotion.value]
