"""What can stand in the way of taking out, bringing back and leaving, in sentences."""

from typing import ClassVar

from django.utils.translation import gettext as _

from moodtracker.core.errors import UserFacingError


class ExportError(UserFacingError):
    """Base of this room's errors. `status` is the HTTP status of the page that shows it."""

    status: ClassVar[int] = 422


class TooManyExportsError(ExportError):
    """More archives within an hour than one person may take."""

    status = 429

    def __init__(self, *, limit: int) -> None:
        super().__init__(
            _("한 시간에 %(limit)d번까지 내보낼 수 있어요. 잠시 뒤에 다시 해 주세요.")
            % {"limit": limit}
        )


class TooManyFeedsError(ExportError):
    """A person has as many calendar links as they may have."""

    def __init__(self, *, limit: int) -> None:
        super().__init__(
            _("달력 주소는 %(limit)d개까지 만들 수 있어요. 쓰지 않는 주소를 먼저 없애 주세요.")
            % {"limit": limit}
        )


class ShownOnceError(ExportError):
    """The same press again: the address was made and shown by the first."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "그 주소는 이미 만들어서 한 번 보여 드렸어요. 적어 두지 못했다면 아래에서 주소를 "
                "바꿔 주세요."
            )
        )


class ArchiveError(ExportError):
    """An archive that is not taken in; nothing was written."""


class NotAnArchiveError(ArchiveError):
    """No ZIP, or one that this service did not write."""

    def __init__(self) -> None:
        super().__init__(
            _("무드 트래커에서 내보낸 ZIP 파일이 아니에요. 내보낸 파일을 풀지 말고 그대로 주세요.")
        )


class ArchiveVersionError(ArchiveError):
    """A version of the format that this service does not know."""

    def __init__(self, *, known: int, received: int) -> None:
        super().__init__(
            _(
                "이 파일은 %(received)d판이에요. 여기서는 %(known)d판까지 읽어요. "
                "더 새로운 무드 트래커에서 열어 주세요."
            )
            % {"received": received, "known": known}
        )


class ArchiveDamagedError(ArchiveError):
    """A file of the archive is missing, or is not what the checksums say."""

    def __init__(self, *, member: str) -> None:
        super().__init__(
            _(
                "파일이 손상됐거나 내보낸 뒤에 바뀌었어요: %(member)s. "
                "다시 내보내거나 다른 사본을 골라 주세요."
            )
            % {"member": _shown(member)}
        )


class ArchiveTooLargeError(ArchiveError):
    """More than is ever unpacked."""

    def __init__(self) -> None:
        super().__init__(_("풀었을 때의 크기가 너무 커서 열지 않았어요."))


class ArchiveContentError(ArchiveError):
    """Something in `diary.json` breaks the schema. `place` says where, `rule` what holds there."""

    def __init__(self, *, place: str, rule: str) -> None:
        self.place, self.rule = place, rule
        super().__init__(
            _("diary.json의 %(place)s 값이 schema.json에 맞지 않아요 (%(rule)s).")
            % {"place": place, "rule": rule}
        )


def _shown(member: str) -> str:
    """A name from a stranger's file, short and without control characters."""
    return "".join(letter if letter.isprintable() else "?" for letter in member[:80])
