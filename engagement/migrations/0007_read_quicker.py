from django.db import migrations, models

#: They give other columns than before, or are gone; migrate makes them anew afterwards.
CHANGED = ("seen_met(date, date, uuid)", "seen_pairs(date, date, uuid)", "seen_coverage_of(uuid[])")


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0006_coverage"),
    ]

    operations = [
        *(
            migrations.RunSQL(f"DROP FUNCTION IF EXISTS jisr.{name}", migrations.RunSQL.noop)
            for name in CHANGED
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["lead_team", "-logged_at"], name="meeting_last_logged"),
        ),
        migrations.AddIndex(
            model_name="participant",
            index=models.Index(
                condition=models.Q(("role__in", ("intermediary", "own"))),
                fields=["meeting"],
                name="participant_beside",
            ),
        ),
    ]
