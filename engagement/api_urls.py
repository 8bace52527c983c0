"""Every door of the API."""

from typing import Any

from django.urls import URLPattern, path, re_path

from engagement.access.problems import nowhere
from engagement.briefs import api as briefs
from engagement.briefs.entries import api as entries
from engagement.coverage import api as coverage
from engagement.meetings import api as meetings
from engagement.meetings.follow_ups import api as follow_ups
from engagement.meetings.issues import api as issues
from engagement.regions import api as regions
from engagement.registry import api as registry
from engagement.registry.merging import api as merging
from engagement.reports import api as reports
from engagement.stakeholders import api as stakeholders
from engagement.stakeholders.assessments import api as assessments
from engagement.stakeholders.posts import api as posts
from engagement.sync.batches import api as batches
from engagement.sync.feed import api as feed
from engagement.sync.reconciling import api as reconciling
from engagement.sync.snapshots import api as snapshots

#: Codes, regions, and the document itself.
CODES = [
    path("v1/schema/", registry.SchemaDoor.as_view(), name="api_schema"),
    path("v1/docs/", registry.docs_page, name="api_docs"),
    path("v1/code-lists/", registry.CodeLists.as_view(), name="api_code_lists"),
    path("v1/code-lists/<slug:name>/", registry.CodeList.as_view(), name="api_code_list"),
    path("v1/regions/", regions.RegionList.as_view(), name="api_regions"),
    path("v1/regions/<slug:key>/", regions.RegionDetail.as_view(), name="api_region"),
]
REGISTER = [
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
    path("v1/stakeholders/<uuid:pk>/posts/", posts.PostList.as_view(), name="api_posts"),
    path("v1/posts/<uuid:pk>/", posts.PostDetail.as_view(), name="api_post"),
    path("v1/posts/<uuid:pk>:withdraw/", posts.PostWithdrawal.as_view(), name="api_post_withdraw"),
    path(
        "v1/stakeholders/<uuid:pk>/assessments/",
        assessments.AssessmentList.as_view(),
        name="api_assessments",
    ),
    path(
        "v1/assessments/<uuid:pk>/", assessments.AssessmentDetail.as_view(), name="api_assessment"
    ),
    path(
        "v1/assessments/<uuid:pk>:withdraw/",
        assessments.AssessmentWithdrawal.as_view(),
        name="api_assessment_withdraw",
    ),
    path("v1/stakeholders/<uuid:kept>:merge/", merging.MergeInto.as_view(), name="api_merge_into"),
    path("v1/merges/<uuid:pk>/", merging.MergeDetail.as_view(), name="api_merge"),
    path("v1/merges/<uuid:pk>:unmerge/", merging.Unmerge.as_view(), name="api_unmerge"),
]
LOG = [
    path("v1/meetings/", meetings.MeetingList.as_view(), name="api_meetings"),
    path("v1/meetings/<uuid:pk>/", meetings.MeetingDetail.as_view(), name="api_meeting"),
    path(
        "v1/meetings/<uuid:pk>:withdraw/",
        meetings.MeetingWithdrawal.as_view(),
        name="api_meeting_withdraw",
    ),
    path("v1/meetings/<uuid:pk>/recommendations/", briefs.MatchList.as_view(), name="api_matches"),
    path(
        "v1/meetings/<uuid:pk>/recommendations/<uuid:recommendation>/",
        briefs.MatchDetail.as_view(),
        name="api_match",
    ),
    path("v1/follow-ups/", follow_ups.FollowUpList.as_view(), name="api_follow_ups"),
    path("v1/follow-ups/<uuid:pk>/", follow_ups.FollowUpDetail.as_view(), name="api_follow_up"),
    path(
        "v1/follow-ups/<uuid:pk>:<slug:step>/",
        follow_ups.FollowUpStep.as_view(),
        name="api_follow_up_step",
    ),
    path("v1/issues/", issues.IssueList.as_view(), name="api_issues"),
    path("v1/issues/<uuid:pk>/", issues.IssueDetail.as_view(), name="api_issue"),
    path("v1/issues/<uuid:pk>:answer/", issues.IssueAnswer.as_view(), name="api_issue_answer"),
]


