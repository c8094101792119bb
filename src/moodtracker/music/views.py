"""Pages of the music room."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from moodtracker.emotions import CLASS_NAMES, ORDER, Emotion
from moodtracker.music.selectors import credits_of_catalogue


@login_required
@require_safe
def for_mood(request: HttpRequest, emotion: str) -> HttpResponse:
    """Music for a mood that the person names; a new piece every local day."""
    if emotion not in CLASS_NAMES:
        raise Http404
    seed = f"{request.user.pk} {emotion} {timezone.localdate()}"
    return render(
        request,
        "music/for_mood.html",
        {"emotion": Emotion(emotion), "emotions": ORDER, "seed": seed},
    )


@require_safe
def music_credits(request: HttpRequest) -> HttpResponse:
    """Composers, performers and sources; open to everybody, as the licences ask."""
    context = {"credits": credits_of_catalogue(), "emotions": ORDER}
    return render(request, "music/credits.html", context)
