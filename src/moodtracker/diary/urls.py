"""The diary's pages."""

from django.urls import URLPattern, path
from django.urls.converters import register_converter

from moodtracker.diary import views
from moodtracker.diary.converters import DayConverter

register_converter(DayConverter, "day")

app_name = "diary"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("days/<day:day>/", views.day, name="day"),
    path("quick/", views.quick, name="quick"),
    path("sync/", views.sync, name="sync"),
    path("waiting/", views.waiting, name="waiting"),
    path("new/", views.new_upload, name="new"),
    path("new/camera/", views.new_camera, name="new_camera"),
    path("new/hand/", views.new_hand, name="new_hand"),
    path("new/faces/<uuid:pending_id>/", views.faces, name="faces"),
    path("new/faces/<uuid:pending_id>/<int:number>.jpg", views.face_picture, name="face_picture"),
    path("find/", views.find, name="find"),
    path("tags/", views.tags, name="tags"),
    path("tags/<uuid:tag_id>/", views.tag, name="tag"),
    path("tags/<uuid:tag_id>/move/", views.tag_move, name="tag_move"),
    path("tags/<uuid:tag_id>/hide/", views.tag_hide, name="tag_hide"),
    path("tags/<uuid:tag_id>/merge/", views.tag_merge, name="tag_merge"),
    path("tags/<uuid:tag_id>/delete/", views.tag_delete, name="tag_delete"),
    path("deleted/", views.deleted, name="deleted"),
    path("deleted/empty/", views.trash_empty, name="trash_empty"),
    path("entries/<uuid:entry_id>/", views.entry, name="entry"),
    path("entries/<uuid:entry_id>/mood/", views.entry_mood, name="entry_mood"),
    path("entries/<uuid:entry_id>/intensity/", views.entry_intensity, name="entry_intensity"),
    path("entries/<uuid:entry_id>/tags/", views.entry_tags, name="entry_tags"),
    path("entries/<uuid:entry_id>/heard/", views.entry_heard, name="entry_heard"),
    path("entries/<uuid:entry_id>/felt/", views.entry_felt, name="entry_felt"),
    path("entries/<uuid:entry_id>/note/", views.entry_note, name="entry_note"),
    path("entries/<uuid:entry_id>/edit/", views.entry_edit, name="entry_edit"),
    path("entries/<uuid:entry_id>/delete/", views.entry_delete, name="entry_delete"),
    path("entries/<uuid:entry_id>/restore/", views.entry_restore, name="entry_restore"),
    path("entries/<uuid:entry_id>/purge/", views.entry_purge, name="entry_purge"),
    path("entries/<uuid:entry_id>/thumb.jpg", views.thumb, name="thumb"),
    path("entries/<uuid:entry_id>/photo.jpg", views.photo, name="photo"),
    path("entries/<uuid:entry_id>/photo/discard/", views.photo_discard, name="photo_discard"),
    path("entries/<uuid:entry_id>/heat/<slug:emotion>.png", views.heat, name="heat"),
]
