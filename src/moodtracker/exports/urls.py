"""/out/"""

from django.urls import path

from moodtracker.exports import views

app_name = "exports"
urlpatterns = [
    path("", views.index, name="index"),
    path("archive/", views.archive, name="archive"),
    path("table/", views.table, name="table"),
    path("calendar/", views.feeds, name="feeds"),
    path("calendar/<uuid:feed_id>/rotate/", views.feed_rotate, name="feed_rotate"),
    path("calendar/<uuid:feed_id>/revoke/", views.feed_revoke, name="feed_revoke"),
    path("calendar/<str:token>.ics", views.feed, name="feed"),
]
