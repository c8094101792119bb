"""What the made-up person does and writes, in both languages."""

from dataclasses import dataclass
from functools import cache

from moodtracker.emotions import Emotion


@dataclass(frozen=True, slots=True)
class Habit:
    """A tag with how often it stands on a workday and on a weekend day, and what it does to the
    day's valence.
    """

    group: str
    name: str
    emoji: str
    workday: float
    weekend: float
    effect: float

    def chance(self, weekday: int) -> float:
        """How probable it is on a weekday, 0 for Monday."""
        return self.weekend if weekday >= 5 else self.workday


# group, Korean, English, emoji, workday, weekend, effect
_TABLE = (
    ("people", "가족", "family", "🏡", 0.25, 0.5, 0.05),
    ("people", "친구", "friends", "👯", 0.12, 0.4, 0.24),
    ("people", "동료", "colleagues", "💼", 0.6, 0.03, -0.02),
    ("people", "혼자", "alone", "🌙", 0.25, 0.3, -0.04),
    ("places", "집", "home", "🏠", 0.4, 0.6, 0.0),
    ("places", "회사", "work", "🏢", 0.7, 0.04, -0.05),
    ("places", "카페", "café", "☕", 0.2, 0.35, 0.08),
    ("places", "공원", "park", "🌳", 0.1, 0.3, 0.12),
    ("doing", "산책", "walk", "🚶", 0.25, 0.4, 0.18),
    ("doing", "운동", "exercise", "🏃", 0.2, 0.25, 0.16),
    ("doing", "야근", "overtime", "🌃", 0.22, 0.02, -0.3),
    ("doing", "독서", "reading", "📖", 0.15, 0.25, 0.06),
    ("doing", "요리", "cooking", "🍲", 0.15, 0.3, 0.08),
    ("doing", "병원", "doctor", "🏥", 0.03, 0.01, -0.2),
    ("body", "푹 잤다", "slept well", "🛌", 0.3, 0.5, 0.16),
    ("body", "잠 부족", "short of sleep", "🥱", 0.25, 0.12, -0.26),
    ("body", "두통", "headache", "🤕", 0.08, 0.05, -0.24),
)


@cache
def habits(language: str) -> tuple[Habit, ...]:
    """All of them, named in `ko` or `en`."""
    return tuple(
        Habit(group, ko if language == "ko" else en, emoji, workday, weekend, effect)
        for group, ko, en, emoji, workday, weekend, effect in _TABLE
    )


NOTES: dict[str, dict[Emotion, tuple[str, ...]]] = {
    "ko": {
        Emotion.ANGER: (
            "회의에서 말을 끊겼다. 아직도 속이 부글거린다.",
            "약속을 또 미뤘다. 참는 데도 한계가 있다.",
            "층간 소음. 귀마개를 찾아야겠다.",
            "내 탓이 아닌 일로 사과했다.",
        ),
        Emotion.EMBARRASSMENT: (
            "이름을 잘못 불렀다. 귀까지 빨개졌을 거다.",
            "발표 중에 화면이 꺼졌다.",
            "버스에서 졸다가 두 정거장을 지나쳤다.",
            "갑작스러운 칭찬에 뭐라 답할지 몰랐다.",
        ),
        Emotion.HAPPY: (
            "퇴근길 하늘이 유난히 예뻤다.",
            "엄마가 보낸 김치가 왔다. 저녁이 든든했다.",
            "오래 미룬 일을 끝냈다. 홀가분하다.",
            "친구와 한참 웃었다. 배가 아플 만큼.",
            "강변을 걸었다. 바람이 딱 좋았다.",
        ),
        Emotion.NEUTRALITY: (
            "별일 없는 하루. 나쁘지 않다.",
            "빨래를 널고 차를 마셨다.",
            "점심을 천천히 먹었다.",
            "비가 왔다. 우산을 나눠 썼다.",
        ),
        Emotion.SAD: (
            "할머니 생각이 났다.",
            "집이 조용해서 라디오를 틀었다.",
            "괜찮다고 했지만 괜찮지 않았다.",
            "오래된 사진을 보다가 한참 앉아 있었다.",
        ),
        Emotion.UNREST: (
            "내일 발표가 자꾸 떠오른다.",
            "검사 결과를 기다린다. 시간이 느리다.",
            "잠이 오지 않아 천장을 봤다.",
            "할 일이 머릿속에서 줄을 서지 않는다.",
        ),
    },
    "en": {
        Emotion.ANGER: (
            "Interrupted in the meeting again. Still boiling.",
            "They put it off once more. Patience has an end.",
            "Apologised for something that was not my doing.",
        ),
        Emotion.EMBARRASSMENT: (
            "Called her by the wrong name. Red up to my ears.",
            "The screen went dark in the middle of my talk.",
            "Praise out of nowhere, and no idea what to say.",
        ),
        Emotion.HAPPY: (
            "The sky on the way home was something else.",
            "Finished what I had put off for weeks. So light.",
            "Laughed with a friend until it hurt.",
            "Walked along the river. Just the right wind.",
        ),
        Emotion.NEUTRALITY: (
            "Nothing much. Not bad at all.",
            "Hung the laundry, had tea.",
            "Rain. We shared an umbrella.",
        ),
        Emotion.SAD: (
            "Thought of grandmother.",
            "So quiet at home that I put the radio on.",
            "Said I was fine. I was not.",
        ),
        Emotion.UNREST: (
            "Tomorrow's talk keeps coming back.",
            "Waiting for the results. Time is slow.",
            "Could not sleep, looked at the ceiling.",
        ),
    },
}
