"""The URL table of the whole site."""

from importlib.util import find_spec

from django.urls import include, path

_LATER = [
    path(prefix, include(module))
    for prefix, module in (
        ("diary/", "moodtracker.diary.urls"),
        ("calendar/", "moodtracker.tracker.urls"),
        ("music/", "moodtracker.music.urls"),
    )
    if find_spec(module.removesuffix(".urls")) and find_spec(module)
]

urlpatterns = [
    path("", include("moodtracker.core.urls")),
    path("settings/", include("moodtracker.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    *_LATER,
]

handler400 = "moodtracker.core.views.bad_request"
handler403 = "moodtracker.core.views.forbidden"
handler404 = "moodtracker.core.views.not_found"
handler429 = "moodtracker.core.views.too_many_requests"
handler500 = "moodtracker.core.views.server_error"
