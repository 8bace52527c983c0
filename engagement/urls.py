"""Every door of the application."""

from django.urls import include, path

from engagement.access import views as access
from engagement.briefs import views as briefs
from engagement.briefs.entries import views as entries
from engagement.coverage import views as coverage
from engagement.coverage.checks import views as coverage_checks
from engagement.coverage.files import views as coverage_files
from engagement.demonstration import views as demonstration
from engagement.mail import views as mail
from engagement.meetings import views as meetings
from engagement.meetings.attachments import views as attachments
from engagement.meetings.diary import views as diary
from engagement.meetings.follow_ups import views as follow_ups
from engagement.meetings.issues import views as issues
from engagement.meetings.listing import views as listing
from engagement.meetings.log import views as meeting_log
from engagement.registry.areas import views as areas
from engagement.registry.arrivals import views as arrivals
from engagement.registry.days import views as days
from engagement.registry.duplicates import views as duplicates
from engagement.registry.merging import views as merging
from engagement.registry.profiles import views as profiles
from engagement.registry.saved_views import views as saved_views
from engagement.registry.search import views as search
from engagement.reports import views as reports
from engagement.reports.agreeing import views as report_agreeing
from engagement.reports.asking import views as report_asking
from engagement.reports.comparing import views as report_comparing
from engagement.reports.delivering import views as report_delivering
from engagement.reports.schedules import views as schedules
from engagement.stakeholders import views as stakeholders
from engagement.stakeholders.assessments import views as assessments
from engagement.stakeholders.contacts import views as contacts
from engagement.stakeholders.naming import views as naming
from engagement.stakeholders.posts import views as posts
from engagement.stakeholders.together import views as together
from engagement.sync.conflicts import views as conflicts
from engagement.sync.partners import views as partners
from engagement.sync.workbooks import views as workbooks

