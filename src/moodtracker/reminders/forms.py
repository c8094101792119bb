"""What people send about reminders: types and lengths; the rules are in the services."""

from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from moodtracker.core.weekdays import WEEKDAYS
from moodtracker.reminders.models import NAME_MAX_LENGTH, Reminder, Skip
from moodtracker.reminders.services import Wish

_CLOCK = _("시각은 21:30처럼 써 주세요.")


class ClockField(forms.TimeField):
    """An hour and a minute."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(
            input_formats=["%H:%M", "%H:%M:%S"],
            error_messages={"invalid": _CLOCK, "required": _CLOCK},
            **options,
        )

    def clean(self, value: Any) -> time | None:  # noqa: ANN401
        """Seconds are dropped."""
        clock: time | None = super().clean(value)
        return clock.replace(second=0, microsecond=0) if clock else None


class ReminderForm(forms.Form):
    """When, on which days, by which ways, and when not."""

    clock = ClockField(label=_("시각"))
    days = forms.TypedMultipleChoiceField(
        label=_("요일"),
        coerce=int,
        choices=list(enumerate(WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("요일을 하나는 골라 주세요.")},
    )
    by_push = forms.BooleanField(
        label=_("브라우저 알림으로"), required=False, help_text=_("알림을 켜 둔 기기 모두에 떠요.")
    )
    by_mail = forms.BooleanField(label=_("이메일로"), required=False)
    skip = forms.ChoiceField(
        label=_("이미 적었다면"),
        choices=Skip.choices,
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        """A reminder that reaches nobody is none."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("by_push") and not cleaned.get("by_mail"):
            raise forms.ValidationError(_("브라우저 알림이나 이메일 가운데 하나는 골라 주세요."))
        return cleaned

    @property
    def wish(self) -> Wish:
        """What was asked for."""
        cleaned = self.cleaned_data
        return Wish(
            clock=cleaned["clock"],
            days=cleaned["days"],
            skip=Skip(cleaned["skip"]),
            by_push=cleaned["by_push"],
            by_mail=cleaned["by_mail"],
        )


def initial_of(reminder: Reminder) -> dict[str, object]:
    """A form's first values for a reminder that exists."""
    return {
        "clock": reminder.clock,
        "days": sorted(reminder.weekdays),
        "by_push": reminder.by_push,
        "by_mail": reminder.by_mail,
        "skip": reminder.skip,
    }


class QuietForm(forms.Form):
    """From when to when nothing sounds; both or neither."""

    start = ClockField(label=_("조용한 시간 시작"), required=False)
    end = ClockField(label=_("조용한 시간 끝"), required=False)

    def clean(self) -> dict[str, Any]:
        """Half of quiet hours is none."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        start, end = cleaned.get("start"), cleaned.get("end")
        if (start is None) != (end is None):
            raise forms.ValidationError(_("시작과 끝을 함께 골라 주세요. 둘 다 비우면 없애요."))
        if start is not None and start == end:
            raise forms.ValidationError(_("시작과 끝은 서로 다른 시각이어야 해요."))
        return cleaned

    @property
    def hours(self) -> tuple[time, time] | None:
        """The hours, when there are any."""
        start: time | None = self.cleaned_data["start"]
        end: time | None = self.cleaned_data["end"]
        return (start, end) if start is not None and end is not None else None


class PauseForm(forms.Form):
    """The last day of a pause."""

    until = forms.DateField(
        label=_("이날까지 쉬기"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "invalid": _("날짜는 2026-11-22처럼 써 주세요."),
            "required": _("언제까지 쉴지 날짜를 골라 주세요."),
        },
    )

    def __init__(self, data: Any = None, *, today: date, initial: Any = None) -> None:  # noqa: ANN401
        super().__init__(data, initial=initial)
        self._today = today
        self.fields["until"].widget.attrs["min"] = today.isoformat()

    def clean_until(self) -> date:
        """A pause lies ahead."""
        until: date = self.cleaned_data["until"]
        if until < self._today:
            raise forms.ValidationError(_("오늘이나 그 뒤의 날짜를 골라 주세요."))
        if until.year > self._today.year + 2:
            raise forms.ValidationError(_("2년 안의 날짜를 골라 주세요."))
        return until


class DeviceForm(forms.Form):
    """A browser's subscription, as `devices.js` and the service worker send it."""

    endpoint = forms.CharField(max_length=1000)
    p256dh = forms.CharField(max_length=200)
    auth = forms.CharField(max_length=100)
    key = forms.CharField(max_length=200)
    name = forms.CharField(max_length=NAME_MAX_LENGTH, required=False)
    replaces = forms.CharField(max_length=1000, required=False)


class NameForm(forms.Form):
    """What a device is called."""

    name = forms.CharField(
        max_length=NAME_MAX_LENGTH,
        error_messages={
            "required": _("기기 이름을 써 주세요."),
            "max_length": _("기기 이름은 %(limit_value)d자까지 쓸 수 있어요."),
        },
    )
