"""Sentences for problems of files and for why rows stay out, and names of the formats."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moodtracker.imports.formats.problems import Problem
from moodtracker.imports.formats.types import Kind, Reason

KINDS: dict[str, Promise] = {
    Kind.DAYLIO_CSV: _("Daylio CSV"),
    Kind.DAYLIO_BACKUP: _("Daylio 백업"),
    Kind.HOW_WE_FEEL: _("How We Feel"),
    Kind.STATE_OF_MIND: _("Apple 마음 상태"),
    Kind.PIXELS: _("Pixels"),
    Kind.ARCHIVE: _("무드 트래커 내보내기"),
    Kind.SELFIES: _("예전 셀카"),
}

PROBLEMS: dict[str, Promise] = {
    Problem.EMPTY: _("빈 파일이에요. 내보낸 파일을 다시 골라 주세요."),
    Problem.UNKNOWN: _(
        "어느 앱의 파일인지 알 수 없어요. Daylio, How We Feel, Apple 마음 상태, Pixels, "
        "무드 트래커에서 내보낸 파일이나 셀카를 받을 수 있어요."
    ),
    Problem.TOO_LARGE: _("파일이 너무 커요. 이런 파일은 %(limit_mb)s MB까지 읽어요."),
    Problem.TOO_MANY_ROWS: _("기록이 너무 많아요. 한 번에 %(limit)s개까지 읽어요."),
    Problem.TOO_MANY_COLUMNS: _("열이 너무 많아요. 표는 %(limit)s열까지 읽어요."),
    Problem.LINE_TOO_LONG: _("한 줄이 너무 길어요. 앱에서 내보낸 파일이 맞는지 확인해 주세요."),
    Problem.ENCODING: _("글자를 읽을 수 없어요. 파일을 UTF-8로 저장해서 다시 골라 주세요."),
    Problem.NO_HEADER: _("첫 줄에 열 이름이 없어요. 앱에서 내보낸 그대로 골라 주세요."),
    Problem.BROKEN_CSV: _("%(row)s번째 줄 근처에서 표가 망가졌어요. 다시 내보내서 골라 주세요."),
    Problem.BROKEN_JSON: _("파일이 중간에 끊겼거나 망가졌어요. 다시 내보내서 골라 주세요."),
    Problem.JSON_TOO_DEEP: _("파일이 이상하게 깊이 포개져 있어서 읽지 않았어요."),
    Problem.JSON_TOO_BIG: _("파일에 담긴 것이 너무 많아서 읽지 않았어요."),
    Problem.BROKEN_ZIP: _("압축 파일이 망가졌거나 읽을 수 없는 방식이에요. 다시 내보내 주세요."),
    Problem.ZIP_ENCRYPTED: _("비밀번호가 걸린 압축 파일은 열 수 없어요."),
    Problem.ZIP_TOO_MANY: _("압축 파일에 든 파일이 너무 많아요. %(limit)s개까지 열어요."),
    Problem.ZIP_NAMES: _("압축 파일 안에 수상한 이름이 있어서 열지 않았어요."),
    Problem.ZIP_BOMB: _("압축을 풀면 지나치게 커지는 파일이라서 열지 않았어요."),
    Problem.NO_ENTRIES: _("파일에 기분 기록이 없어요."),
    Problem.DATE_ORDER: _("“%(example)s”이(가) 며칠인지 알려 주세요."),
    Problem.NEWER: _("더 새로운 무드 트래커에서 내보낸 파일이에요. 이곳을 먼저 업데이트해 주세요."),
    Problem.TOO_MANY_MOODS: _(
        "서로 다른 기분이 %(limit)s개보다 많아요. 앱에서 내보낸 파일이 맞는지 확인해 주세요."
    ),
    Problem.ONE_FILE: _("일기 파일은 한 번에 하나씩, 셀카는 셀카끼리 골라 주세요."),
    Problem.NO_ROOM: _("사진을 모두 둘 곳이 모자라요. 오래된 사진을 버린 뒤 다시 들여 주세요."),
    Problem.NO_READER: _("지금은 사진을 읽을 수 없어요. 나중에 다시 들여 주세요."),
    Problem.DISK: _("파일을 맡아 둔 곳에 문제가 있어요. 나중에 다시 들여 주세요."),
    Problem.CHECKSUM: _(
        "파일 속의 사진이나 기록이 내보낸 뒤에 바뀌었어요. 원래 파일을 골라 주세요."
    ),
}

REASONS: dict[str, Promise] = {
    Reason.NO_DATE: _("날짜가 없어요"),
    Reason.BAD_DATE: _("날짜를 읽을 수 없어요"),
    Reason.BAD_TIME: _("시각을 읽을 수 없어요"),
    Reason.NO_MOOD: _("기분이 없어요"),
    Reason.FUTURE: _("아직 오지 않은 시각이에요"),
    Reason.TOO_OLD: _("1900년보다 앞이에요"),
    Reason.TOO_MANY_COLUMNS: _("칸 수가 첫 줄과 맞지 않아요"),
    Reason.BROKEN_ROW: _("줄이 망가졌어요"),
    Reason.MOOD_LEFT_OUT: _("들이지 않기로 한 기분이에요"),
    Reason.ALREADY_HERE: _("이미 있어요"),
    Reason.DELETED_HERE: _("예전에 지운 기록이에요"),
    Reason.NO_TIME: _("시각이 없어서 낮 12시로 적어요"),
    Reason.CLOCK_SKIPPED: _("서머타임으로 없던 시각이라 그만큼 뒤로 적어요"),
    Reason.CLOCK_TWICE: _("서머타임으로 두 번 온 시각이라 앞의 것으로 적어요"),
    Reason.NOTE_CUT: _("메모가 4,000자를 넘어 앞부분만 적어요"),
    Reason.MORE_PHOTOS: _("사진이 여러 장이라 첫 장만 간직해요"),
    Reason.PHOTO_MISSING: _("백업에 사진 파일이 없어요"),
    Reason.PHOTO_UNREADABLE: _("사진을 읽을 수 없어요"),
    Reason.PHOTO_NO_ROOM: _("사진 둘 곳이 모자라요"),
}


def problem_sentence(trouble: dict[str, object]) -> str:
    """The sentence of a stored problem, in the language of the page."""
    text = str(PROBLEMS.get(str(trouble.get("problem")), PROBLEMS[Problem.BROKEN_JSON]))
    values = trouble.get("values")
    return text % values if isinstance(values, dict) and values else text
