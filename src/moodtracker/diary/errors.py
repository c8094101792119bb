"""What can stand in the way of an entry, in sentences for the person."""

from typing import ClassVar

from django.utils.translation import gettext as _

from moodtracker.core.errors import UserFacingError


class DiaryError(UserFacingError):
    """Base of the diary's errors. `status` is the HTTP status of the page that shows it."""

    status: ClassVar[int] = 422


class UnreadablePhotoError(DiaryError):
    """The bytes are no photo that is accepted; nothing was written."""


class NoFaceError(DiaryError):
    """A proper photo, but no face was found in it."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "사진에서 얼굴을 찾지 못했어요. "
                "얼굴 전체가 밝게 나온 다른 사진을 주거나, 손으로 기록해요."
            )
        )


class ReaderUnavailableError(DiaryError):
    """No usable model, or it failed in the middle."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            _(
                "지금은 사진을 읽을 수 없어요. 기분을 손으로 기록할 수 있어요. "
                "사진은 저장하지 않았어요."
            )
        )


class TooManyPhotosError(DiaryError):
    """More photos within an hour than one person may give."""

    status = 429

    def __init__(self, *, limit: int) -> None:
        super().__init__(
            _("사진은 한 시간에 %(limit)d장까지 읽어요. 잠시 뒤에 다시 하거나, 손으로 기록해요.")
            % {"limit": limit}
        )


class QuotaError(DiaryError):
    """The person's photos take all the room they have."""

    def __init__(self, *, used: int, quota: int) -> None:
        super().__init__(
            _(
                "사진은 %(quota)s까지 간직해요. 지금 %(used)s를 쓰고 있어요. "
                "오래된 사진을 버리거나, 사진을 간직하지 않도록 설정하면 다시 쓸 수 있어요."
            )
            % {"quota": _gigabytes(quota), "used": _gigabytes(used)}
        )


class StorageError(DiaryError):
    """The disk refused the photo; nothing was written."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            _("사진을 저장할 곳에 문제가 있어서 기록하지 않았어요. 잠시 뒤에 다시 해 봐요.")
        )


class WaitOverError(DiaryError):
    """The photo with several faces waits no more."""

    status = 404  # what was never there and what is another's answer alike

    def __init__(self) -> None:
        super().__init__(
            _(
                "기다리던 사진이 없어요. 얼굴을 고르지 않은 사진은 30분 뒤에 버려요. "
                "사진을 다시 올려 주세요."
            )
        )


class NoSuchFaceError(DiaryError):
    """A face was picked that the photo does not have."""

    def __init__(self, *, count: int) -> None:
        super().__init__(_("얼굴 %(count)d개 가운데 하나를 골라 주세요.") % {"count": count})


class WallTimeError(DiaryError):
    """The given date and time never stood on a wall there."""

    def __init__(self) -> None:
        super().__init__(
            _("서머타임으로 시계가 건너뛴 시각이에요. 앞이나 뒤의 시각을 골라 주세요.")
        )


class FutureError(DiaryError):
    """An entry cannot be dated after now."""

    def __init__(self) -> None:
        super().__init__(_("아직 오지 않은 시각이에요. 지금이나 그 전의 시각을 골라 주세요."))


class ClockError(DiaryError):
    """An entry made offline is older than any device keeps one: its clock was wrong."""

    def __init__(self, *, days: int) -> None:
        super().__init__(
            _(
                "%(days)d일보다 오래된 기록이에요. 기기의 시계가 맞는지 보고, "
                "날짜를 고쳐 다시 보내 주세요."
            )
            % {"days": days}
        )


class NoteTooLongError(DiaryError):
    """A note has a length."""

    def __init__(self, *, limit: int, length: int) -> None:
        super().__init__(
            _("메모는 %(limit)d자까지 쓸 수 있어요. 지금은 %(length)d자예요.")
            % {"limit": limit, "length": length}
        )


class TagNameError(DiaryError):
    """A tag has a name, and not a long one."""

    def __init__(self, *, limit: int, length: int) -> None:
        super().__init__(
            _("태그 이름은 1자부터 %(limit)d자까지예요. 지금은 %(length)d자예요.")
            % {"limit": limit, "length": length}
        )


class TagNameTakenError(DiaryError):
    """Another tag of the group has the name already."""

    def __init__(self, *, name: str) -> None:
        super().__init__(
            _("‘%(name)s’ 태그가 이미 있어요. 둘을 하나로 하려면 합치기를 써 주세요.")
            % {"name": name}
        )


class TagEmojiError(DiaryError):
    """What stands before a tag's name is a picture character."""

    def __init__(self) -> None:
        super().__init__(_("글자 대신 이모지 하나를 넣거나 비워 두세요."))


class TooManyTagsError(DiaryError):
    """A person's tags have a number."""

    def __init__(self, *, limit: int) -> None:
        super().__init__(
            _("태그는 %(limit)d개까지 만들 수 있어요. 쓰지 않는 태그를 합치거나 지워 주세요.")
            % {"limit": limit}
        )


class TagGoneError(DiaryError):
    """A tag was picked that is not there: removed meanwhile, or never the person's."""

    def __init__(self) -> None:
        super().__init__(_("고른 태그가 이제 없어요. 화면을 새로 열어 다시 골라 주세요."))


class IntensityError(DiaryError):
    """How much a mood was felt goes from 1 to 5."""

    def __init__(self, *, came: int) -> None:
        super().__init__(
            _("마음의 크기는 1부터 5까지예요. 받은 것은 %(came)d예요.") % {"came": came}
        )


class ZoneError(DiaryError):
    """An entry's zone is one of the IANA names."""

    def __init__(self, *, came: str) -> None:
        super().__init__(_("모르는 시간대예요: %(came)s.") % {"came": came[:64]})


class UnknownWorkError(DiaryError):
    """A piece of music that the catalogue does not have."""

    def __init__(self) -> None:
        super().__init__(_("모르는 곡이에요. 화면을 새로 열어 다시 해 주세요."))


def _gigabytes(count: int) -> str:
    return f"{count / 1e9:.1f} GB"
