"""What people send: types and lengths; the rules of the diary are in the services."""

import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from moodtracker.accounts.models import PhotoPolicy
from moodtracker.diary.models import INTENSITIES, NOTE_MAX_LENGTH, Source
from moodtracker.diary.services import Felt, WallTime
from moodtracker.diary.uploads import UPLOAD_CAP
from moodtracker.emotions import CLASS_NAMES, Emotion

POLICY_CHOICES = [
    (PhotoPolicy.KEEP.value, _("암호화해서 간직할래요")),
    (PhotoPolicy.DISCARD.value, _("읽고 나서 바로 버릴래요")),
]
_MOODS = [(name, name) for name in CLASS_NAMES]


class NoteField(forms.CharField):
    """A note: optional, with a length that the sentence names."""

    def __init__(self) -> None:
        super().__init__(
            required=False,
            max_length=NOTE_MAX_LENGTH,
            error_messages={
                "max_length": _(
                    "메모는 %(limit_value)d자까지 쓸 수 있어요. 지금은 %(show_value)d자예요."
                )
            },
        )


class CaptureForm(forms.Form):
    """What every new entry carries: the key that makes a second press harmless, and a note."""

    key = forms.UUIDField(error_messages={"required": _("화면을 새로 열어 주세요.")})
    note = NoteField()

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401 - Django's own
        files: Any = None,  # noqa: ANN401
        *,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, files, initial={"key": uuid.uuid4(), **(initial or {})})

    @property
    def sent_key(self) -> str:
        """The key to put into the page: the one sent, so that a second try stays the same try."""
        return str(uuid.uuid4() if "key" in self.errors else self["key"].value())


class PhotoForm(CaptureForm):
    """A photo, from a file or from the camera."""

    photo = forms.FileField(
        allow_empty_file=False,
        error_messages={
            "required": _("사진을 골라 주세요."),
            "empty": _("빈 파일이에요. 다른 사진을 골라 주세요."),
            "invalid": _("사진 파일을 골라 주세요."),
            "missing": _("사진을 골라 주세요."),
        },
    )
    source = forms.ChoiceField(choices=[(s.value, s.value) for s in (Source.PHOTO, Source.CAMERA)])
    policy = forms.ChoiceField(
        choices=POLICY_CHOICES,
        error_messages={"required": _("사진을 간직할지 골라 주세요.")},
    )

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401
        files: Any = None,  # noqa: ANN401
        *,
        ask_policy: bool,
    ) -> None:
        super().__init__(data, files)
        if not ask_policy:
            del self.fields["policy"]

    def clean_photo(self) -> bytes:
        """The photo's bytes, at most as many as the upload keeps."""
        file = self.cleaned_data["photo"]
        if file.size > UPLOAD_CAP:
            raise forms.ValidationError(
                _("사진은 %(limit)d MB까지 받아요. 이 사진은 %(came)s MB예요."),
                params={"limit": UPLOAD_CAP // 1_000_000, "came": f"{file.size / 1e6:.1f}"},
            )
        data: bytes = file.read()
        return data


class WallTimeForm(forms.Form):
    """A date and a time on the wall; both or neither."""

    day = forms.DateField(
        required=False,
        error_messages={"invalid": _("날짜는 2026-11-22처럼 써 주세요.")},
    )
    clock = forms.TimeField(
        required=False,
        error_messages={"invalid": _("시각은 21:30처럼 써 주세요.")},
    )

    def clean_day(self) -> date | None:
        """A day that calendars and time zones can work with."""
        day: date | None = self.cleaned_data["day"]
        if day and day.year < 1900:
            raise forms.ValidationError(_("1900년부터 기록할 수 있어요."))
        return day

    def clean(self) -> dict[str, Any]:
        """Half a moment is none."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and (cleaned.get("day") is None) != (cleaned.get("clock") is None):
            raise forms.ValidationError(_("날짜와 시각을 함께 골라 주세요."))
        return cleaned

    @property
    def at(self) -> WallTime | None:
        """The moment, when it was given."""
        day: date | None = self.cleaned_data["day"]
        clock: time | None = self.cleaned_data["clock"]
        return WallTime(day, clock) if day is not None and clock is not None else None


class MoodField(forms.ChoiceField):
    """One of the six."""

    def __init__(self, *, required: bool = True) -> None:
        super().__init__(
            required=required,
            choices=_MOODS,
            error_messages={
                "required": _("기분 도장을 하나 골라 주세요."),
                "invalid_choice": _("기분 도장 여섯 개 가운데 하나를 골라 주세요."),
            },
        )


class HandForm(CaptureForm, WallTimeForm):
    """A mood by hand."""

    mood = MoodField()

    @property
    def emotion(self) -> Emotion:
        """The stamp that was pressed."""
        return Emotion(self.cleaned_data["mood"])


class OfflineForm(CaptureForm):
    """A mood by hand that waited on a device, as the device sends it."""

    mood = MoodField()
    intensity = forms.IntegerField(
        required=False, min_value=min(INTENSITIES), max_value=max(INTENSITIES)
    )
    at = forms.CharField(max_length=40)
    zone = forms.CharField(max_length=64)

    def clean_at(self) -> datetime:
        """ISO 8601 with its offset, as `Date.toISOString` writes it."""
        try:
            at = datetime.fromisoformat(self.cleaned_data["at"])
            if at.tzinfo is not None:
                return at.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        raise forms.ValidationError(
            _("언제의 기분인지 알아듣지 못했어요. 날짜와 시각을 고쳐 주세요.")
        )

    @property
    def emotion(self) -> Emotion:
        """The stamp that was pressed."""
        return Emotion(self.cleaned_data["mood"])

    @property
    def felt(self) -> Felt:
        """When, and in which zone."""
        return Felt(self.cleaned_data["at"], self.cleaned_data["zone"])


class MoodForm(forms.Form):
    """The person's own word; empty takes it back."""

    mood = MoodField(required=False)

    @property
    def emotion(self) -> Emotion | None:
        """The stamp that was pressed."""
        name = self.cleaned_data["mood"]
        return Emotion(name) if name else None


class NoteForm(forms.Form):
    """A note on an entry."""

    note = NoteField()


class EditForm(WallTimeForm):
    """When an entry was, and its note."""

    note = NoteField()

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:  # noqa: ANN401
        super().__init__(data, initial=initial)
        for name in ("day", "clock"):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = _("날짜와 시각을 함께 골라 주세요.")


class FaceForm(forms.Form):
    """Which of the faces."""

    face = forms.IntegerField(
        min_value=0, error_messages={"required": _("얼굴을 하나 골라 주세요.")}
    )
