"""Forms about a person."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from moodtracker.accounts import services
from moodtracker.accounts.models import Language, PhotoPolicy, User
from moodtracker.core.time import zone_names


class SignupExtras(forms.Form):
    """What sign-up asks beside address and password: a name, and the browser's zone."""

    display_name = forms.CharField(
        label=_("이름"),
        required=False,
        max_length=40,
        help_text=_("일기에서 부를 이름이에요. 비워 둬도 괜찮아요."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    zone = forms.CharField(
        required=False,
        max_length=64,
        widget=forms.HiddenInput(attrs={"data-browser-zone": ""}),
    )

    def signup(self, request: HttpRequest, user: User) -> None:  # noqa: ARG002
        """Called by allauth once the person exists."""
        services.person_welcome(
            user=user,
            display_name=self.cleaned_data["display_name"],
            zone=self.cleaned_data["zone"],
            language=(get_language() or "ko")[:2],
        )


class ProfileForm(forms.Form):
    """Name, language and zone."""

    display_name = forms.CharField(
        label=_("이름"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    language = forms.ChoiceField(label=_("언어"), choices=Language.choices)
    zone = forms.ChoiceField(
        label=_("시간대"),
        help_text=_("앞으로 적는 일기의 날짜를 정해요. 이미 적은 날짜는 바뀌지 않아요."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as Django calls it
        super().__init__(*args, **kwargs)
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ChoiceField)
        names = zone_names()
        current = self.initial.get("zone", "")
        # A zone that the machine no longer lists stays choosable for whoever has it.
        kept = (current,) if current and current not in names else ()
        zone.choices = [(name, name.replace("_", " ")) for name in (*kept, *names)]


class PhotoPolicyForm(forms.Form):
    """What becomes of photos."""

    policy = forms.ChoiceField(
        label=_("사진 보관"),
        choices=[(policy.value, policy.label) for policy in PhotoPolicy if policy],
        widget=forms.RadioSelect,
        help_text=_("언제든 바꿀 수 있어요. 이미 간직한 사진은 그대로 있어요."),
    )
