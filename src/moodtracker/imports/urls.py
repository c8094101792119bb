"""/in/"""

from django.urls import URLPattern, path

from moodtracker.imports import views

app_name = "imports"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("start/", views.start, name="start"),
    path("<uuid:run_id>/", views.run, name="run"),
    path("<uuid:run_id>/pieces/<int:position>/<int:number>/", views.piece, name="piece"),
    path("<uuid:run_id>/sent/", views.sent, name="sent"),
    path("<uuid:run_id>/progress/", views.progress, name="progress"),
    path("<uuid:run_id>/answer/", views.answer, name="answer"),
    path("<uuid:run_id>/apply/", views.apply, name="apply"),
    path("<uuid:run_id>/undo/", views.undo, name="undo"),
    path("<uuid:run_id>/drop/", views.drop, name="drop"),
    path("<uuid:run_id>/review/", views.review, name="review"),
    path("<uuid:run_id>/faces/<uuid:selfie_id>/<int:number>.jpg", views.face, name="face"),
    path("<uuid:run_id>/skipped.csv", views.skipped, name="skipped"),
]
