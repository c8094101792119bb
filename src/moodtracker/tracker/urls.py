"""/calendar/, /trends/, /reports/"""

from django.urls import include, path

from moodtracker.tracker import views

app_name = "tracker"
urlpatterns = [
    path("calendar/", views.month, name="calendar"),
    path("calendar/<int:year>/<int:month>/", views.month, name="month"),
    path("calendar/<int:year>/<int:month>/<int:day>/", views.day, name="day"),
    path("trends/", include("moodtracker.tracker.trends.urls")),
    path("reports/", include("moodtracker.tracker.reports.urls")),
]
