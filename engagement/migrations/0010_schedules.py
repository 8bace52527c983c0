"""Several schedules of each kind, weekly to quarterly, and whom a letter tells."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0009_mail"),
    ]

    operations = [
        migrations.CreateModel(
            name="ScheduleRecipient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="reportschedule",
            name="one_schedule_per_kind",
        ),
        migrations.AddField(
            model_name="reportschedule",
            name="every",
            field=models.CharField(
                choices=[("week", "Week"), ("month", "Month"), ("quarter", "Quarter")],
                default="quarter",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="reportschedule",
            name="governorate",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="engagement.region",
            ),
        ),
        migrations.AddField(
            model_name="reportschedule",
            name="hour",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="reportschedule",
            name="language",
            field=models.CharField(
                choices=[("en", "English"), ("ar", "العربية"), ("ckb", "کوردی")],
                default="en",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="reportschedule",
            name="roles",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("reader", "Reader"),
                        ("officer", "Programme officer"),
                        ("manager", "Manager"),
                        ("administrator", "Administrator"),
                    ],
                    max_length=16,
                ),
                default=list,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="reportschedule",
            name="since",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="reportschedule",
            name="team",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="engagement.team",
            ),
        ),
        migrations.AddField(
            model_name="schedulerecipient",
            name="schedule",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="recipients",
                to="engagement.reportschedule",
            ),
        ),
        migrations.AddField(
            model_name="schedulerecipient",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reportschedule",
            name="people",
            field=models.ManyToManyField(
                related_name="+",
                through="engagement.ScheduleRecipient",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="reportschedule",
            constraint=models.CheckConstraint(
                condition=models.Q(("every__in", ["week", "month", "quarter"])),
                name="schedule_every_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportschedule",
            constraint=models.CheckConstraint(
                condition=models.Q(("hour__lte", 23)), name="schedule_hour_of_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="schedulerecipient",
            constraint=models.UniqueConstraint(fields=("schedule", "user"), name="one_letter_each"),
        ),
        # A team of another programme is nobody's to ask for.
        *(
            migrations.RunSQL(
                f"ALTER TABLE engagement_{table} ADD CONSTRAINT {table}_team_in_programme FOREIGN"
                " KEY (programme_id, team_id) REFERENCES engagement_team (programme_id, id)",
                f"ALTER TABLE engagement_{table} DROP CONSTRAINT {table}_team_in_programme",
            )
            for table in ("reportschedule", "report")
        ),
    ]
