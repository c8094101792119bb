"""The person's own settings."""

from django.urls import path

from moodtracker.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.settings_index, name="settings"),
    path("profile/", views.profile, name="profile"),
    path("language/", views.language, name="set_language"),
    path("photos/", views.photo_policy, name="photo_policy"),
    path("view/", views.preferences, name="preferences"),
    path("view/large/", views.large, name="large"),
    path("tour/", views.tour, name="tour"),
    path("tour/done/", views.tour_done, name="tour_done"),
]
