"""What to tell a person about a photo that will read badly: Korean and English.

A table of data, for this room knows no gettext; pages may show it as it stands.
"""

from typing import NamedTuple

from moodtracker.vision.types import Advice


class Text(NamedTuple):
    """One sentence in both languages."""

    ko: str
    en: str


ADVICE_TEXTS: dict[Advice, Text] = {
    Advice.NO_FACE: Text(
        "얼굴을 찾지 못했어요. 얼굴이 잘 보이는 사진을 골라 주세요.",
        "No face was found. Choose a photo that shows a face clearly.",
    ),
    Advice.SEVERAL_FACES: Text(
        "얼굴이 여럿 보여요. 기록할 얼굴을 골라 주세요.",
        "There are several faces. Choose the one to record.",
    ),
    Advice.TOO_SMALL: Text(
        "얼굴이 너무 작아요. 조금 더 가까이에서 찍어 주세요.",
        "The face is very small. Take the photo from nearer.",
    ),
    Advice.DARK: Text(
        "얼굴이 어두워요. 밝은 쪽을 보고 찍어 주세요.",
        "The face is dark. Turn towards the light.",
    ),
    Advice.OVEREXPOSED: Text(
        "얼굴이 너무 밝게 나왔어요. 강한 빛을 피해 주세요.",
        "The face is too bright. Step out of the strong light.",
    ),
    Advice.BLURRED: Text(
        "사진이 흐려요. 카메라를 고정하고 다시 찍어 주세요.",
        "The photo is blurred. Hold the camera still and try again.",
    ),
    Advice.TURNED_AWAY: Text(
        "얼굴이 돌아가 있어요. 카메라를 바로 봐 주세요.",
        "The face is turned away. Look straight at the camera.",
    ),
    Advice.COVERED: Text(
        "눈이나 입이 가려져 있어요. 마스크나 선글라스를 벗어 주세요.",
        "The eyes or the mouth are covered. Take off a mask or sunglasses.",
    ),
    Advice.CUT_BY_EDGE: Text(
        "얼굴이 사진 밖으로 잘렸어요. 얼굴 전체가 나오게 해 주세요.",
        "The face is cut off by the edge. Get all of it into the picture.",
    ),
}


def advice_text(code: Advice) -> Text:
    """The sentence for one code."""
    return ADVICE_TEXTS[code]
