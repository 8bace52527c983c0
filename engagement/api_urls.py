"""Every door of the API."""

from django.urls import path, re_path

from engagement.access.problems import nowhere
from engagement.briefs import api as briefs
from engagement.coverage import api as coverage
from engagement.meetings import api as meetings
from engagement.regions import api as regions
from engagement.registry import api as registry
from engagement.registry.merging import api as merging
from engagement.reports import api as reports
from engagement.stakeholders import api as stakeholders

urlpatterns = [
    path("v1/schema/", registry.SchemaDoor.as_view(), name="api_schema"),
    path("v1/docs/", registry.docs_page, name="api_docs"),
    path("v1/code-lists/", registry.CodeLists.as_view(), name="api_code_lists"),
    path("v1/code-lists/<slug:name>/", registry.CodeList.as_view(), name="api_code_list"),
    path("v1/regions/", regions.RegionList.as_view(), name="api_regions"),
    path("v1/recommendations/", briefs.RecommendationList.as_view(), name="api_recommendations"),
    path("v1/coverage/", coverage.Coverage.as_view(), name="api_coverage"),
    path("v1/stakeholders/", stakeholders.StakeholderList.as_view(), name="api_stakeholders"),
    path(
        "v1/stakeholders/candidates/",
        stakeholders.Candidates.as_view(),
        name="api_candidates",
    ),
    path(
        "v1/stakeholders/<uuid:pk>/",
        stakeholders.StakeholderDetail.as_view(),
        name="api_stakeholder",
    ),
    path("v1/stakeholders/<uuid:kept>:merge/", merging.MergeInto.as_view(), name="api_merge_into"),
    path("v1/merges/<uuid:pk>/", merging.MergeDetail.as_view(), name="api_merge"),
    path("v1/merges/<uuid:pk>:unmerge/", merging.Unmerge.as_view(), name="api_unmerge"),
    path("v1/meetings/", meetings.MeetingList.as_view(), name="api_meetings"),
    path("v1/meetings/<uuid:pk>/", meetings.MeetingDetail.as_view(), name="api_meeting"),
    path("v1/reports/", reports.ReportList.as_view(), name="api_reports"),
    path("v1/reports/<uuid:pk>/", reports.ReportDetail.as_view(), name="api_report"),
    path(
        "v1/reports/<uuid:pk>/files/<str:language>.<str:extension>",
        reports.ReportFileDoor.as_view(),
        name="api_report_file",
    ),
    # Every other address, even with a line break in it, which <path:> does not match.
    re_path("", nowhere, name="api_nowhere"),
]
