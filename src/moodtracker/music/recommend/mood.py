"""The mood for which music is wanted."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from moodtracker.emotions import FACTS, ORDER, Emotion

SUM_TOLERANCE = 0.02


@dataclass(frozen=True, slots=True)
class Mood:
    """Six weights in the order of `emotions.ORDER`, summing to 1.

    `own_word` is set when the person said how they feel: then the weights are that word's alone.
    """

    weights: tuple[float, ...]
    own_word: Emotion | None

    @classmethod
    def from_reading(
        cls, *, probabilities: Sequence[float] | None, own_word: Emotion | None = None
    ) -> "Mood":
        """The person's own word where there is one, the model's probabilities otherwise.

        Raises ValueError when there is neither, or when six probabilities that are not negative
        and sum to 1 (within 0.02, they may have been rounded) are not given.
        """
        if own_word is not None:
            return cls(tuple(float(emotion is own_word) for emotion in ORDER), own_word)
        if probabilities is None:
            raise ValueError("A mood needs probabilities or the person's own word; got neither.")
        total = math.fsum(probabilities)
        if (
            len(probabilities) != len(ORDER)
            or min(probabilities) < 0
            or not abs(total - 1) <= SUM_TOLERANCE
        ):
            raise ValueError(
                f"A reading is {len(ORDER)} probabilities that sum to 1; got {list(probabilities)}."
            )
        return cls(tuple(value / total for value in probabilities), None)

    def weight(self, emotion: Emotion) -> float:
        """The share of one emotion, 0…1."""
        return self.weights[ORDER.index(emotion)]

    @property
    def point(self) -> tuple[float, float]:
        """Valence and arousal: the centre of the six emotions' places, by weight."""
        pairs = list(zip(ORDER, self.weights, strict=True))
        return (
            math.fsum(FACTS[emotion].valence * weight for emotion, weight in pairs),
            math.fsum(FACTS[emotion].arousal * weight for emotion, weight in pairs),
        )
