"""What cannot be done with reminders, as sentences for the person."""

from django.utils.translation import gettext as _

from moodtracker.core.errors import UserFacingError


class ReminderError(UserFacingError):
    """The base of this room's errors."""


class TooManyError(ReminderError):
    """A person has enough of something."""


class TooManyRemindersError(TooManyError):
    """Enough reminders."""

    def __init__(self, limit: int) -> None:
        super().__init__(_("알림은 %(limit)d개까지 둘 수 있어요.") % {"limit": limit})


class TooManyDevicesError(TooManyError):
    """Enough devices."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            _("기기는 %(limit)d대까지 켤 수 있어요. 안 쓰는 기기를 먼저 지워 주세요.")
            % {"limit": limit}
        )


class SubscriptionError(ReminderError):
    """What a browser sent is no subscription we can use."""

    def __init__(self) -> None:
        super().__init__(
            _("이 브라우저가 준 알림 주소를 쓸 수 없어요. 다른 브라우저로 해 봐 주세요.")
        )


class TooSoonError(ReminderError):
    """A test was sent a moment ago."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            _("시험은 1분에 한 번 보낼 수 있어요. %(seconds)d초 뒤에 다시 눌러 주세요.")
            % {"seconds": seconds}
        )
