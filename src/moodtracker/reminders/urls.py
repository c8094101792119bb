"""/reminders/"""

from django.urls import URLPattern, path

from moodtracker.reminders import views

app_name = "reminders"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("new/", views.add, name="add"),
    path("quiet/", views.quiet, name="quiet"),
    path("pause/", views.pause, name="pause"),
    path("pause/end/", views.pause_end, name="pause_end"),
    path("devices/", views.device_add, name="device_add"),
    path("devices/try/", views.try_push, name="try_push"),
    path("devices/<uuid:device_id>/remove/", views.device_remove, name="device_remove"),
    path("devices/<uuid:device_id>/name/", views.device_rename, name="device_rename"),
    path("mail/try/", views.try_mail, name="try_mail"),
    path("mail/resume/", views.mail_resume, name="mail_resume"),
    path("mail/stop/<str:token>/", views.mail_stop, name="mail_stop"),
    path("<uuid:reminder_id>/", views.edit, name="edit"),
    path("<uuid:reminder_id>/switch/", views.switch, name="switch"),
    path("<uuid:reminder_id>/delete/", views.delete, name="delete"),
    path("<uuid:reminder_id>/restore/", views.restore, name="restore"),
]
