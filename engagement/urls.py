"""Every door of the application."""

from django.urls import path

from engagement.access import views as access
from engagement.coverage import views as coverage
from engagement.meetings import views as meetings
from engagement.reports import views as reports
from engagement.stakeholders import views as stakeholders

urlpatterns = [
    path("", access.home, name="home"),
    path("programmes/", access.choose_programme, name="choose_programme"),
    path("help/", access.help_page, name="help"),
    path("meetings/", meetings.meeting_list, name="meeting_list"),
    path("meetings/new/", meetings.log, name="meeting_new"),
    path("meetings/<uuid:pk>/", meetings.detail, name="meeting"),
    path("meetings/<uuid:pk>/amend/", meetings.amend, name="meeting_amend"),
    path("meetings/<uuid:pk>/withdraw/", meetings.withdraw, name="meeting_withdraw"),
    path("stakeholders/", stakeholders.stakeholder_list, name="stakeholder_list"),
    path("stakeholders/find/", stakeholders.find, name="stakeholder_find"),
    path("stakeholders/<uuid:pk>/", meetings.profile, name="stakeholder"),
    path("coverage/", coverage.first, name="coverage"),
    path("reports/", reports.report_list, name="report_list"),
    path("reports/<uuid:pk>/", reports.detail, name="report"),
    path("reports/<uuid:pk>/progress/", reports.progress, name="report_progress"),
    path("reports/<uuid:pk>/<slug:language>.pdf", reports.file, name="report_file"),
]
