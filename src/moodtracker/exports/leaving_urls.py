"""/settings/leaving/"""

from django.urls import path

from moodtracker.exports import views

app_name = "leaving"
urlpatterns = [
    path("", views.leave, name="leave"),
    path("receipt/<uuid:receipt_id>/", views.receipt, name="receipt"),
]
