"""The person's own settings."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language

from moodtracker.accounts import services
from moodtracker.accounts.forms import PhotoPolicyForm, PreferencesForm, ProfileForm
from moodtracker.accounts.models import Language, PhotoPolicy, User
from moodtracker.accounts.requests import person
from moodtracker.emotions import ORDER

TOUR_STEPS = 3


@login_required
@require_safe
def settings_index(request: HttpRequest) -> HttpResponse:
    """Where every setting is found."""
    return render(request, "accounts/settings.html")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name, language, zone."""
    user = person(request)
    initial = {"display_name": user.display_name, "language": user.language, "zone": user.zone}
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        updated = services.profile_update(user=user, **form.cleaned_data)
        with translation.override(updated.language):
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
    user = person(request)
    form = PhotoPolicyForm(request.POST or None, initial={"policy": user.photo_policy})
    if request.method == "POST" and form.is_valid():
        services.photo_policy_set(user=user, policy=PhotoPolicy(form.cleaned_data["policy"]))
        messages.success(request, _("사진을 어떻게 할지 저장했어요."))
        return redirect("accounts:settings")
    return render(request, "accounts/photo_policy.html", {"form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """How the diary shows itself, and when it speaks up."""
    user = person(request)
    initial = {
        "large": user.large,
        "streaks": user.streaks,
        "gentle": user.gentle,
        "help_lines": user.help_lines,
    }
    form = PreferencesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.preferences_update(user=user, preferences=form.preferences)
        messages.success(request, _("보기 방식을 저장했어요."))
        return redirect("accounts:settings")
    return render(request, "accounts/preferences.html", {"form": form})


@login_required
@require_POST
def large(request: HttpRequest) -> HttpResponse:
    """The one switch of large letters, where a whole form would be too much."""
    services.large_set(user=person(request), large=request.POST.get("large") == "on")
    return redirect(_way_back(request, otherwise="accounts:preferences"))


@login_required
@require_safe
def tour(request: HttpRequest) -> HttpResponse:
    """One of the three steps of the first tour; a number outside them shows the nearest."""
    asked = request.GET.get("step", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1
    step = min(max(number, 1), TOUR_STEPS)
    context = {
        "step": step,
        "steps": range(1, TOUR_STEPS + 1),
        "earlier": step - 1,
        "later": step + 1 if step < TOUR_STEPS else None,
        "emotions": ORDER,
    }
    return render(request, "accounts/tour.html", context)


@login_required
@require_POST
def tour_done(request: HttpRequest) -> HttpResponse:
    """Walked or skipped."""
    services.tour_finish(user=person(request), now=timezone.now())
    return redirect("diary:home")


def _way_back(request: HttpRequest, *, otherwise: str) -> str:
    """The page a small form was sent from, where it is one of ours."""
    wanted = request.POST.get("next", "")
    hosts = {request.get_host()}
    if url_has_allowed_host_and_scheme(wanted, hosts, require_https=request.is_secure()):
        return wanted
    return reverse(otherwise)
