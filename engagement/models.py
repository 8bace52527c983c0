"""The index of tables; each is defined in its room."""

from engagement.access.models import (
    Grant,
    Membership,
    PartnerKey,
    Programme,
    Team,
    TeamMembership,
    User,
)
from engagement.audit.models import Change, Export
from engagement.briefs.models import (
    Addressee,
    Brief,
    Incident,
    InclusionAvenue,
    Initiative,
    MeetingRecommendation,
    Recommendation,
    RecommendationAddressee,
    StrategicAssessment,
    StrategicAssessmentRegion,
    Target,
    TeamAddressee,
)
from engagement.coverage.models import (
    ConsistencyCheck,
    CoverageBuild,
    CoverageCell,
    CoverageDelta,
    CoverageFact,
    CoveragePast,
)
from engagement.jobs.models import Job
from engagement.mail.models import Letter
from engagement.meetings.attachments.models import Attachment
from engagement.meetings.follow_ups.models import FollowUp
from engagement.meetings.issues.models import IssueRaised
from engagement.meetings.models import GuestTeam, Meeting, Participant, Subject, Venue
from engagement.regions.models import (
    GovernorateList,
    GovernorateListEntry,
    GreaterCapital,
    Population,
    ProgrammeArea,
    Region,
    RegionCode,
)
from engagement.registry.duplicates.models import DuplicatePair, DuplicateScan
from engagement.registry.models import Merge, MergeKeep, SavedView
from engagement.reports.models import (
    Report,
    ReportFile,
    ReportSchedule,
    ScheduleRecipient,
)
from engagement.stakeholders.assessments.models import Assessment, EngagementDecision, Opinion
from engagement.stakeholders.contacts.models import ContactDetail
from engagement.stakeholders.models import (
    ActorType,
    Stakeholder,
    StakeholderName,
    StakeholderTag,
)
from engagement.stakeholders.posts.models import Post
from engagement.sync.batches.models import Batch, BatchAnswer, ExternalReference, SyncConflict
from engagement.sync.models import (
    Agreement,
    AgreementActorType,
    AgreementRecommendation,
    AgreementRegion,
    Feed,
    FeedEpoch,
    Share,
)
from engagement.sync.snapshots.models import Snapshot, SnapshotPiece
from engagement.sync.workbooks.models import Workbook, WorkbookPart

__all__ = [
    "ActorType",
    "Addressee",
    "Agreement",
    "AgreementActorType",
    "AgreementRecommendation",
    "AgreementRegion",
    "Assessment",
    "Attachment",
    "Batch",
    "BatchAnswer",
    "Brief",
    "Change",
    "ConsistencyCheck",
    "ContactDetail",
    "CoverageBuild",
    "CoverageCell",
    "CoverageDelta",
    "CoverageFact",
    "CoveragePast",
    "DuplicatePair",
    "DuplicateScan",
    "EngagementDecision",
    "Export",
    "ExternalReference",
    "Feed",
    "FeedEpoch",
    "FollowUp",
    "GovernorateList",
    "GovernorateListEntry",
    "Grant",
    "GreaterCapital",
    "GuestTeam",
    "Incident",
    "InclusionAvenue",
    "Initiative",
    "IssueRaised",
    "Job",
    "Letter",
    "Meeting",
    "MeetingRecommendation",
    "Membership",
    "Merge",
    "MergeKeep",
    "Opinion",
    "Participant",
    "PartnerKey",
    "Population",
    "Post",
    "Programme",
    "ProgrammeArea",
    "Recommendation",
    "RecommendationAddressee",
    "Region",
    "RegionCode",
    "Report",
    "ReportFile",
    "ReportSchedule",
    "SavedView",
    "ScheduleRecipient",
    "Share",
    "Snapshot",
    "SnapshotPiece",
    "Stakeholder",
    "StakeholderName",
    "StakeholderTag",
    "StrategicAssessment",
    "StrategicAssessmentRegion",
    "Subject",
    "SyncConflict",
    "Target",
    "Team",
    "TeamAddressee",
    "TeamMembership",
    "User",
    "Venue",
    "Workbook",
    "WorkbookPart",
]
