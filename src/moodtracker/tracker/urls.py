"""/calendar/, /trends/, /reports/"""

from django.urls import include, path

from moodtracker.tracker import views

app_name = "tracker"
urlpatterns = [
    path("calendar/", views.month, name="calendar"),
    path("calendar/<int:year>/", views.year, name="year"),
    path("calendar/<int:year>/pixels.svg", views.year_picture, {"kind": "svg"}, name="year_svg"),
    path("calendar/<int:year>/pixels.png", views.year_picture, {"kind": "png"}, name="year_png"),
    path("calendar/gentle/put-away/", views.gentle_put_away, name="gentle_put_away"),
    path("calendar/<int:year>/<int:month>/", views.month, name="month"),
    path("calendar/<int:year>/<int:month>/<int:day>/", views.day, name="day"),
    path("trends/", include("moodtracker.tracker.trends.urls")),
    path("reports/", include("moodtracker.tracker.reports.urls")),
]
