"""Composite foreign keys: a child cannot point across programmes, whatever writes it."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

#: (table, column, table it points to); both sides carry programme_id.
LINKS = (
    ("teammembership", "membership_id", "membership"),
    ("teammembership", "team_id", "team"),
    ("stakeholder", "lead_team_id", "team"),
    ("stakeholdername", "stakeholder_id", "stakeholder"),
    ("meeting", "lead_team_id", "team"),
    ("meeting", "duplicate_of_id", "meeting"),
    ("guestteam", "meeting_id", "meeting"),
    ("guestteam", "team_id", "team"),
    ("venue", "meeting_id", "meeting"),
    ("participant", "meeting_id", "meeting"),
    ("participant", "stakeholder_id", "stakeholder"),
    ("followup", "meeting_id", "meeting"),
    ("reportfile", "report_id", "report"),
)


def _link(table: str, column: str, target: str) -> migrations.RunSQL:
    name = f"{table}_{column}_in_programme"
    return migrations.RunSQL(
        f"ALTER TABLE engagement_{table} ADD CONSTRAINT {name} FOREIGN KEY"
        f" (programme_id, {column}) REFERENCES engagement_{target} (programme_id, id)",
        f"ALTER TABLE engagement_{table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("engagement", "0001_initial")]

    operations = [TrigramExtension(), *(_link(*link) for link in LINKS)]
