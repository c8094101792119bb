"""The words about a piece, in the language of the page."""

from django.utils.translation import get_language, gettext, pgettext, pgettext_lazy

from moodtracker.emotions import FACTS, Emotion
from moodtracker.music.recommend import Forces, Mode, Reason, Work
from moodtracker.music.recommend.works import Pace

_PACES = {
    Pace.SLOW: pgettext_lazy("pace", "느린"),
    Pace.MODERATE: pgettext_lazy("pace", "보통 빠르기의"),
    Pace.FAST: pgettext_lazy("pace", "빠른"),
}
_FORCES = {
    Forces.PIANO: pgettext_lazy("forces", "피아노"),
    Forces.KEYBOARD: pgettext_lazy("forces", "건반"),
    Forces.ORCHESTRA: pgettext_lazy("forces", "관현악"),
    Forces.STRINGS: pgettext_lazy("forces", "현악"),
    Forces.VIOLIN: pgettext_lazy("forces", "바이올린"),
    Forces.CELLO: pgettext_lazy("forces", "첼로"),
    Forces.FLUTE: pgettext_lazy("forces", "플루트"),
    Forces.ORGAN: pgettext_lazy("forces", "오르간"),
    Forces.VOICE: pgettext_lazy("forces", "성악"),
    Forces.CHOIR: pgettext_lazy("forces", "합창"),
    Forces.CHAMBER: pgettext_lazy("forces", "실내악"),
    Forces.PIANO_CONCERTO: pgettext_lazy("forces", "피아노 협주"),
}


def in_korean() -> bool:
    """Whether the page is Korean, which is also what an unknown language gets."""
    return (get_language() or "ko").startswith("ko")


def title_text(work: Work) -> str:
    """The title in the language of the page."""
    return work.title_ko if in_korean() else work.title


def composer_text(work: Work) -> str:
    """The composer in the language of the page."""
    return work.composer_ko if in_korean() else work.composer


def reason_text(work: Work, reason: Reason) -> str:
    """Why this piece, from the terms that chose it."""
    words = {"nature": _nature_text(work)}
    if not reason.emotions:
        text = gettext("지금 마음의 결에 가까운 %(nature)s이에요") % words
    elif reason.own_word:
        words["emotion"] = _emotion_text(reason.emotions[0][0])
        text = gettext("직접 고른 %(emotion)s에 어울리는 %(nature)s이에요") % words
    else:
        for place, (emotion, share) in zip(("first", "second"), reason.emotions, strict=False):
            words[place] = f"{_emotion_text(emotion)} {min(share, 0.99):.0%}"  # never that sure
        if "second" in words:
            text = gettext("%(first)s와 %(second)s에 함께 어울리는 %(nature)s이에요") % words
        else:
            text = gettext("%(first)s에 어울리는 %(nature)s이에요") % words
    return text[0].upper() + text[1:]


def licence_text(licence: str) -> str:
    """A Commons file's licence in a few words; the whole of it stands on the file's page."""
    if licence.startswith("Public domain"):
        return gettext("퍼블릭 도메인")
    if licence.startswith("CC"):
        return licence.partition(" (")[0]
    return gettext("라이선스는 파일 페이지에 있어요")


def _nature_text(work: Work) -> str:
    words = {"pace": _PACES[work.pace], "forces": _FORCES[work.forces]}
    if work.mode is Mode.MAJOR:
        return pgettext("nature", "%(pace)s 장조 %(forces)s 곡") % words
    if work.mode is Mode.MINOR:
        return pgettext("nature", "%(pace)s 단조 %(forces)s 곡") % words
    return pgettext("nature", "장조와 단조를 오가는 %(pace)s %(forces)s 곡") % words


def _emotion_text(emotion: Emotion) -> str:
    return FACTS[emotion].ko if in_korean() else FACTS[emotion].en
