"""Forms of this room."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

MONTHS = (1, 3, 6, 12, 24, 36)


class ArchiveForm(forms.Form):
    """What goes along. `sent` is the page's own mark, by which it sees that the file comes."""

    photos = forms.ChoiceField(
        label=_("사진"),
        choices=[("yes", _("사진도 담기")), ("no", _("사진 빼기"))],
        widget=forms.RadioSelect,
        initial="yes",
    )
    sent = forms.RegexField(r"^[0-9a-f]{8,32}$", required=False, widget=forms.HiddenInput)


class TableForm(forms.Form):
    """Only the page's own mark."""

    sent = forms.RegexField(r"^[0-9a-f]{8,32}$", required=False, widget=forms.HiddenInput)


class FeedForm(forms.Form):
    """What a calendar link shows."""

    key = forms.UUIDField(required=False, initial=uuid.uuid4, widget=forms.HiddenInput)
    look = forms.ChoiceField(
        label=_("날마다 보일 것"),
        choices=[("words", _("무늬와 낱말")), ("marks", _("무늬만"))],
        widget=forms.RadioSelect,
        initial="words",
    )
    notes = forms.BooleanField(
        label=_("메모도 보여 주기"),
        required=False,
        help_text=_("주소를 아는 사람은 누구나 메모를 읽을 수 있어요."),
    )
    months = forms.TypedChoiceField(
        label=_("어디까지"),
        coerce=int,
        choices=[
            (number, ngettext_lazy("최근 %d개월", "최근 %d개월", number) % number)
            for number in MONTHS
        ],
        initial=12,
    )


class LeaveForm(forms.Form):
    """The word that is typed to be sure."""

    word = forms.CharField(
        label=_("확인"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def clean_word(self) -> str:
        """The word of the page's language, in either case."""
        word: str = self.cleaned_data["word"].strip()
        if word.casefold() != leaving_word().casefold():
            raise forms.ValidationError(
                _("“%(wanted)s”라고 그대로 적어 주세요. 받은 값: “%(word)s”"),
                params={"wanted": leaving_word(), "word": word},
            )
        return word


def leaving_word() -> str:
    """What has to be typed before everything is deleted."""
    return str(_("모두 지우기"))