def _entries(address: str, name: str, *doors: Any) -> list[URLPattern]:
    """The three addresses of one kind of entry."""
    rows, row, withdrawal = doors
    return [
        path(f"v1/{address}/", rows.as_view(), name=f"api_{name}_list"),
        path(f"v1/{address}/<uuid:pk>/", row.as_view(), name=f"api_{name}"),
        path(
            f"v1/{address}/<uuid:pk>:withdraw/",
            withdrawal.as_view(),
            name=f"api_{name}_withdraw",
        ),
    ]


BRIEF = [
    path("v1/recommendations/", briefs.RecommendationList.as_view(), name="api_recommendations"),
    path(
        "v1/recommendations/<uuid:pk>/",
        briefs.RecommendationDetail.as_view(),
        name="api_recommendation",
    ),
    path("v1/recommendations/<uuid:pk>/targets/", briefs.TargetList.as_view(), name="api_targets"),
    path(
        "v1/recommendations/<uuid:pk>/targets/<slug:indicator>/",
        briefs.TargetDetail.as_view(),
        name="api_target",
    ),
    *_entries(
        "strategic-assessments",
        "strategic_assessment",
        entries.AssessmentList,
        entries.AssessmentDetail,
        entries.AssessmentWithdrawal,
    ),
    path(
        "v1/strategic-assessments/<uuid:pk>:deliver/",
        entries.Deliver.as_view(),
        name="api_strategic_assessment_deliver",
    ),
    path(
        "v1/strategic-assessments/<uuid:pk>:act/",
        entries.Act.as_view(),
        name="api_strategic_assessment_act",
    ),
    *_entries(
        "incidents",
        "incident",
        entries.IncidentList,
        entries.IncidentDetail,
        entries.IncidentWithdrawal,
    ),
    *_entries(
        "initiatives",
        "initiative",
        entries.InitiativeList,
        entries.InitiativeDetail,
        entries.InitiativeWithdrawal,
    ),
]
FIGURES = [
    path("v1/coverage/", coverage.Coverage.as_view(), name="api_coverage"),
    path("v1/reports/", reports.ReportList.as_view(), name="api_reports"),
    path("v1/reports/<uuid:pk>/", reports.ReportDetail.as_view(), name="api_report"),
    path(
        "v1/reports/<uuid:pk>/files/<str:language>.<str:extension>",
        reports.ReportFileDoor.as_view(),
        name="api_report_file",
    ),
]
SYNC = [
    path(
        "v1/sync/stakeholders:batch",
        batches.StakeholderBatchDoor.as_view(),
        name="api_sync_stakeholders",
    ),
    path("v1/sync/meetings:batch", batches.MeetingBatchDoor.as_view(), name="api_sync_meetings"),
    path("v1/changes", feed.Changes.as_view(), name="api_changes"),
    path("v1/reconcile", reconciling.Reconcile.as_view(), name="api_reconcile"),
    path("v1/snapshots/", snapshots.Snapshots.as_view(), name="api_snapshots"),
    path("v1/snapshots/<uuid:pk>/", snapshots.SnapshotDetail.as_view(), name="api_snapshot"),
    path(
        "v1/snapshots/<uuid:pk>/items.ndjson",
        snapshots.SnapshotItems.as_view(),
        name="api_snapshot_items",
    ),
]
urlpatterns = [
    *CODES,
    *REGISTER,
    *LOG,
    *BRIEF,
    *FIGURES,
    *SYNC,
    # Every other address, even with a line break in it, which <path:> does not match.
    re_path("", nowhere, name="api_nowhere"),
]
