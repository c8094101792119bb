"""Tags that are offered before a person has made their own; a row comes with the first use."""

from dataclasses import dataclass

from moodtracker.diary.models import TagGroup


@dataclass(frozen=True, slots=True)
class StarterTag:
    """A tag to begin with, in both languages. `key` is what a form sends and never changes."""

    key: str
    group: TagGroup
    emoji: str
    ko: str
    en: str

    def name(self, language: str) -> str:
        """The name in a language of the pages."""
        return self.en if language == "en" else self.ko

    @property
    def names(self) -> tuple[str, str]:
        """Both names, so that it is not offered beside a tag that already says the same."""
        return self.ko, self.en


_PEOPLE, _PLACES, _DOING, _BODY = TagGroup
STARTERS: tuple[StarterTag, ...] = (
    StarterTag("family", _PEOPLE, "🏡", "가족", "family"),
    StarterTag("partner", _PEOPLE, "💞", "연인", "partner"),
    StarterTag("friends", _PEOPLE, "👯", "친구", "friends"),
    StarterTag("colleagues", _PEOPLE, "👥", "동료", "colleagues"),
    StarterTag("pet", _PEOPLE, "🐾", "반려동물", "pet"),
    StarterTag("alone", _PEOPLE, "🧍", "혼자", "alone"),
    StarterTag("home", _PLACES, "🏠", "집", "home"),
    StarterTag("work", _PLACES, "🏢", "직장", "work"),
    StarterTag("school", _PLACES, "🏫", "학교", "school"),
    StarterTag("cafe", _PLACES, "☕", "카페", "café"),
    StarterTag("outdoors", _PLACES, "🌳", "바깥", "outdoors"),
    StarterTag("road", _PLACES, "🚌", "이동 중", "on the way"),
    StarterTag("walk", _DOING, "🚶", "산책", "walk"),
    StarterTag("exercise", _DOING, "🏃", "운동", "exercise"),
    StarterTag("working", _DOING, "💼", "일", "working"),
    StarterTag("study", _DOING, "📚", "공부", "study"),
    StarterTag("rest", _DOING, "🛋️", "쉼", "rest"),
    StarterTag("hobby", _DOING, "🎨", "취미", "hobby"),
    StarterTag("meal", _DOING, "🍚", "맛있는 식사", "good meal"),
    StarterTag("talk", _DOING, "💬", "긴 대화", "long talk"),
    StarterTag("slept-well", _BODY, "😴", "잘 잤어요", "slept well"),
    StarterTag("slept-badly", _BODY, "🌙", "잠을 설쳤어요", "slept badly"),
    StarterTag("tired", _BODY, "🪫", "피곤해요", "tired"),
    StarterTag("pain", _BODY, "🤕", "아파요", "in pain"),
    StarterTag("medicine", _BODY, "💊", "약", "medicine"),
    StarterTag("period", _BODY, "🩸", "월경", "period"),
)
STARTERS_BY_KEY = {starter.key: starter for starter in STARTERS}
