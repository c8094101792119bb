"""What a report is asked for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from moodtracker.accounts.models import Language
from moodtracker.tracker.periods import FIRST_DAY, Kind, Period
from moodtracker.tracker.reports.options import Notes, Wanted

MOST_DAYS = 1100
"""Days of a report between two dates: three years and a little."""


def period_of(first: date, last: date) -> Period:
    """The month or the year that these days are, free dates otherwise.

    Raises ValueError when they stand the wrong way round.
    """
    for kind in (Kind.MONTH, Kind.YEAR):
        whole = Period.of(kind, first)
        if (whole.first, whole.last) == (first, last):
            return whole
    return Period(Kind.FREE, first, last)


class OptionsForm(forms.Form):
    """What goes into a report. What was not sent stands as in `defaults`."""

    chosen = forms.BooleanField(required=False, widget=forms.HiddenInput)
    named = forms.BooleanField(label=_("이름"), required=False)
    tags = forms.BooleanField(label=_("태그"), required=False)
    photos = forms.BooleanField(
        label=_("사진"),
        required=False,
        help_text=_("얼굴이 작게 실려요. 건네기 전에 한 번 더 생각해 주세요."),
    )
    notes = forms.ChoiceField(
        label=pgettext_lazy("report", "메모"),
        choices=[
            (Notes.ALL.value, _("모두")),
            (Notes.STANDOUT.value, _("눈에 띄는 날만")),
            (Notes.NONE.value, _("싣지 않기")),
        ],
    )
    language = forms.ChoiceField(label=_("보고서의 언어"), choices=Language.choices)

    @classmethod
    def asked(cls, query: Mapping[str, Any], *, period: Period, language: str) -> "OptionsForm":
        """The form as it was sent, or as a first visit finds it: no photos, and of a long period
        the notes of the days that stand out.
        """
        if query.get("chosen"):
            form = cls(query)
            if form.is_valid():
                return form
        notes = Notes.ALL if period.days <= 31 else Notes.STANDOUT
        form = cls(
            {"chosen": True, "named": True, "tags": True, "notes": notes, "language": language}
        )
        form.is_valid()
        return form

    def wanted(self, period: Period) -> Wanted:
        """The report that this asks for."""
        given = self.cleaned_data
        return Wanted(
            period=period,
            language=given["language"],
            named=given["named"],
            notes=Notes(given["notes"]),
            tags=given["tags"],
            photos=given["photos"],
        )


class BetweenForm(forms.Form):
    """Two dates."""

    first = forms.DateField(
        label=_("첫날"), error_messages={"invalid": _("날짜는 2026-11-22처럼 써 주세요.")}
    )
    last = forms.DateField(
        label=_("끝날"), error_messages={"invalid": _("날짜는 2026-11-22처럼 써 주세요.")}
    )

    def __init__(self, data: Any = None, *, latest: date) -> None:  # noqa: ANN401 - Django's own
        super().__init__(data)
        for field in self.fields.values():
            field.widget = forms.DateInput(
                attrs={"type": "date", "min": FIRST_DAY.isoformat(), "max": latest.isoformat()}
            )
        self._latest = latest

    def clean(self) -> dict[str, Any]:
        """In order, within what can hold entries, and not too long."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last:
            if not FIRST_DAY <= first <= last <= self._latest:
                raise forms.ValidationError(_("첫날은 끝날보다 앞이고, 끝날은 오늘까지예요."))
            if (last - first).days >= MOST_DAYS:
                raise forms.ValidationError(_("보고서 하나에는 3년까지 담을 수 있어요."))
        return cleaned

    @property
    def period(self) -> Period:
        """The period between them."""
        return period_of(self.cleaned_data["first"], self.cleaned_data["last"])
