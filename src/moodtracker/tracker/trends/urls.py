"""/trends/"""

from django.urls import path

from moodtracker.tracker.trends import views
from moodtracker.tracker.trends.sections import PICTURES

urlpatterns = [
    path("", views.trends, name="trends"),
    path("together/", views.together, name="together"),
    *(
        path(
            f"{chart}.{form}",
            views.picture,
            {"chart": chart, "form": form},
            name=f"{chart}_{form}",
        )
        for chart in PICTURES
        for form in ("png", "svg")
    ),
]
