"""/calendar/"""

from django.urls import path

from moodtracker.tracker import views

app_name = "tracker"
urlpatterns = [
    path("", views.month, name="calendar"),
    path("<int:year>/", views.year, name="year"),
    path("<int:year>/pixels.svg", views.year_picture, {"kind": "svg"}, name="year_svg"),
    path("<int:year>/pixels.png", views.year_picture, {"kind": "png"}, name="year_png"),
    path("<int:year>/<int:month>/", views.month, name="month"),
    path("<int:year>/<int:month>/<int:day>/", views.day, name="day"),
    path("gentle/put-away/", views.gentle_put_away, name="gentle_put_away"),
]
