"""Every table of the app, and what the web role may do with it. One in no list here: nothing."""

from __future__ import annotations

#: The rooms in order; each may bring functions and triggers in `sql/*.sql`.
ROOMS = (
    *("access", "audit", "names", "stakeholders", "meetings", "briefs", "coverage", "reports"),
    *("sync", "registry"),
)

#: Scoped tables: name without the app's prefix -> (root column, rights of the web role).
SCOPED = {
    "stakeholder": ("id", "SELECT, INSERT, UPDATE"),
    "stakeholdername": ("stakeholder_id", "SELECT, INSERT, UPDATE, DELETE"),
    "stakeholdertag": ("stakeholder_id", "SELECT, INSERT, UPDATE, DELETE"),
    "post": ("stakeholder_id", "SELECT, INSERT, UPDATE"),
    "assessment": ("stakeholder_id", "SELECT, INSERT, UPDATE"),
    "engagementdecision": ("stakeholder_id", "SELECT, INSERT, UPDATE"),
    "opinion": ("stakeholder_id", "SELECT, INSERT, UPDATE"),
    "contactdetail": ("stakeholder_id", "SELECT, INSERT, UPDATE"),
    "meeting": ("id", "SELECT, INSERT, UPDATE"),
    "guestteam": ("meeting_id", "SELECT, INSERT, UPDATE, DELETE"),
    "venue": ("meeting_id", "SELECT, INSERT, UPDATE, DELETE"),
    "participant": ("meeting_id", "SELECT, INSERT, UPDATE, DELETE"),
    "subject": ("meeting_id", "SELECT, INSERT, UPDATE, DELETE"),
    "followup": ("meeting_id", "SELECT, INSERT, UPDATE, DELETE"),
    "issueraised": ("meeting_id", "SELECT, INSERT, UPDATE, DELETE"),
    "attachment": ("meeting_id", "SELECT, INSERT, UPDATE"),
    "recommendation": ("id", "SELECT, INSERT, UPDATE"),
    "target": ("recommendation_id", "SELECT, INSERT, UPDATE"),
    "recommendationaddressee": ("recommendation_id", "SELECT, INSERT, UPDATE, DELETE"),
    "meetingrecommendation": ("meeting_id", "SELECT, INSERT, UPDATE, DELETE"),
    "strategicassessment": ("id", "SELECT, INSERT, UPDATE"),
    "strategicassessmentregion": ("strategic_assessment_id", "SELECT, INSERT, UPDATE, DELETE"),
    "incident": ("id", "SELECT, INSERT, UPDATE"),
    "initiative": ("id", "SELECT, INSERT, UPDATE"),
    "inclusionavenue": ("id", "SELECT, INSERT, UPDATE"),
    "report": ("id", "SELECT, INSERT, UPDATE"),
    "reportfile": ("report_id", "SELECT, INSERT"),
    "coveragefact": ("meeting_id", "SELECT"),
    "merge": ("kept_id", "SELECT"),
}
#: Tables of which no history is written: reports are frozen, facts and merges keep their own past.
WITHOUT_HISTORY = ("report", "reportfile", "coveragefact", "merge")
#: Rows of a stakeholder that belong to the team that wrote them, not to the root's: who is named on
#: the stakeholder does not see them for that.
TEAM_OWNED = ("opinion", "contactdetail")
#: Rows that name another record, which has to be open too: a merge that was taken apart names the
#: one that stands by itself again, and a record's past whom it was part of.
ALSO = {
    "merge": "undone_at IS NULL OR EXISTS (SELECT FROM public.engagement_stakeholder g"
    " WHERE g.id = gone_id)",
    "stakeholderevent": "merged_into_id IS NULL OR EXISTS ("
    "SELECT FROM public.engagement_stakeholder k"
    " WHERE k.id = engagement_stakeholderevent.merged_into_id)",
}
#: Roots with a version, in the change log; a report has none.
ROOTS = tuple(name for name, (root, _rights) in SCOPED.items() if root == "id" and name != "report")
#: Tables of history: event table -> (table it records, root column).
HISTORY = {
    f"{name}event": (name, root)
    for name, (root, _rights) in SCOPED.items()
    if name not in WITHOUT_HISTORY
}
#: Tables that hold no rows of the register or the log, with the web role's rights.
UNSCOPED = {
    "auth_group": "SELECT",
    "auth_group_permissions": "SELECT",
    "auth_permission": "SELECT",
    "account_emailaddress": "SELECT, INSERT, UPDATE, DELETE",
    "account_emailconfirmation": "SELECT, INSERT, UPDATE, DELETE",
    "axes_accessattempt": "SELECT, INSERT, UPDATE, DELETE",
    "axes_accessattemptexpiration": "SELECT, INSERT, UPDATE, DELETE",
    "axes_accessfailurelog": "SELECT, INSERT, UPDATE, DELETE",
    "axes_accesslog": "SELECT, INSERT, UPDATE, DELETE",
    "django_content_type": "SELECT",
    "django_migrations": "SELECT",
    "django_session": "SELECT, INSERT, UPDATE, DELETE",
    "mfa_authenticator": "SELECT, INSERT, UPDATE, DELETE",
    "engagement_user": "SELECT, INSERT, UPDATE",
    "engagement_user_groups": "SELECT",
    "engagement_user_user_permissions": "SELECT",
    "engagement_programme": "SELECT, INSERT, UPDATE",
    "engagement_team": "SELECT, INSERT, UPDATE",
    "engagement_membership": "SELECT, INSERT, UPDATE",
    "engagement_teammembership": "SELECT, INSERT, UPDATE, DELETE",
    "engagement_region": "SELECT",
    "engagement_regioncode": "SELECT",
    "engagement_population": "SELECT",
    "engagement_governoratelist": "SELECT",
    "engagement_governoratelistentry": "SELECT",
    "engagement_programmearea": "SELECT, INSERT, UPDATE",
    "engagement_greatercapital": "SELECT, INSERT, DELETE",
    "engagement_actortype": "SELECT",
    "engagement_partnerkey": "SELECT, INSERT, UPDATE",
    "engagement_agreement": "SELECT, INSERT, UPDATE",
    **{
        f"engagement_agreement{part}": "SELECT, INSERT, DELETE"
        for part in ("region", "actortype", "recommendation")
    },
    "engagement_brief": "SELECT, INSERT, UPDATE",
    "engagement_addressee": "SELECT, INSERT, UPDATE",
    "engagement_teamaddressee": "SELECT, INSERT, UPDATE, DELETE",
    "engagement_job": "SELECT, INSERT, UPDATE",
    "engagement_letter": "SELECT, INSERT, UPDATE",
    "engagement_reportschedule": "SELECT, INSERT, UPDATE",
    "engagement_schedulerecipient": "SELECT, INSERT, DELETE",
    "engagement_closedperiod": "SELECT, INSERT",
    # Beat's own, as the web role: they name tasks, and hold no row of a programme.
    **{
        f"django_celery_beat_{name}": "SELECT, INSERT, UPDATE"
        for name in ("periodictask", "periodictasks", "intervalschedule", "crontabschedule")
    },
    **{f"django_celery_beat_{name}schedule": "SELECT" for name in ("clocked", "solar")},
}
#: Tables with row security of their own shape, below.
OWN_POLICIES = (
    "engagement_grant",
    "engagement_change",
    "engagement_export",
    "engagement_savedview",
    "engagement_consistencycheck",
    "engagement_duplicatepair",
    "engagement_duplicatepairevent",
    "engagement_duplicatescan",
    "engagement_feed",
    "engagement_share",
    "engagement_batch",
    "engagement_batchanswer",
    "engagement_externalreference",
    "engagement_syncconflict",
    "engagement_snapshot",
    "engagement_snapshotpiece",
    "engagement_workbook",
    "engagement_workbookpart",
    "pghistory_context",
)
#: Tables the web role has no right on at all.
CLOSED = (
    "engagement_membershipevent",
    "engagement_agreementevent",
    *(f"engagement_agreement{part}event" for part in ("region", "actortype", "recommendation")),
    "engagement_coveragecell",
    "engagement_coveragedelta",
    "engagement_coveragepast",
    "engagement_coveragebuild",
    "engagement_mergekeep",
    "engagement_feedepoch",
)
