"""/calendar/"""

from django.urls import path

from moodtracker.tracker import views

app_name = "tracker"
urlpatterns = [
    path("", views.month, name="calendar"),
    path("<int:year>/<int:month>/", views.month, name="month"),
    path("<int:year>/<int:month>/<int:day>/", views.day, name="day"),
]
