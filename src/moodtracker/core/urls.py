"""Pages that belong to no feature."""

from django.urls import URLPattern, URLResolver, path

from moodtracker.core import views

app_name = "core"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.welcome, name="welcome"),
    path("healthz", views.healthz, name="healthz"),
]
