"""Composite foreign keys of the new tables: a child cannot point across programmes."""

from django.db import migrations

#: (table, column, table it points to); both sides carry programme_id.
LINKS = (
    ("stakeholdertag", "stakeholder_id", "stakeholder"),
    ("post", "stakeholder_id", "stakeholder"),
    ("post", "organisation_id", "stakeholder"),
    ("post", "on_behalf_of_id", "stakeholder"),
    ("assessment", "stakeholder_id", "stakeholder"),
    ("assessment", "parent_id", "stakeholder"),
    ("engagementdecision", "stakeholder_id", "stakeholder"),
    ("opinion", "stakeholder_id", "stakeholder"),
    ("opinion", "lead_team_id", "team"),
    ("contactdetail", "stakeholder_id", "stakeholder"),
    ("contactdetail", "lead_team_id", "team"),
    ("meeting", "arranged_through_id", "stakeholder"),
    ("subject", "meeting_id", "meeting"),
    ("participant", "post_id", "post"),
    ("participant", "frozen_organisation_id", "stakeholder"),
    ("participant", "frozen_assessment_id", "assessment"),
    ("followup", "by_id", "stakeholder"),
    ("issueraised", "meeting_id", "meeting"),
    ("issueraised", "raised_by_id", "stakeholder"),
    ("attachment", "meeting_id", "meeting"),
    ("teamaddressee", "team_id", "team"),
    ("teamaddressee", "addressee_id", "addressee"),
    ("recommendation", "lead_team_id", "team"),
    ("target", "recommendation_id", "recommendation"),
    ("recommendationaddressee", "recommendation_id", "recommendation"),
    ("recommendationaddressee", "addressee_id", "addressee"),
    ("meetingrecommendation", "meeting_id", "meeting"),
    ("meetingrecommendation", "recommendation_id", "recommendation"),
    ("strategicassessment", "lead_team_id", "team"),
    ("strategicassessmentregion", "strategic_assessment_id", "strategicassessment"),
    ("incident", "lead_team_id", "team"),
    ("initiative", "lead_team_id", "team"),
    ("initiative", "lead_organisation_id", "stakeholder"),
    ("inclusionavenue", "lead_team_id", "team"),
    ("inclusionavenue", "stakeholder_id", "stakeholder"),
    ("partnerkey", "membership_id", "membership"),
)


def _there(table: str, column: str, target: str) -> str:
    return (
        f"ALTER TABLE engagement_{table} ADD CONSTRAINT {table}_{column}_in_programme FOREIGN KEY"
        f" (programme_id, {column}) REFERENCES engagement_{target} (programme_id, id);"
    )


def _back(table: str, column: str, _target: str) -> str:
    return f"ALTER TABLE engagement_{table} DROP CONSTRAINT {table}_{column}_in_programme;"


class Migration(migrations.Migration):
    dependencies = [("engagement", "0004_the_record")]

    operations = [
        migrations.RunSQL(
            "".join(_there(*link) for link in LINKS), "".join(_back(*link) for link in LINKS)
        )
    ]
