"""Pages that belong to no feature."""

from django.urls import URLPattern, URLResolver, include, path

from moodtracker.core import views

app_name = "core"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.welcome, name="welcome"),
    path("language/", include("django.conf.urls.i18n")),
]
