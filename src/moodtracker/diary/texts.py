"""Sentences for what the reader found, in the person's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from moodtracker.diary.models import Source
from moodtracker.emotions import Emotion
from moodtracker.vision.errors import PhotoError, VisionErrorCode
from moodtracker.vision.types import Advice

# Whole sentences: Korean particles and English articles both hang on the word.
HEADLINES: dict[Emotion, Promise] = {
    Emotion.ANGER: _("분노가 가장 커 보여요"),
    Emotion.EMBARRASSMENT: _("당황이 가장 커 보여요"),
    Emotion.HAPPY: _("기쁨이 가장 커 보여요"),
    Emotion.NEUTRALITY: _("중립이 가장 커 보여요"),
    Emotion.SAD: _("슬픔이 가장 커 보여요"),
    Emotion.UNREST: _("불안이 가장 커 보여요"),
}
# How much a mood was felt, 1…5.
INTENSITY_WORDS: dict[int, Promise] = {
    1: pgettext_lazy("intensity", "아주 조금"),
    2: pgettext_lazy("intensity", "조금"),
    3: pgettext_lazy("intensity", "보통"),
    4: pgettext_lazy("intensity", "크게"),
    5: pgettext_lazy("intensity", "아주 크게"),
}
SOURCE_WORDS: dict[str, Promise] = {
    Source.PHOTO: pgettext_lazy("source", "사진"),
    Source.CAMERA: pgettext_lazy("source", "카메라"),
    Source.HAND: pgettext_lazy("source", "손으로"),
    Source.IMPORT: pgettext_lazy("source", "들인 기록"),
}
UNREADABLE: dict[VisionErrorCode, Promise] = {
    VisionErrorCode.EMPTY: _("빈 파일이에요. 다른 사진을 골라 주세요."),
    VisionErrorCode.TOO_MANY_BYTES: _(
        "사진은 %(limit_mb)s MB까지 받아요. 이 사진은 %(came_mb)s MB예요."
    ),
    VisionErrorCode.UNKNOWN_FORMAT: _(
        "%(allowed)s 사진을 읽을 수 있어요. 이 파일은 그런 사진이 아니에요."
    ),
    VisionErrorCode.BROKEN_PHOTO: _(
        "사진 파일이 중간에 끊겼거나 망가졌어요. 다시 저장해서 올리거나 다른 사진을 골라 주세요."
    ),
    VisionErrorCode.TOO_MANY_PIXELS: _(
        "사진이 너무 커요. 이 형식은 %(limit_megapixels)s메가픽셀까지 읽어요."
    ),
    VisionErrorCode.ANIMATED: _(
        "움직이는 그림은 어느 순간을 읽을지 알 수 없어요. 멈춘 사진을 골라 주세요."
    ),
}

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


def unreadable_sentence(error: PhotoError) -> str:
    """Why a photo could not be read, in the language of the page."""
    text = UNREADABLE.get(error.code, UNREADABLE[VisionErrorCode.BROKEN_PHOTO])
    return str(text) % error.parameters
