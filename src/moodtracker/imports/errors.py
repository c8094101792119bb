"""What stands in the way of bringing something in, in sentences for the person."""

from typing import ClassVar

from django.utils.translation import gettext as _

from moodtracker.core.errors import UserFacingError


class ImportsError(UserFacingError):
    """Base of this room's errors. `status` is the HTTP status of the page that shows it."""

    status: ClassVar[int] = 422


class TooManyWaitingError(ImportsError):
    """Enough waits already."""

    status = 429

    def __init__(self, *, limit: int) -> None:
        super().__init__(
            _("가져오던 것이 %(limit)d개 있어요. 먼저 마치거나 그만둔 뒤에 새로 가져와 주세요.")
            % {"limit": limit}
        )


class TooOftenError(ImportsError):
    """More files within an hour than one person may give."""

    status = 429

    def __init__(self, *, limit: int) -> None:
        super().__init__(
            _("파일은 한 시간에 %(limit)d번까지 받아요. 잠시 뒤에 다시 해 주세요.")
            % {"limit": limit}
        )


class TooLargeError(ImportsError):
    """All files together are above the cap."""

    status = 413

    def __init__(self, *, limit_mb: int, came_mb: int) -> None:
        super().__init__(
            _("한 번에 %(limit)d MB까지 받아요. 고른 파일은 %(came)d MB예요.")
            % {"limit": limit_mb, "came": came_mb}
        )


class TooManyFilesError(ImportsError):
    """More files than one run takes."""

    def __init__(self, *, limit: int) -> None:
        super().__init__(_("한 번에 파일 %(limit)d개까지 받아요.") % {"limit": limit})


class NotWholeError(ImportsError):
    """Pieces are missing, or do not fit what was announced."""

    def __init__(self) -> None:
        super().__init__(_("파일이 다 도착하지 않았어요. 다시 보내 주세요."))


class MoodsMissingError(ImportsError):
    """A foreign mood has no choice yet."""

    def __init__(self, *, names: str) -> None:
        super().__init__(_("어떤 기분인지 아직 정하지 않았어요: %(names)s") % {"names": names})


class NotNowError(ImportsError):
    """The run is in another state by now, in another window perhaps."""

    status = 409

    def __init__(self) -> None:
        super().__init__(_("그사이 상태가 바뀌었어요. 지금 모습을 다시 보여 드려요."))


class DiskError(ImportsError):
    """The disk refused."""

    status = 503

    def __init__(self) -> None:
        super().__init__(_("파일을 맡아 둘 곳에 문제가 있어요. 잠시 뒤에 다시 해 봐요."))