urlpatterns = [
    path("api/", include("engagement.api_urls")),
    path("", access.home, name="home"),
    path("programmes/", access.choose_programme, name="choose_programme"),
    path("my-day/", days.my_day, name="my_day"),
    path("search/", search.search, name="search"),
    path("saved-views/", saved_views.saved_views, name="saved_views"),
    path("saved-views/<uuid:pk>/", saved_views.saved_view, name="saved_view"),
    path("help/", access.help_page, name="help"),
    path("try-this/dismiss/", demonstration.dismiss, name="try_this_dismiss"),
    path("styleguide/", access.styleguide, name="styleguide"),
    path("meetings/", listing.meeting_list, name="meeting_list"),
    path("meetings/calendar/", diary.meeting_calendar, name="meeting_calendar"),
    path("meetings/<uuid:pk>/meeting.ics", diary.meeting_ics, name="meeting_ics"),
    path("meetings/together/", listing.meeting_bulk, name="meeting_bulk"),
    path("meetings/new/", meeting_log.log, name="meeting_new"),
    path("meetings/new/chips/", meeting_log.chips, name="log_chips"),
    path("meetings/new/same-person/", meeting_log.same_person, name="log_same_person"),
    path("meetings/<uuid:pk>/", meetings.detail, name="meeting"),
    path("meetings/<uuid:pk>/amend/", meeting_log.amend, name="meeting_amend"),
    path("meetings/<uuid:pk>/withdraw/", meetings.withdraw, name="meeting_withdraw"),
    path("meetings/<uuid:pk>/restore/", meetings.restore, name="meeting_restore"),
    path("meetings/<uuid:pk>/attachments/", attachments.attach, name="meeting_attach"),
    path("meetings/<uuid:pk>/follow-ups/new/", follow_ups.add, name="meeting_follow_up"),
    path("meetings/<uuid:pk>/issues/new/", issues.add, name="meeting_issue"),
    path("attachments/<uuid:pk>/", attachments.download, name="attachment"),
    path("attachments/<uuid:pk>/withdraw/", attachments.withdraw, name="attachment_withdraw"),
    path("follow-ups/", follow_ups.follow_up_list, name="follow_up_list"),
    path("follow-ups/bulk/", follow_ups.bulk, name="follow_up_bulk"),
    path("follow-ups/<uuid:pk>/", follow_ups.detail, name="follow_up"),
    path("follow-ups/<uuid:pk>/done/", follow_ups.finish, name="follow_up_done"),
    path("follow-ups/<uuid:pk>/verify/", follow_ups.verify, name="follow_up_verify"),
    path("follow-ups/<uuid:pk>/drop/", follow_ups.drop, name="follow_up_drop"),
    path("follow-ups/<uuid:pk>/reopen/", follow_ups.reopen, name="follow_up_reopen"),
    path("issues/", issues.issue_list, name="issue_list"),
    path("issues/<uuid:pk>/", issues.detail, name="issue"),
    path("stakeholders/", stakeholders.stakeholder_list, name="stakeholder_list"),
    path("stakeholders/together/", together.stakeholder_bulk, name="stakeholder_bulk"),
    path("stakeholders/new/", stakeholders.new, name="stakeholder_new"),
    path("stakeholders/new/may-be/", stakeholders.may_be_here, name="stakeholder_may_be"),
    path("stakeholders/find/", stakeholders.find, name="stakeholder_find"),
    path("stakeholders/choose/<slug:name>/", posts.choose, name="stakeholder_choose"),
    path("stakeholders/<uuid:pk>/edit/", stakeholders.edit, name="stakeholder_edit"),
    path("stakeholders/<uuid:pk>/posts/new/", posts.add, name="post_new"),
    path("posts/<uuid:pk>/edit/", posts.edit, name="post_edit"),
    path("posts/<uuid:pk>/withdraw/", posts.withdraw, name="post_withdraw"),
    path("stakeholders/<uuid:pk>/contacts/new/", contacts.add, name="contact_new"),
    path("contacts/<uuid:pk>/open/", contacts.reveal, name="contact_open"),
    path("contacts/<uuid:pk>/withdraw/", contacts.withdraw, name="contact_withdraw"),
    path("stakeholders/<uuid:pk>/retire/", stakeholders.retire, name="stakeholder_retire"),
    path("stakeholders/<uuid:pk>/named/", naming.who_may_open, name="stakeholder_named"),
    path("stakeholders/<uuid:pk>/restore/", stakeholders.restore, name="stakeholder_restore"),
    path("stakeholders/<uuid:kept>/merge/<uuid:gone>/", merging.merge_page, name="merge"),
    path("merges/<uuid:pk>/", merging.merged_page, name="merged"),
    path("stakeholders/areas/", areas.security_areas, name="security_areas"),
    path("stakeholders/<uuid:pk>/", profiles.profile, name="stakeholder"),
    path("duplicates/", duplicates.queue, name="duplicate_list"),
    path("duplicates/count/", duplicates.count, name="duplicate_count"),
    path("duplicates/scan/", duplicates.scan, name="duplicate_scan"),
    path("duplicates/scan/cancel/", duplicates.cancel, name="duplicate_scan_cancel"),
    path("duplicates/scan/progress/", duplicates.progress, name="duplicate_progress"),
    path("duplicates/<uuid:pk>/", duplicates.judged, name="duplicate_judge"),
    path("stakeholders/<uuid:pk>/assessments/new/", assessments.assess, name="stakeholder_assess"),
    path("stakeholders/<uuid:pk>/decision/", assessments.decision, name="stakeholder_decide"),
    path("stakeholders/<uuid:pk>/opinion/", assessments.opinion, name="stakeholder_opinion"),
    path("assessments/<uuid:pk>/standing/", assessments.standing, name="assessment_standing"),
    path("assessments/<uuid:pk>/source/", assessments.source, name="assessment_source"),
    path(
        "assessments/<uuid:pk>/withdraw/",
        assessments.withdraw,
        {"noun": "assessment"},
        name="assessment_withdraw",
    ),
    path(
        "decisions/<uuid:pk>/withdraw/",
        assessments.withdraw,
        {"noun": "decision"},
        name="decision_withdraw",
    ),
    path(
        "opinions/<uuid:pk>/withdraw/",
        assessments.withdraw,
        {"noun": "opinion"},
        name="opinion_withdraw",
    ),
    path(
        "meetings/<uuid:pk>/recommendations/",
        briefs.meeting_recommendations,
        name="meeting_recommendations",
    ),
    path("recommendations/", briefs.recommendation_list, name="recommendation_list"),
    path("recommendations/install/", briefs.install, name="brief_install"),
    path("recommendations/matches/", briefs.match_list, name="match_list"),
    path("recommendations/teams/", briefs.teams, name="addressee_teams"),
    path("recommendations/<slug:code>/", briefs.recommendation, name="recommendation"),
    path(
        "recommendations/<slug:code>/targets/<slug:indicator>/",
        briefs.target,
        name="recommendation_target",
    ),
    *entries.addresses("strategic-assessments/", "strategic_assessment"),
    path(
        "strategic-assessments/<uuid:pk>/deliver/",
        entries.deliver,
        name="strategic_assessment_deliver",
    ),
    path("strategic-assessments/<uuid:pk>/act/", entries.act, name="strategic_assessment_act"),
    *entries.addresses("incidents/", "incident"),
    *entries.addresses("initiatives/", "initiative"),
    *entries.addresses("avenues/", "avenue"),
    path("coverage/", coverage.first, name="coverage"),
    path("coverage/recommendations/", coverage.recommendations, name="coverage_recommendations"),
    path("coverage/gaps/", coverage.gaps, name="coverage_gaps"),
    path("coverage/moves/", coverage.moves, name="coverage_moves"),
    path("coverage/trend/", coverage.trend, name="coverage_trend"),
    path("coverage/few/", coverage.few, name="coverage_few"),
    path("coverage/coordination/", coverage.coordination, name="coverage_coordination"),
    path("coverage/method/", coverage.method, name="coverage_method"),
    path("coverage/check/", coverage_checks.checks, name="coverage_check"),
    path("coverage/tables/<slug:table>/", coverage_files.table, name="coverage_table"),
    path("coverage/slide.pdf", reports.slide_file, {"kind": "pdf"}, name="coverage_slide"),
    path("coverage/slide.png", reports.slide_file, {"kind": "png"}, name="coverage_slide_png"),
    path("mail/", mail.letter_list, name="letter_list"),
    path("mail/<uuid:pk>/again/", mail.again, name="letter_again"),
    path("mail/<uuid:pk>/drop/", mail.forget, name="letter_drop"),
    path("partners/", partners.partner_list, name="partner_list"),
    path("partners/new/", partners.partner_new, name="partner_new"),
    path("partners/conflicts/", conflicts.conflict_list, name="conflict_list"),
    path("partners/conflicts/<uuid:pk>/", conflicts.conflict_decide, name="conflict_decide"),
    path("partners/<uuid:pk>/", partners.partner, name="partner"),
    path("partners/<uuid:pk>/change/", partners.partner_change, name="partner_change"),
    path("partners/<uuid:pk>/end/", partners.partner_end, name="partner_end"),
    path("partners/<uuid:pk>/preview/", partners.partner_preview, name="partner_preview"),
    path("partners/<uuid:pk>/given/", partners.partner_given, name="partner_given"),
    path("partners/<uuid:pk>/arrived/", arrivals.arrived, name="partner_arrived"),
    path("partners/<uuid:pk>/workbooks/", workbooks.workbook_list, name="workbook_list"),
    path(
        "partners/<uuid:pk>/workbooks/template/",
        workbooks.workbook_template,
        name="workbook_template",
    ),
    path("partners/<uuid:pk>/workbooks/<uuid:workbook>/", workbooks.workbook, name="workbook"),
    path(
        "partners/<uuid:pk>/workbooks/<uuid:workbook>/progress/",
        workbooks.workbook_progress,
        name="workbook_progress",
    ),
    path(
        "partners/<uuid:pk>/workbooks/<uuid:workbook>/take/",
        workbooks.workbook_take,
        name="workbook_take",
    ),
    path(
        "partners/<uuid:pk>/workbooks/<uuid:workbook>/refused/",
        workbooks.workbook_refused,
        name="workbook_refused",
    ),
    path("partners/<uuid:pk>/keys/", partners.partner_key, name="partner_key"),
    path(
        "partners/<uuid:pk>/keys/<uuid:key>/withdraw/",
        partners.partner_key_withdraw,
        name="partner_key_withdraw",
    ),
    path("reports/", reports.report_list, name="report_list"),
    path("reports/ask/", report_asking.ask, name="report_ask"),
    path("reports/ask/count/", report_asking.count, name="report_count"),
    path("reports/close/", reports.close, name="report_close"),
    path("reports/compare/", report_comparing.compare_reports, name="report_compare"),
    path("reports/<uuid:pk>/", report_delivering.detail, name="report"),
    path("reports/<uuid:pk>/progress/", report_delivering.progress, name="report_progress"),
    path("reports/<uuid:pk>/texts/", report_agreeing.texts, name="report_texts"),
    path("reports/<uuid:pk>/check/", report_agreeing.check, name="report_check"),
    path("reports/<uuid:pk>/approve/", report_agreeing.approve, name="report_approve"),
    path("reports/<uuid:pk>/restate/", report_agreeing.restate, name="report_restate"),
    path("reports/<uuid:pk>/cancel/", report_agreeing.cancel, name="report_cancel"),
    path(
        "reports/<uuid:pk>/<slug:language>.<slug:format>",
        report_delivering.file,
        name="report_file",
    ),
    path("reports/schedules/", schedules.schedule_list, name="schedule_list"),
    path("reports/schedules/new/", schedules.schedule_new, name="schedule_new"),
    path("reports/schedules/<int:number>/", schedules.schedule, name="schedule"),
    path(
        "reports/schedules/<int:number>/active/", schedules.schedule_active, name="schedule_active"
    ),
]
