"""/reports/"""

from django.urls import path

from moodtracker.tracker.reports import views

urlpatterns = [
    path("", views.reports, name="reports"),
    path("pdf/", views.report_pdf, name="report_pdf"),
    path("<int:year>/", views.report_year, name="report_year"),
    path("<int:year>/<int:month>/", views.report_month, name="report_month"),
    path("<day:first>/<day:last>/", views.report_between, name="report_between"),
]
