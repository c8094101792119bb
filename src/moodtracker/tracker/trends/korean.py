"""Korean particles that hang on the sound before them."""

_FIRST, _LAST = 0xAC00, 0xD7A3
# 영 일 이 삼 사 오 육 칠 팔 구: how a figure at the end is read.
_DIGITS_CLOSED = dict(zip("0123456789", (1, 1, 0, 1, 0, 0, 1, 1, 1, 0), strict=True))


def with_particle(word: str, closed: str, opened: str) -> str:
    """The word with `closed` after a final consonant and `opened` after a vowel: 기쁨이, 분노가.

    Brackets and quotes at the end are not heard. Where nobody can tell the sound (Latin letters),
    both stand, as Korean writes it: Daylio을(를).
    """
    ends = ends_closed(word)
    if ends is None:
        return f"{word}{closed}({opened})"
    return f"{word}{closed if ends else opened}"


def ends_closed(word: str) -> bool | None:
    """Whether its last sound is a consonant; None where its letters do not tell."""
    last = word.rstrip(" '\"’”)]」』…")[-1:]
    if last in _DIGITS_CLOSED and last:
        return bool(_DIGITS_CLOSED[last])
    if last == "%":  # 퍼센트
        return False
    if last and _FIRST <= ord(last) <= _LAST:
        return (ord(last) - _FIRST) % 28 != 0
    return None
