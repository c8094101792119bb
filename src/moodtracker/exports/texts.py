"""The words that travel in an archive, in both languages whatever the pages speak."""

_README = """\
무드 트래커에서 내보낸 일기
==========================

diary.json     일기 전부예요. 기록마다 한 줄이고, 뜻은 schema.json에 적혀 있어요.
photos/        사진이에요. 이름은 기록의 key와 같아요. 암호가 풀려 있으니 잘 지켜 주세요.
daylio.csv     표 계산 프로그램과 Daylio를 쓰던 사람이 아는 표예요.
schema.json    diary.json의 JSON Schema (2020-12)예요.
checksums.txt  모든 파일의 SHA-256이에요. `sha256sum -c checksums.txt`로 확인해요.

무드 트래커의 “예전 일기 가져오기”에 이 ZIP을 그대로 주면 기록과 사진이 똑같이 돌아와요.
두 번 가져와도 겹치지 않아요. 지운 기록, 비밀번호와 이메일 주소,
알림과 달력 주소는 들어 있지 않아요.
사진을 빼고 내보냈거나 열리지 않은 사진이 있으면 diary.json의 photos_included와
photos_missing에 적혀 있어요. 표에서 =, +, -, @로 시작하는 칸 앞에는 작은따옴표 하나가 붙어요.


A diary taken out of Mood Tracker
=================================

diary.json     The whole diary, one entry a line; schema.json says what it means.
photos/        The photos, named by the key of their entry. They are not encrypted: keep them safe.
daylio.csv     A table for spreadsheets and for people who used Daylio.
schema.json    The JSON Schema (2020-12) of diary.json.
checksums.txt  The SHA-256 of every file; `sha256sum -c checksums.txt` checks them.

Give this ZIP as it is to “Move your old diary in”, and entries and photos come back the same;
importing twice brings nothing twice. Not in it: deleted entries, password and email address,
reminders and calendar links. If photos were left out or could not be opened, photos_included and
photos_missing in diary.json say so. In the table, a cell that begins with =, +, - or @ has one
apostrophe in front.
"""


def readme() -> str:
    """`README.txt`."""
    return _README
