"""Sentences for what the reader found, in the person's language."""

from django.utils.translation import gettext_lazy as _
from django.utils.functional import Promise

from moodtracker.vision.types import Advice

ADVICE: dict[Advice, Promise] = {
    Advice.NO_FACE: _("얼굴을 찾지 못했어요. 얼굴 전체가 나오게 찍어 봐요."),
    Advice.SEVERAL_FACES: _("얼굴이 여럿이에요. 혼자 나온 사진이 가장 좋아요."),
    Advice.TOO_SMALL: _("얼굴이 작게 나왔어요. 조금 더 가까이서 찍어 봐요."),
    Advice.DARK: _("사진이 어두워요. 빛이 얼굴 앞에서 오게 서 봐요."),
    Advice.OVEREXPOSED: _("얼굴이 너무 밝게 날아갔어요. 센 빛을 피해 찍어 봐요."),
    Advice.BLURRED: _("사진이 흐려요. 잠깐 멈추고 다시 찍어 봐요."),
    Advice.TURNED_AWAY: _("얼굴이 옆으로 돌아가 있어요. 카메라를 바라봐요."),
    Advice.COVERED: _("눈이나 입이 가려져 있어요. 마스크나 손을 내리고 찍어 봐요."),
    Advice.CUT_BY_EDGE: _("얼굴이 사진 끝에서 잘렸어요. 얼굴 전체를 담아 봐요."),
}


def advice_sentences(codes: list[str]) -> list[Promise]:
    """A sentence for each advice code of an entry, in the order given; unknown codes, from a
    newer reader, are passed over.
    """
    known = {code.value: text for code, text in ADVICE.items()}
    return [known[code] for code in codes if code in known]
