"""The diary as an app on the home screen: its manifest, its service worker, its offline page.

All three are the same for everybody, so nothing of a person can be in what a device keeps.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moodtracker.core.device import ICONS, LANGUAGES, worker_source
from moodtracker.emotions import ORDER

PAPER = "#f4ecd9"


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to know to put the diary on its home screen.

    The language stands in the address: browsers ask for a manifest without cookies.
    """
    language = _language(request)
    with translation.override(language):
        answer = JsonResponse(_manifest(language), content_type="application/manifest+json")
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The worker of the whole site; asked for anew each time, so that a new one is heard of."""
    pages = {code: _offline_page(code) for code in LANGUAGES}
    answer = HttpResponse(worker_source(offline_pages=pages), content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    answer["Service-Worker-Allowed"] = "/"
    return answer


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What stands in for every page while there is no connection; devices keep it."""
    answer = HttpResponse(_offline_page(_language(request)))
    answer["Cache-Control"] = "public, max-age=0"
    return answer


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else LANGUAGES[0]


def _offline_page(language: str) -> str:
    """Rendered without the request: no session, no token and no person can get into it."""
    with translation.override(language):
        context = {"quiet": True, "emotions": ORDER}
        return render(None, "core/offline.html", context).content.decode()


def _manifest(language: str) -> dict[str, object]:
    today = reverse("diary:home")
    return {
        "id": today,
        "name": _("무드 트래커"),
        "short_name": _("무드 트래커"),
        "description": _("표정을 읽는 일기"),
        "lang": language,
        "dir": "ltr",
        "start_url": f"{today}?quick",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "categories": ["lifestyle", "health"],
        "icons": [
            {
                "src": static(icon.name),
                "sizes": f"{icon.size}x{icon.size}",
                "type": "image/png",
                "purpose": "maskable" if icon.maskable else "any",
            }
            for icon in ICONS
        ],
        "shortcuts": [
            {"name": name, "url": url}
            for name, url in (
                (_("도장 찍기"), f"{today}?quick"),
                (_("사진으로 적기"), reverse("diary:new")),
                (_("달력"), reverse("tracker:calendar")),
            )
        ],
    }
