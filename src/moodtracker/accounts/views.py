"""The person's own settings."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language

from moodtracker.accounts import services
from moodtracker.accounts.forms import PhotoPolicyForm, ProfileForm
from moodtracker.accounts.models import Language, PhotoPolicy, User


def _person(request: HttpRequest) -> User:
    """The person of a view behind login_required."""
    assert isinstance(request.user, User)
    return request.user


@login_required
@require_safe
def settings_index(request: HttpRequest) -> HttpResponse:
    """Where every setting is found."""
    return render(request, "accounts/settings.html")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name, language, zone."""
    user = _person(request)
    initial = {"display_name": user.display_name, "language": user.language, "zone": user.zone}
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        person = services.profile_update(user=user, **form.cleaned_data)
        with translation.override(person.language):
            messages.success(request, _("프로필을 저장했어요."))
        return redirect("accounts:settings")
    return render(request, "accounts/profile.html", {"form": form})


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The switch in the foot: a cookie for strangers, the profile too for people."""
    chosen = request.POST.get("language", "")
    if isinstance(request.user, User) and chosen in Language.values:
        services.language_set(user=request.user, language=Language(chosen))
    answer: HttpResponse = set_language(request)
    return answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def photo_policy(request: HttpRequest) -> HttpResponse:
    """Keep photos, or throw them away."""
    user = _person(request)
    form = PhotoPolicyForm(request.POST or None, initial={"policy": user.photo_policy})
    if request.method == "POST" and form.is_valid():
        services.photo_policy_set(user=user, policy=PhotoPolicy(form.cleaned_data["policy"]))
        messages.success(request, _("사진을 어떻게 할지 저장했어요."))
        return redirect("accounts:settings")
    return render(request, "accounts/photo_policy.html", {"form": form})
