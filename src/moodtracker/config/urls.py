"""The URL table of the whole site."""

from django.urls import include, path

urlpatterns = [
    path("", include("moodtracker.core.urls")),
    path("settings/leaving/", include("moodtracker.exports.leaving_urls")),
    path("settings/", include("moodtracker.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("diary/", include("moodtracker.diary.urls")),
    path("", include("moodtracker.tracker.urls")),
    path("music/", include("moodtracker.music.urls")),
    path("out/", include("moodtracker.exports.urls")),
    path("in/", include("moodtracker.imports.urls")),
    path("reminders/", include("moodtracker.reminders.urls")),
]

handler400 = "moodtracker.core.views.bad_request"
handler403 = "moodtracker.core.views.forbidden"
handler404 = "moodtracker.core.views.not_found"
handler429 = "moodtracker.core.views.too_many_requests"
handler500 = "moodtracker.core.views.server_error"
