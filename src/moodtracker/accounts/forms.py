"""Forms about a person."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from moodtracker.accounts import services
from moodtracker.accounts.models import HelpLines, Language, PhotoPolicy, User
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


class PreferencesForm(forms.Form):
    """How the diary shows itself, and when it speaks up."""

    large = forms.BooleanField(
        label=_("크게 보기"),
        required=False,
        help_text=_("글씨와 단추를 키우고, 한 화면에 꼭 필요한 것만 보여 드려요."),
    )
    streaks = forms.BooleanField(
        label=_("이어 쓴 날 보기"),
        required=False,
        help_text=_("며칠을 이어 썼는지 세어 드려요. 하루쯤 쉬어도 괜찮아서 처음에는 꺼 둬요."),
    )
    gentle = forms.BooleanField(
        label=_("힘든 날이 이어지면 말 걸기"),
        required=False,
        help_text=_(
            "평소의 나와 견주어 힘든 날이 이어질 때만 다정한 한마디를 건네요. 진단이 아니에요."
        ),
    )
    help_lines = forms.ChoiceField(
        label=_("도움 전화"),
        choices=HelpLines.choices,
        widget=forms.RadioSelect,
        help_text=_("그 한마디 곁에 함께 보여 드릴 번호예요."),
    )

    @property
    def preferences(self) -> services.Preferences:
        """What was chosen."""
        data = self.cleaned_data
        return services.Preferences(
            large=data["large"],
            streaks=data["streaks"],
            gentle=data["gentle"],
            help_lines=HelpLines(data["help_lines"]),
        )
