"""Which of the six a foreign mood stands for, and which group a foreign tag goes to, unless the
person says otherwise.

The choices are ours, made by the meaning of words; docs/imports.md says how. Whoever differs
changes them on the mapping page, and that is remembered.
"""

from dataclasses import dataclass

from moodtracker.emotions import Emotion
from moodtracker.imports.formats.text import folded_key
from moodtracker.imports.formats.types import ForeignMood, ForeignTag, Kind


@dataclass(frozen=True, slots=True)
class MoodChoice:
    """One of the six, with an intensity 1…5 or without; no emotion leaves the mood's rows out."""

    emotion: Emotion | None
    intensity: int | None = None


# Daylio's five levels, best first, which custom moods and Pixels' scores share.
LEVELS: dict[int, MoodChoice] = {
    1: MoodChoice(Emotion.HAPPY, 5),
    2: MoodChoice(Emotion.HAPPY, 3),
    3: MoodChoice(Emotion.NEUTRALITY, 3),
    4: MoodChoice(Emotion.SAD, 3),
    5: MoodChoice(Emotion.SAD, 5),
}

_LEVEL_WORDS = {
    1: "rad, super, amazing, great, awesome, 최고, 아주 좋음, 매우 좋음, 최고예요, 신나요, 슈퍼, "
    "genial, fantastisch, ottimo, 最高, 超棒, incrível, супер",
    2: "good, gut, 좋음, 좋아요, 좋다, bien, bueno, bom, bene, goed, dobrze, bra, хорошо, 良い, "
    "好, fine",
    3: "meh, ok, okay, so so, so-so, average, 보통, 그저 그래요, 그저그럼, 그냥 그래요, 쏘쏘, "
    "moyen, regular, normal, così così, так себе, まあまあ, 一般, mittel",
    4: "bad, schlecht, 나쁨, 나빠요, 안 좋음, 별로, 별로예요, mauvais, malo, mal, ruim, male, "
    "slecht, źle, плохо, 悪い, 差",
    5: "awful, lausig, terrible, horrible, 최악, 최악이에요, 끔찍함, 끔찍해요, 매우 나쁨, "
    "affreux, horrible, fatal, péssimo, pessimo, vreselijk, okropnie, ужасно, 最悪, 糟糕",
}

# How We Feel's words, Apple's labels and classes, and Korean words for the six, by emotion and
# intensity.
_WORDS: dict[tuple[Emotion, int], str] = {
    (Emotion.HAPPY, 5): "ecstatic, elated, exhilarated, joyful, overjoyed, amazed, blissful, "
    "excited, delighted, very pleasant, 황홀, 벅참",
    (Emotion.HAPPY, 4): "happy, enthusiastic, energized, energised, inspired, proud, passionate, "
    "thrilled, upbeat, alive, loved, fulfilled, accomplished, successful, empowered, "
    "brave, confident, pleasant, 기쁨, 행복, 행복해요, 신남, 설렘, 뿌듯함, 즐거움, wonderful, "
    "invigorated, triumphant, engaged, motivated, festive, surprised (good)",
    (Emotion.HAPPY, 3): "good, grateful, thankful, hopeful, optimistic, pleased, playful, amused, "
    "cheerful, content, satisfied, connected, appreciated, respected, valued, supported, "
    "compassionate, affectionate, eager, determined, productive, challenged, curious, "
    "focused, focussed, wishful, moved, touched, blessed, inclusive, engrossed, understood, "
    "included, accepted, 감사, 고마움, 만족, 사랑, 편안함, 희망, joyous, slightly pleasant, lively",
    (Emotion.HAPPY, 2): "calm, peaceful, serene, relaxed, at ease, comfortable, carefree, chill, "
    "mellow, safe, secure, balanced, relieved, restful, tranquil, easygoing, sympathetic, "
    "empathetic, 평온, 차분함, 여유, 안도",
    (Emotion.NEUTRALITY, 3): "neutral, indifferent, thoughtful, meh, nostalgic, pensive, "
    "apathetic, disengaged, bored, lazy, numb, stuck, 중립, 무난, 담담함, 심심함, 지루함, "
    "무덤덤, focused (neutral)",
    (Emotion.SAD, 5): "depressed, hopeless, despair, desperate, miserable, heartbroken, "
    "devastated, grief, grieving, very unpleasant, 우울, 절망, 비참",
    (Emotion.SAD, 4): "sad, lonely, alienated, abandoned, excluded, isolated, forlorn, helpless, "
    "hurt, disheartened, pessimistic, 슬픔, 슬퍼요, 외로움, 상처, unpleasant, trapped, "
    "worthless, rejected, alone",
    (Emotion.SAD, 3): "down, glum, disappointed, discouraged, drained, disconnected, "
    "discontented, dissatisfied, lost, vulnerable, guilty, remorseful, let down, 실망, 허무, "
    "무기력, 지침, homesick, sulky, slightly unpleasant",
    (Emotion.SAD, 2): "tired, exhausted, fatigued, spent, burned out, burnt out, sleepy, "
    "pained, empty, sullen, 피곤, 피곤함, 지쳤어요",
    (Emotion.ANGER, 5): "enraged, furious, livid, hate, 격분, 분노 폭발",
    (Emotion.ANGER, 4): "angry, mad, repulsed, contempt, disgusted, disgust, betrayed, 분노, 화남, "
    "화나요, 화, 억울함",
    (Emotion.ANGER, 3): "frustrated, annoyed, irritated, irritable, peeved, resentful, jealous, "
    "envious, impatient, bitter, offended, 짜증, 답답함, 질투, aggravated, hostile, judgmental",
    (Emotion.EMBARRASSMENT, 4): "shocked, embarrassed, humiliated, ashamed, mortified, stunned, "
    "당황, 창피, 창피함, 부끄러움, 충격",
    (Emotion.EMBARRASSMENT, 3): "surprised, confused, perplexed, astonished, awkward, conflicted, "
    "self-conscious, puzzled, startled, disoriented, dysregulated, 놀람, 혼란, 어색함",
    (Emotion.UNREST, 5): "panicked, panic, terrified, petrified, 공포, 공황",
    (Emotion.UNREST, 4): "anxious, afraid, scared, frightened, fearful, overwhelmed, stressed, "
    "불안, 두려움, 무서움, 스트레스, frazzled, distressed",
    (Emotion.UNREST, 3): "worried, nervous, tense, pressured, insecure, apprehensive, troubled, "
    "restless, jittery, uneasy, concerned, hyper, fomo, anticipatory, doubtful, 걱정, 긴장, "
    "초조, 조급함, on edge, rushed, hesitant",
}


