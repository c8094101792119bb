"""/music/"""

from django.urls import path

from moodtracker.music import views

app_name = "music"
urlpatterns = [
    path("credits/", views.music_credits, name="credits"),
    path("for/<slug:emotion>/", views.for_mood, name="for_mood"),
]
