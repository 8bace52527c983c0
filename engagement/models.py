"""The index of tables; each is defined in its room."""

from engagement.access.models import Grant, Membership, Programme, Team, TeamMembership, User
from engagement.audit.models import Change
from engagement.jobs.models import Job
from engagement.meetings.models import FollowUp, GuestTeam, Meeting, Participant, Venue
from engagement.regions.models import (
    GovernorateList,
    GovernorateListEntry,
    Population,
    ProgrammeArea,
    Region,
    RegionCode,
)
from engagement.reports.models import Report, ReportFile, ReportSchedule
from engagement.stakeholders.models import ActorType, Stakeholder, StakeholderName

__all__ = [
    "ActorType",
    "Change",
    "FollowUp",
    "GovernorateList",
    "GovernorateListEntry",
    "Grant",
    "GuestTeam",
    "Job",
    "Meeting",
    "Membership",
    "Participant",
    "Population",
    "Programme",
    "ProgrammeArea",
    "Region",
    "RegionCode",
    "Report",
    "ReportFile",
    "ReportSchedule",
    "Stakeholder",
    "StakeholderName",
    "Team",
    "TeamMembership",
    "User",
    "Venue",
]