def _table() -> dict[str, MoodChoice]:
    table = {
        folded_key(word): MoodChoice(emotion, intensity)
        for (emotion, intensity), words in _WORDS.items()
        for word in words.split(",")
    }
    for level, words in _LEVEL_WORDS.items():
        for word in words.split(","):
            table.setdefault(folded_key(word), LEVELS[level])
    return table


WORDS = _table()
_DAYLIO = {folded_key(w): LEVELS[n] for n, ws in _LEVEL_WORDS.items() for w in ws.split(",")}


def mood_default(kind: Kind, mood: ForeignMood) -> MoodChoice | None:
    """The proposal for a mood; None when nothing says, so that the person has to."""
    if kind in {Kind.DAYLIO_CSV, Kind.DAYLIO_BACKUP}:
        # “good” is a level in Daylio and a feeling elsewhere.
        known = _DAYLIO.get(mood.key) or WORDS.get(mood.key)
    else:
        known = WORDS.get(mood.key) or WORDS.get(folded_key(mood.name))
    if known:
        return known
    return LEVELS.get(mood.level) if mood.level else None


PEOPLE, PLACES, DOING, BODY = "people", "places", "doing", "body"
_SECTION_WORDS = {
    PEOPLE: "people, social, family, friends, relationships, 사람, 관계, 가족, 친구",
    PLACES: "places, place, location, locations, travel, 장소, 곳, 여행",
    BODY: "sleep, health, body, better me, self-care, symptoms, medicine, 잠, 수면, 건강, 몸",
    DOING: "events, hobbies, productivity, chores, school, work, food, 활동, 취미, 일, 한 일",
}
_TAG_WORDS = {
    PEOPLE: "family, friends, friend, date, partner, dating, by myself, myself, alone, kids, "
    "children, coworkers, co-workers, colleagues, boss, pets, pet, community, party, husband, "
    "wife, girlfriend, boyfriend, mom, dad, parents, 가족, 친구, 연인, 혼자, 동료, 부모님, 엄마, "
    "아빠, 남편, 아내, 아이, 반려동물, 데이트, 파티",
    PLACES: "home, office, school, outside, outdoors, nature, commuting, cafe, café, gym, "
    "restaurant, hospital, library, park, church, beach, 집, 회사, 학교, 밖, 카페, 병원, 공원, "
    "도서관, 여행지",
    BODY: "good sleep, medium sleep, bad sleep, sleep, sleep early, sick, tired, health, fitness, "
    "headache, pain, medication, medicine, period, identity, self care, weather, 잠, 잘 잠, "
    "못 잠, 아픔, 두통, 생리, 약, 피로, 건강",
}
_SECTIONS = {folded_key(w): group for group, ws in _SECTION_WORDS.items() for w in ws.split(",")}
_TAGS = {folded_key(w): group for group, ws in _TAG_WORDS.items() for w in ws.split(",")}


def tag_default(tag: ForeignTag) -> str:
    """The group a tag goes to: by its own name, else its section, else what one did."""
    named = _TAGS.get(folded_key(tag.name))
    sectioned = _SECTIONS.get(folded_key(tag.section))
    if tag.section in {"people", "places", "events"}:  # How We Feel says it itself
        return sectioned or DOING
    return named or sectioned or DOING
