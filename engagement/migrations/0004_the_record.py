import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

import engagement.access.keys


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0003_code_lists"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        migrations.AddField(
            model_name="followup",
            name="assigned_to",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who does it",
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="engagement.stakeholder",
                verbose_name="whose commitment",
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="done_on",
            field=models.DateField(null=True, verbose_name="done on"),
        ),
        migrations.AddField(
            model_name="followup",
            name="dropped_on",
            field=models.DateField(null=True, verbose_name="dropped on"),
        ),
        migrations.AddField(
            model_name="followup",
            name="dropped_reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="why"),
        ),
        migrations.AddField(
            model_name="followup",
            name="side",
            field=models.CharField(
                choices=[("ours", "Follow-up (ours)"), ("theirs", "Commitment (theirs)")],
                default="ours",
                max_length=8,
                verbose_name="whose",
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="verified_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="verified_on",
            field=models.DateField(null=True, verbose_name="verified on"),
        ),
        migrations.AddField(
            model_name="followupevent",
            name="assigned_to",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who does it",
            ),
        ),
        migrations.AddField(
            model_name="followupevent",
            name="by",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="engagement.stakeholder",
                verbose_name="whose commitment",
            ),
        ),
        migrations.AddField(
            model_name="followupevent",
            name="done_on",
            field=models.DateField(null=True, verbose_name="done on"),
        ),
        migrations.AddField(
            model_name="followupevent",
            name="dropped_on",
            field=models.DateField(null=True, verbose_name="dropped on"),
        ),
        migrations.AddField(
            model_name="followupevent",
            name="dropped_reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="why"),
        ),
        migrations.AddField(
            model_name="followupevent",
            name="side",
            field=models.CharField(
                choices=[("ours", "Follow-up (ours)"), ("theirs", "Commitment (theirs)")],
                default="ours",
                max_length=8,
                verbose_name="whose",
            ),
        ),
        migrations.AddField(
            model_name="followupevent",
            name="verified_by",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="followupevent",
            name="verified_on",
            field=models.DateField(null=True, verbose_name="verified on"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="arranged_through",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="engagement.stakeholder",
                verbose_name="arranged through",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="asked_by",
            field=models.CharField(
                blank=True,
                choices=[("ours", "We"), ("theirs", "They"), ("others", "Somebody else")],
                max_length=16,
                verbose_name="who asked for it",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="not_attributable",
            field=models.BooleanField(default=False, verbose_name="not to be attributed"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="participation_level",
            field=models.CharField(
                blank=True,
                choices=[
                    ("inform", "Inform"),
                    ("consult", "Consult"),
                    ("involve", "Involve"),
                    ("collaborate", "Collaborate"),
                    ("empower", "Empower"),
                ],
                max_length=16,
                verbose_name="level of participation",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="purpose",
            field=models.CharField(
                blank=True,
                choices=[
                    ("training", "Training"),
                    ("operations", "Operations"),
                    ("equipment", "Equipment"),
                    ("liaison", "Liaison"),
                    ("dialogue", "Dialogue"),
                    ("consultation", "Consultation"),
                    ("assessment", "Assessment"),
                    ("other", "Other"),
                ],
                max_length=16,
                verbose_name="purpose",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="summary",
            field=models.TextField(blank=True, verbose_name="summary"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="to_complete",
            field=models.BooleanField(default=False, verbose_name="to complete"),
        ),
        migrations.AddField(
            model_name="meetingevent",
            name="arranged_through",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="engagement.stakeholder",
                verbose_name="arranged through",
            ),
        ),
        migrations.AddField(
            model_name="meetingevent",
            name="asked_by",
            field=models.CharField(
                blank=True,
                choices=[("ours", "We"), ("theirs", "They"), ("others", "Somebody else")],
                max_length=16,
                verbose_name="who asked for it",
            ),
        ),
        migrations.AddField(
            model_name="meetingevent",
            name="not_attributable",
            field=models.BooleanField(default=False, verbose_name="not to be attributed"),
        ),
        migrations.AddField(
            model_name="meetingevent",
            name="participation_level",
            field=models.CharField(
                blank=True,
                choices=[
                    ("inform", "Inform"),
                    ("consult", "Consult"),
                    ("involve", "Involve"),
                    ("collaborate", "Collaborate"),
                    ("empower", "Empower"),
                ],
                max_length=16,
                verbose_name="level of participation",
            ),
        ),
        migrations.AddField(
            model_name="meetingevent",
            name="purpose",
            field=models.CharField(
                blank=True,
                choices=[
                    ("training", "Training"),
                    ("operations", "Operations"),
                    ("equipment", "Equipment"),
                    ("liaison", "Liaison"),
                    ("dialogue", "Dialogue"),
                    ("consultation", "Consultation"),
                    ("assessment", "Assessment"),
                    ("other", "Other"),
                ],
                max_length=16,
                verbose_name="purpose",
            ),
        ),
        migrations.AddField(
            model_name="meetingevent",
            name="summary",
            field=models.TextField(blank=True, verbose_name="summary"),
        ),
        migrations.AddField(
            model_name="meetingevent",
            name="to_complete",
            field=models.BooleanField(default=False, verbose_name="to complete"),
        ),
        migrations.AddField(
            model_name="participant",
            name="aged_18_to_29",
            field=models.PositiveIntegerField(null=True, verbose_name="18 to 29"),
        ),
        migrations.AddField(
            model_name="participant",
            name="aged_30_to_59",
            field=models.PositiveIntegerField(null=True, verbose_name="30 to 59"),
        ),
        migrations.AddField(
            model_name="participant",
            name="aged_60_up",
            field=models.PositiveIntegerField(null=True, verbose_name="60 and older"),
        ),
        migrations.AddField(
            model_name="participant",
            name="at_their_place",
            field=models.BooleanField(default=False, verbose_name="at their place"),
        ),
        migrations.AddField(
            model_name="participant",
            name="frozen_organisation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="engagement.stakeholder",
            ),
        ),
        migrations.AddField(
            model_name="participant",
            name="frozen_seniority",
            field=models.CharField(
                blank=True,
                choices=[
                    ("ministerial", "Ministerial, or head of a body"),
                    ("senior", "Director general, or senior command"),
                    ("middle", "Middle"),
                    ("local", "Local"),
                    ("societal", "Societal"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="participant",
            name="frozen_title",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="participant",
            name="men",
            field=models.PositiveIntegerField(null=True, verbose_name="men"),
        ),
        migrations.AddField(
            model_name="participant",
            name="under_18",
            field=models.PositiveIntegerField(null=True, verbose_name="under 18"),
        ),
        migrations.AddField(
            model_name="participant",
            name="women",
            field=models.PositiveIntegerField(null=True, verbose_name="women"),
        ),
        migrations.AddField(
            model_name="participantevent",
            name="aged_18_to_29",
            field=models.PositiveIntegerField(null=True, verbose_name="18 to 29"),
        ),
        migrations.AddField(
            model_name="participantevent",
            name="aged_30_to_59",
            field=models.PositiveIntegerField(null=True, verbose_name="30 to 59"),
        ),
        migrations.AddField(
            model_name="participantevent",
            name="aged_60_up",
            field=models.PositiveIntegerField(null=True, verbose_name="60 and older"),
        ),
        migrations.AddField(
            model_name="participantevent",
            name="at_their_place",
            field=models.BooleanField(default=False, verbose_name="at their place"),
        ),
        migrations.AddField(
            model_name="participantevent",
            name="frozen_organisation",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="engagement.stakeholder",
            ),
        ),
        migrations.AddField(
            model_name="participantevent",
            name="frozen_seniority",
            field=models.CharField(
                blank=True,
                choices=[
                    ("ministerial", "Ministerial, or head of a body"),
                    ("senior", "Director general, or senior command"),
                    ("middle", "Middle"),
                    ("local", "Local"),
                    ("societal", "Societal"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="participantevent",
            name="frozen_title",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="participantevent",
            name="men",
            field=models.PositiveIntegerField(null=True, verbose_name="men"),
        ),
        migrations.AddField(
            model_name="participantevent",
            name="under_18",
            field=models.PositiveIntegerField(null=True, verbose_name="under 18"),
        ),
        migrations.AddField(
            model_name="participantevent",
            name="women",
            field=models.PositiveIntegerField(null=True, verbose_name="women"),
        ),
        migrations.AddField(
            model_name="stakeholder",
            name="owner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="relationship owner",
            ),
        ),
        migrations.AddField(
            model_name="stakeholderevent",
            name="owner",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="relationship owner",
            ),
        ),
        migrations.AlterField(
            model_name="participant",
            name="frozen_basis",
            field=models.CharField(
                blank=True,
                choices=[
                    ("type", "default of the actor type"),
                    ("assessment", "an accepted assessment"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="participantevent",
            name="frozen_basis",
            field=models.CharField(
                blank=True,
                choices=[
                    ("type", "default of the actor type"),
                    ("assessment", "an accepted assessment"),
                ],
                max_length=16,
            ),
        ),
        migrations.CreateModel(
            name="Addressee",
            fields=[
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="from")),
                (
                    "from_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        default="day",
                        max_length=8,
                    ),
                ),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "to_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        default="day",
                        max_length=8,
                    ),
                ),
                ("label_en", models.CharField(max_length=120)),
                ("label_ar", models.CharField(max_length=120)),
                ("label_ckb", models.CharField(max_length=120)),
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("code", models.SlugField(max_length=40)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addressees",
                        to="engagement.programme",
                    ),
                ),
            ],
            options={
                "ordering": ("order",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_to__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="addressee_ends_after_its_start",
                    ),
                    models.UniqueConstraint(
                        fields=("programme", "id"), name="addressee_in_programme"
                    ),
                    models.UniqueConstraint(
                        fields=("programme", "code"), name="addressee_code_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="from")),
                (
                    "from_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        default="day",
                        max_length=8,
                    ),
                ),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "to_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        default="day",
                        max_length=8,
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn"),
                ),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason"),
                ),
                (
                    "facet",
                    models.CharField(
                        choices=[
                            ("relation", "Relation to the state"),
                            ("legal_status", "Legal status"),
                            ("alignment", "Alignment"),
                            ("parent", "Parent"),
                            ("area", "Area of operations"),
                        ],
                        max_length=16,
                        verbose_name="what it is about",
                    ),
                ),
                ("value", models.CharField(max_length=32, verbose_name="what it says")),
                (
                    "degree",
                    models.CharField(
                        blank=True,
                        choices=[("low", "low"), ("medium", "medium"), ("high", "high")],
                        max_length=8,
                        verbose_name="degree",
                    ),
                ),
                (
                    "legal_basis",
                    models.CharField(blank=True, max_length=300, verbose_name="legal basis"),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("accepted", "Accepted"),
                            ("conflict", "In conflict"),
                            ("needs_work", "To be checked"),
                        ],
                        default="needs_work",
                        max_length=16,
                        verbose_name="standing",
                    ),
                ),
                ("assessed_on", models.DateField(verbose_name="assessed on")),
                ("source", models.CharField(max_length=500, verbose_name="source")),
                (
                    "source_on",
                    models.DateField(blank=True, null=True, verbose_name="date of the source"),
                ),
                (
                    "source_grade",
                    models.CharField(
                        choices=[
                            ("A", "completely reliable"),
                            ("B", "usually reliable"),
                            ("C", "fairly reliable"),
                            ("D", "not usually reliable"),
                            ("E", "unreliable"),
                            ("F", "reliability cannot be judged"),
                        ],
                        default="F",
                        max_length=1,
                        verbose_name="reliability of the source",
                    ),
                ),
                (
                    "information_grade",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "confirmed"),
                            (2, "probably true"),
                            (3, "possibly true"),
                            (4, "doubtful"),
                            (5, "improbable"),
                            (6, "truth cannot be judged"),
                        ],
                        default=6,
                        verbose_name="credibility of the information",
                    ),
                ),
                ("protected_source", models.BinaryField(default=b"")),
                ("note", models.TextField(blank=True, verbose_name="note on the conflict")),
                (
                    "own_tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="engagement.stakeholder",
                        verbose_name="parent",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.region",
                        verbose_name="governorate or district",
                    ),
                ),
                (
                    "stakeholder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="engagement.stakeholder",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "plain",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="assessment_withdrawn_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_to__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="assessment_ends_after_its_start",
                    ),
                    models.UniqueConstraint(
                        fields=("programme", "id"), name="assessment_in_programme"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="assessment_has_a_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("standing", "conflict"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="assessment_conflict_is_explained",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("facet", "parent"), ("parent__isnull", False)),
                            models.Q(
                                models.Q(("facet", "parent"), _negated=True), ("parent", None)
                            ),
                            _connector="OR",
                        ),
                        name="assessment_parent_where_it_belongs",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("facet", "area"), ("region__isnull", False)),
                            models.Q(models.Q(("facet", "area"), _negated=True), ("region", None)),
                            _connector="OR",
                        ),
                        name="assessment_region_where_it_belongs",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent", None),
                            models.Q(("parent", models.F("stakeholder")), _negated=True),
                            _connector="OR",
                        ),
                        name="assessment_parent_is_another",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(
                            ("facet__in", ("relation", "legal_status", "alignment")),
                            ("standing", "accepted"),
                            ("withdrawn_at", None),
                        ),
                        expressions=(
                            ("stakeholder", "="),
                            ("facet", "="),
                            (models.Func("valid_from", "valid_to", function="daterange"), "&&"),
                        ),
                        name="assessment_accepted_once",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("plain", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                (
                    "own_tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        verbose_name="who may see this",
                    ),
                ),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn"),
                ),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="engagement.meeting",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "plain",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="attachment_withdrawn_with_reason",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("plain", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Brief",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("author", models.CharField(max_length=200, verbose_name="author")),
                ("publisher", models.CharField(max_length=200, verbose_name="publisher")),
                ("published_on", models.DateField(verbose_name="published")),
                (
                    "programme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="brief",
                        to="engagement.programme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContactDetail",
            fields=[
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn"),
                ),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("phone", "Phone"),
                            ("mail", "Mail"),
                            ("messenger", "Messenger"),
                            ("office", "Office"),
                            ("through", "Through somebody"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "stakeholder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="engagement.stakeholder",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "plain",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="contactdetail_withdrawn_with_reason",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("plain", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="EngagementDecision",
            fields=[
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="from")),
                (
                    "from_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        default="day",
                        max_length=8,
                    ),
                ),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "to_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        default="day",
                        max_length=8,
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn"),
                ),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason"),
                ),
                (
                    "course",
                    models.CharField(
                        choices=[
                            ("engage", "Engage"),
                            ("indirectly", "Engage indirectly"),
                            ("not", "Do not engage"),
                        ],
                        max_length=16,
                        verbose_name="decision",
                    ),
                ),
                ("decided_by", models.CharField(max_length=200, verbose_name="decided by")),
                ("reason", models.TextField(verbose_name="why")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "stakeholder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="engagement.stakeholder",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "plain",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="engagementdecision_withdrawn_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_to__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="engagementdecision_ends_after_its_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True),
                            models.Q(("decided_by", ""), _negated=True),
                        ),
                        name="decision_says_who_and_why",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("plain", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Export",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("what", models.CharField(max_length=40)),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("csv", "CSV"),
                            ("xlsx", "XLSX"),
                            ("ics", "iCalendar"),
                            ("file", "attachment"),
                        ],
                        max_length=8,
                    ),
                ),
                ("query", models.TextField(blank=True)),
                ("rows", models.PositiveIntegerField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["programme", "-at"], name="export_newest")],
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("touched", models.TextField(default="", editable=False)),
                ("request_hash", models.BinaryField(default=b"")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn"),
                ),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("attack", "Attack"),
                            ("clash", "Clash between security actors"),
                            ("unrest", "Unrest"),
                            ("displacement", "Displacement"),
                            ("other", "Something else"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="when")),
                ("text", models.CharField(max_length=1000, verbose_name="what happened")),
                ("source", models.CharField(max_length=500, verbose_name="source")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.region",
                        verbose_name="governorate",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "plain",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "id"), name="incident_in_programme"
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("plain", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="InclusionAvenue",
            fields=[
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("touched", models.TextField(default="", editable=False)),
                ("request_hash", models.BinaryField(default=b"")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn"),
                ),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason"),
                ),
                ("as_of", models.DateField(verbose_name="as of")),
                ("text", models.TextField(verbose_name="what opened, or closed")),
                ("source", models.CharField(max_length=500, verbose_name="source")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "stakeholder",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.stakeholder",
                        verbose_name="for whom",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "plain",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "id"), name="inclusion_avenue_in_programme"
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("plain", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Initiative",
            fields=[
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("touched", models.TextField(default="", editable=False)),
                ("request_hash", models.BinaryField(default=b"")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn"),
                ),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason"),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="from")),
                (
                    "from_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        default="day",
                        max_length=8,
                    ),
                ),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "to_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        default="day",
                        max_length=8,
                    ),
                ),
                ("name", models.CharField(max_length=300, verbose_name="name")),
                ("iraqi_led", models.BooleanField(null=True, verbose_name="led by Iraqis")),
                ("summary", models.TextField(blank=True, verbose_name="summary")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="initiatives",
                        to="engagement.stakeholder",
                        verbose_name="lead organisation",
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.region",
                        verbose_name="governorate",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "plain",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_to__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="initiative_ends_after_its_start",
                    ),
                    models.UniqueConstraint(
                        fields=("programme", "id"), name="initiative_in_programme"
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("plain", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="IssueRaised",
            fields=[
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("text", models.CharField(max_length=1000, verbose_name="issue raised")),
                ("answer", models.TextField(blank=True, verbose_name="our answer")),
                ("answered_on", models.DateField(null=True, verbose_name="answered on")),
                ("decision", models.TextField(blank=True, verbose_name="the decision it changed")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="issues",
                        to="engagement.meeting",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.stakeholder",
                        verbose_name="raised by",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "plain",
                "indexes": [models.Index(fields=["programme", "-id"], name="issue_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="issue_says_what"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_on", None),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="issue_answered_with_words",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("plain", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn"),
                ),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason"),
                ),
                ("as_of", models.DateField(verbose_name="as of")),
                (
                    "influence",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "very low"),
                            (2, "low"),
                            (3, "medium"),
                            (4, "high"),
                            (5, "very high"),
                        ],
                        null=True,
                        verbose_name="influence",
                    ),
                ),
                (
                    "interest",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "very low"),
                            (2, "low"),
                            (3, "medium"),
                            (4, "high"),
                            (5, "very high"),
                        ],
                        null=True,
                        verbose_name="interest",
                    ),
                ),
                (
                    "position",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("champion", "Champions it"),
                            ("supportive", "Supports it"),
                            ("neutral", "Neutral"),
                            ("sceptical", "Is sceptical"),
                            ("opposed", "Opposes it"),
                        ],
                        max_length=16,
                        verbose_name="position",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "stakeholder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="engagement.stakeholder",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "plain",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="opinion_withdrawn_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("influence__isnull", False),
                            ("interest__isnull", False),
                            models.Q(("position", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="opinion_says_something",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("plain", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="PartnerKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("prefix", models.CharField(max_length=12)),
                ("digest", models.BinaryField(unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("last_used_at", models.DateTimeField(null=True)),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="keys",
                        to="engagement.membership",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.programme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="from")),
                (
                    "from_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        default="day",
                        max_length=8,
                    ),
                ),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "to_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        default="day",
                        max_length=8,
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn"),
                ),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason"),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                (
                    "seniority",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ministerial", "Ministerial, or head of a body"),
                            ("senior", "Director general, or senior command"),
                            ("middle", "Middle"),
                            ("local", "Local"),
                            ("societal", "Societal"),
                        ],
                        max_length=16,
                        verbose_name="seniority",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=500, verbose_name="source")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.stakeholder",
                        verbose_name="on behalf of",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="engagement.stakeholder",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "stakeholder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="engagement.stakeholder",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "plain",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="post_withdrawn_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_to__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="post_ends_after_its_start",
                    ),
                    models.UniqueConstraint(fields=("programme", "id"), name="post_in_programme"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stakeholder", models.F("organisation")), _negated=True
                        ),
                        name="post_in_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "seniority__in",
                                ("", "ministerial", "senior", "middle", "local", "societal"),
                            )
                        ),
                        name="post_seniority_known",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("plain", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("touched", models.TextField(default="", editable=False)),
                ("request_hash", models.BinaryField(default=b"")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn"),
                ),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason"),
                ),
                ("code", models.CharField(max_length=8)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("text_en", models.TextField()),
                ("text_ar", models.TextField()),
                ("text_ckb", models.TextField()),
                (
                    "indicators",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("I1", "Beyond Baghdad"),
                                ("I2", "Beyond greater Baghdad"),
                                ("I3", "Governorates visited"),
                                ("I4", "Beyond state actors"),
                                ("I5", "Paramilitary engagement"),
                                ("I6", "Civilians met"),
                                ("I7", "Diversity of actors"),
                                ("I8", "Security actors beyond the capital"),
                                ("I9", "How few people we rely on"),
                                ("I10", "Issues raised by Iraqis"),
                                ("I11", "Level of meetings"),
                                ("I12", "Civilian-led initiatives"),
                                ("I13", "Civil society as a channel"),
                                ("I14", "Dialogue beside security"),
                                ("I15", "Freshness of assessments"),
                                ("I16", "Coordination between teams"),
                                ("I17", "Depth and promises kept"),
                            ],
                            max_length=4,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.programme",
                    ),
                ),
            ],
            options={
                "ordering": ("order",),
                "abstract": False,
                "base_manager_name": "plain",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "id"), name="recommendation_in_programme"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("programme", "code"),
                        name="recommendation_code_once",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("plain", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "page",
                    models.CharField(
                        choices=[
                            ("meeting_list", "Meetings"),
                            ("stakeholder_list", "Stakeholders"),
                            ("follow_up_list", "Follow-ups"),
                            ("issue_list", "Issues raised"),
                        ],
                        max_length=24,
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("query", models.CharField(blank=True, max_length=2000)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "user", "page", "name"), name="saved_view_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="saved_view_has_a_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StakeholderTag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                ("text", models.CharField(max_length=60, verbose_name="tag")),
                ("folded", models.CharField(editable=False, max_length=80)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "stakeholder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tags",
                        to="engagement.stakeholder",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "plain",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("stakeholder", "folded"), name="one_row_per_tag"
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("plain", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="StrategicAssessment",
            fields=[
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("touched", models.TextField(default="", editable=False)),
                ("request_hash", models.BinaryField(default=b"")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn"),
                ),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason"),
                ),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                (
                    "asked_by",
                    models.CharField(blank=True, max_length=200, verbose_name="asked for by"),
                ),
                ("asked_on", models.DateField(blank=True, null=True, verbose_name="asked for on")),
                (
                    "delivered_on",
                    models.DateField(blank=True, null=True, verbose_name="delivered on"),
                ),
                ("valid_on", models.DateField(blank=True, null=True, verbose_name="true for")),
                ("acted_on", models.DateField(blank=True, null=True, verbose_name="acted on")),
                ("action", models.TextField(blank=True, verbose_name="what was done")),
                ("summary", models.TextField(blank=True, verbose_name="summary")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.programme",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "plain",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "id"), name="strategic_assessment_in_programme"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("delivered_on", None), ("valid_on__isnull", False), _connector="OR"
                        ),
                        name="assessment_delivered_is_true_for_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("acted_on", None),
                            models.Q(
                                ("acted_on__gte", models.F("delivered_on")),
                                ("delivered_on__isnull", False),
                                models.Q(("action", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="assessment_acted_on_after_delivery",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("plain", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Subject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subjects",
                        to="engagement.meeting",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.region",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "plain",
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "region"), name="subject_once")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("plain", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="MeetingRecommendation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("confirmed", "Confirmed"), ("rejected", "Rejected")],
                        max_length=16,
                    ),
                ),
                ("rule", models.CharField(blank=True, max_length=40)),
                ("settled_at", models.DateTimeField(auto_now=True)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recommendations",
                        to="engagement.meeting",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="engagement.recommendation",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "plain",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "recommendation"), name="meeting_recommendation_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["confirmed", "rejected"])),
                        name="meeting_recommendation_verdict_known",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("plain", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="RecommendationAddressee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "addressee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="engagement.addressee",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addressees",
                        to="engagement.recommendation",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "plain",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("recommendation", "addressee"), name="recommendation_addressee_once"
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("plain", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="StrategicAssessmentRegion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.region",
                    ),
                ),
                (
                    "strategic_assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="regions",
                        to="engagement.strategicassessment",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "plain",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("strategic_assessment", "region"), name="assessment_region_once"
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("plain", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "indicator",
                    models.CharField(
                        choices=[
                            ("I1", "Beyond Baghdad"),
                            ("I2", "Beyond greater Baghdad"),
                            ("I3", "Governorates visited"),
                            ("I4", "Beyond state actors"),
                            ("I5", "Paramilitary engagement"),
                            ("I6", "Civilians met"),
                            ("I7", "Diversity of actors"),
                            ("I8", "Security actors beyond the capital"),
                            ("I9", "How few people we rely on"),
                            ("I10", "Issues raised by Iraqis"),
                            ("I11", "Level of meetings"),
                            ("I12", "Civilian-led initiatives"),
                            ("I13", "Civil society as a channel"),
                            ("I14", "Dialogue beside security"),
                            ("I15", "Freshness of assessments"),
                            ("I16", "Coordination between teams"),
                            ("I17", "Depth and promises kept"),
                        ],
                        max_length=4,
                        verbose_name="indicator",
                    ),
                ),
                (
                    "baseline",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=8,
                        null=True,
                        verbose_name="baseline",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(decimal_places=2, max_digits=8, verbose_name="target"),
                ),
                (
                    "due_on",
                    models.DateField(blank=True, null=True, verbose_name="to be reached by"),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=500, verbose_name="why this number"),
                ),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="engagement.recommendation",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "plain",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("recommendation", "indicator"), name="one_target_per_indicator"
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("plain", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="TeamAddressee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "addressee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams",
                        to="engagement.addressee",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addressees",
                        to="engagement.team",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("team", "addressee"), name="team_addressee_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AssessmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="from")),
                (
                    "from_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        default="day",
                        max_length=8,
                    ),
                ),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "to_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        default="day",
                        max_length=8,
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id, editable=False, serialize=False
                    ),
                ),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn"),
                ),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason"),
                ),
                (
                    "facet",
                    models.CharField(
                        choices=[
                            ("relation", "Relation to the state"),
                            ("legal_status", "Legal status"),
                            ("alignment", "Alignment"),
                            ("parent", "Parent"),
                            ("area", "Area of operations"),
                        ],
                        max_length=16,
                        verbose_name="what it is about",
                    ),
                ),
                ("value", models.CharField(max_length=32, verbose_name="what it says")),
                (
                    "degree",
                    models.CharField(
                        blank=True,
                        choices=[("low", "low"), ("medium", "medium"), ("high", "high")],
                        max_length=8,
                        verbose_name="degree",
                    ),
                ),
                (
                    "legal_basis",
                    models.CharField(blank=True, max_length=300, verbose_name="legal basis"),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("accepted", "Accepted"),
                            ("conflict", "In conflict"),
                            ("needs_work", "To be checked"),
                        ],
                        default="needs_work",
                        max_length=16,
                        verbose_name="standing",
                    ),
                ),
                ("assessed_on", models.DateField(verbose_name="assessed on")),
                ("source", models.CharField(max_length=500, verbose_name="source")),
                (
                    "source_on",
                    models.DateField(blank=True, null=True, verbose_name="date of the source"),
                ),
                (
                    "source_grade",
                    models.CharField(
                        choices=[
                            ("A", "completely reliable"),
                            ("B", "usually reliable"),
                            ("C", "fairly reliable"),
                            ("D", "not usually reliable"),
                            ("E", "unreliable"),
                            ("F", "reliability cannot be judged"),
                        ],
                        default="F",
                        max_length=1,
                        verbose_name="reliability of the source",
                    ),
                ),
                (
                    "information_grade",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "confirmed"),
                            (2, "probably true"),
                            (3, "possibly true"),
                            (4, "doubtful"),
                            (5, "improbable"),
                            (6, "truth cannot be judged"),
                        ],
                        default=6,
                        verbose_name="credibility of the information",
                    ),
                ),
                ("protected_source", models.BinaryField(default=b"")),
                ("note", models.TextField(blank=True, verbose_name="note on the conflict")),
                (
                    "own_tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.stakeholder",
                        verbose_name="parent",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="engagement.assessment",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.region",
                        verbose_name="governorate or district",
                    ),
                ),
                (
                    "stakeholder",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.stakeholder",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AttachmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id, editable=False, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "own_tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        verbose_name="who may see this",
                    ),
                ),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn"),
                ),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.meeting",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="engagement.attachment",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContactDetailEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id, editable=False, serialize=False
                    ),
                ),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn"),
                ),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("phone", "Phone"),
                            ("mail", "Mail"),
                            ("messenger", "Messenger"),
                            ("office", "Office"),
                            ("through", "Through somebody"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="engagement.contactdetail",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "stakeholder",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.stakeholder",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EngagementDecisionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="from")),
                (
                    "from_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        default="day",
                        max_length=8,
                    ),
                ),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "to_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        default="day",
                        max_length=8,
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id, editable=False, serialize=False
                    ),
                ),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn"),
                ),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason"),
                ),
                (
                    "course",
                    models.CharField(
                        choices=[
                            ("engage", "Engage"),
                            ("indirectly", "Engage indirectly"),
                            ("not", "Do not engage"),
                        ],
                        max_length=16,
                        verbose_name="decision",
                    ),
                ),
                ("decided_by", models.CharField(max_length=200, verbose_name="decided by")),
                ("reason", models.TextField(verbose_name="why")),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="engagement.engagementdecision",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "stakeholder",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.stakeholder",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IncidentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id, editable=False, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("touched", models.TextField(default="", editable=False)),
                ("request_hash", models.BinaryField(default=b"")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn"),
                ),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("attack", "Attack"),
                            ("clash", "Clash between security actors"),
                            ("unrest", "Unrest"),
                            ("displacement", "Displacement"),
                            ("other", "Something else"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="when")),
                ("text", models.CharField(max_length=1000, verbose_name="what happened")),
                ("source", models.CharField(max_length=500, verbose_name="source")),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="engagement.incident",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.region",
                        verbose_name="governorate",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InclusionAvenueEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id, editable=False, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("touched", models.TextField(default="", editable=False)),
                ("request_hash", models.BinaryField(default=b"")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn"),
                ),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason"),
                ),
                ("as_of", models.DateField(verbose_name="as of")),
                ("text", models.TextField(verbose_name="what opened, or closed")),
                ("source", models.CharField(max_length=500, verbose_name="source")),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="engagement.inclusionavenue",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "stakeholder",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.stakeholder",
                        verbose_name="for whom",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InitiativeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id, editable=False, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("touched", models.TextField(default="", editable=False)),
                ("request_hash", models.BinaryField(default=b"")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn"),
                ),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason"),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="from")),
                (
                    "from_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        default="day",
                        max_length=8,
                    ),
                ),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "to_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        default="day",
                        max_length=8,
                    ),
                ),
                ("name", models.CharField(max_length=300, verbose_name="name")),
                ("iraqi_led", models.BooleanField(null=True, verbose_name="led by Iraqis")),
                ("summary", models.TextField(blank=True, verbose_name="summary")),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.stakeholder",
                        verbose_name="lead organisation",
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="engagement.initiative",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.region",
                        verbose_name="governorate",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IssueRaisedEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id, editable=False, serialize=False
                    ),
                ),
                ("text", models.CharField(max_length=1000, verbose_name="issue raised")),
                ("answer", models.TextField(blank=True, verbose_name="our answer")),
                ("answered_on", models.DateField(null=True, verbose_name="answered on")),
                ("decision", models.TextField(blank=True, verbose_name="the decision it changed")),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.meeting",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="engagement.issueraised",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.stakeholder",
                        verbose_name="raised by",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OpinionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id, editable=False, serialize=False
                    ),
                ),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn"),
                ),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason"),
                ),
                ("as_of", models.DateField(verbose_name="as of")),
                (
                    "influence",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "very low"),
                            (2, "low"),
                            (3, "medium"),
                            (4, "high"),
                            (5, "very high"),
                        ],
                        null=True,
                        verbose_name="influence",
                    ),
                ),
                (
                    "interest",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "very low"),
                            (2, "low"),
                            (3, "medium"),
                            (4, "high"),
                            (5, "very high"),
                        ],
                        null=True,
                        verbose_name="interest",
                    ),
                ),
                (
                    "position",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("champion", "Champions it"),
                            ("supportive", "Supports it"),
                            ("neutral", "Neutral"),
                            ("sceptical", "Is sceptical"),
                            ("opposed", "Opposes it"),
                        ],
                        max_length=16,
                        verbose_name="position",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="engagement.opinion",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "stakeholder",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.stakeholder",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PostEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="from")),
                (
                    "from_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        default="day",
                        max_length=8,
                    ),
                ),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "to_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        default="day",
                        max_length=8,
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id, editable=False, serialize=False
                    ),
                ),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn"),
                ),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason"),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                (
                    "seniority",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ministerial", "Ministerial, or head of a body"),
                            ("senior", "Director general, or senior command"),
                            ("middle", "Middle"),
                            ("local", "Local"),
                            ("societal", "Societal"),
                        ],
                        max_length=16,
                        verbose_name="seniority",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=500, verbose_name="source")),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.stakeholder",
                        verbose_name="on behalf of",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.stakeholder",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="engagement.post",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "stakeholder",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.stakeholder",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RecommendationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id, editable=False, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("touched", models.TextField(default="", editable=False)),
                ("request_hash", models.BinaryField(default=b"")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn"),
                ),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason"),
                ),
                ("code", models.CharField(max_length=8)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("text_en", models.TextField()),
                ("text_ar", models.TextField()),
                ("text_ckb", models.TextField()),
                (
                    "indicators",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("I1", "Beyond Baghdad"),
                                ("I2", "Beyond greater Baghdad"),
                                ("I3", "Governorates visited"),
                                ("I4", "Beyond state actors"),
                                ("I5", "Paramilitary engagement"),
                                ("I6", "Civilians met"),
                                ("I7", "Diversity of actors"),
                                ("I8", "Security actors beyond the capital"),
                                ("I9", "How few people we rely on"),
                                ("I10", "Issues raised by Iraqis"),
                                ("I11", "Level of meetings"),
                                ("I12", "Civilian-led initiatives"),
                                ("I13", "Civil society as a channel"),
                                ("I14", "Dialogue beside security"),
                                ("I15", "Freshness of assessments"),
                                ("I16", "Coordination between teams"),
                                ("I17", "Depth and promises kept"),
                            ],
                            max_length=4,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="engagement.recommendation",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.programme",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StakeholderTagEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                ("text", models.CharField(max_length=60, verbose_name="tag")),
                ("folded", models.CharField(editable=False, max_length=80)),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="engagement.stakeholdertag",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "stakeholder",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.stakeholder",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StrategicAssessmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id, editable=False, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("touched", models.TextField(default="", editable=False)),
                ("request_hash", models.BinaryField(default=b"")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn"),
                ),
                (
                    "withdrawn_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason"),
                ),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                (
                    "asked_by",
                    models.CharField(blank=True, max_length=200, verbose_name="asked for by"),
                ),
                ("asked_on", models.DateField(blank=True, null=True, verbose_name="asked for on")),
                (
                    "delivered_on",
                    models.DateField(blank=True, null=True, verbose_name="delivered on"),
                ),
                ("valid_on", models.DateField(blank=True, null=True, verbose_name="true for")),
                ("acted_on", models.DateField(blank=True, null=True, verbose_name="acted on")),
                ("action", models.TextField(blank=True, verbose_name="what was done")),
                ("summary", models.TextField(blank=True, verbose_name="summary")),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="engagement.strategicassessment",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.programme",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SubjectEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.meeting",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="engagement.subject",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.region",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MeetingRecommendationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("confirmed", "Confirmed"), ("rejected", "Rejected")],
                        max_length=16,
                    ),
                ),
                ("rule", models.CharField(blank=True, max_length=40)),
                ("settled_at", models.DateTimeField(auto_now=True)),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.meeting",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="engagement.meetingrecommendation",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.recommendation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RecommendationAddresseeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "addressee",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.addressee",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="engagement.recommendationaddressee",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.recommendation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StrategicAssessmentRegionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="engagement.strategicassessmentregion",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.region",
                    ),
                ),
                (
                    "strategic_assessment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.strategicassessment",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TargetEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "tlp",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Anybody"),
                            (1, "Members of the programme"),
                            (2, "Officers of the teams it belongs to, and managers"),
                            (3, "Officers of the lead team, and managers"),
                            (4, "Named people only"),
                        ],
                        default=2,
                        editable=False,
                        verbose_name="who may see this",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=engagement.access.keys.new_id, editable=False, serialize=False
                    ),
                ),
                (
                    "indicator",
                    models.CharField(
                        choices=[
                            ("I1", "Beyond Baghdad"),
                            ("I2", "Beyond greater Baghdad"),
                            ("I3", "Governorates visited"),
                            ("I4", "Beyond state actors"),
                            ("I5", "Paramilitary engagement"),
                            ("I6", "Civilians met"),
                            ("I7", "Diversity of actors"),
                            ("I8", "Security actors beyond the capital"),
                            ("I9", "How few people we rely on"),
                            ("I10", "Issues raised by Iraqis"),
                            ("I11", "Level of meetings"),
                            ("I12", "Civilian-led initiatives"),
                            ("I13", "Civil society as a channel"),
                            ("I14", "Dialogue beside security"),
                            ("I15", "Freshness of assessments"),
                            ("I16", "Coordination between teams"),
                            ("I17", "Depth and promises kept"),
                        ],
                        max_length=4,
                        verbose_name="indicator",
                    ),
                ),
                (
                    "baseline",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=8,
                        null=True,
                        verbose_name="baseline",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(decimal_places=2, max_digits=8, verbose_name="target"),
                ),
                (
                    "due_on",
                    models.DateField(blank=True, null=True, verbose_name="to be reached by"),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=500, verbose_name="why this number"),
                ),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_team",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.team",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="engagement.target",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.programme",
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="engagement.recommendation",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(
                condition=models.Q(("to_complete", True), ("status", "planned"), _connector="OR"),
                fields=["programme", "-held_on", "-id"],
                name="meeting_to_finish",
            ),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(
                condition=models.Q(("status__in", ("postponed", "cancelled", "not_held"))),
                fields=["programme", "-held_on", "-id"],
                name="meeting_to_retry",
            ),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["author", "-created_at", "-id"], name="meeting_of_author"),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("done_on", None), ("dropped_on", None)),
                fields=["programme", "due_on", "id"],
                name="follow_up_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(("done_on", None), ("dropped_on", None), _connector="OR"),
                name="follow_up_ends_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("dropped_on", None),
                    models.Q(("dropped_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="follow_up_dropped_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verified_on", None),
                    models.Q(("done_on__isnull", False), ("verified_on__gte", models.F("done_on"))),
                    _connector="OR",
                ),
                name="follow_up_verified_when_done",
            ),
        ),
        migrations.AddField(
            model_name="participant",
            name="frozen_assessment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="engagement.assessment",
            ),
        ),
        migrations.AddField(
            model_name="participantevent",
            name="frozen_assessment",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="engagement.assessment",
            ),
        ),
        migrations.AddField(
            model_name="participant",
            name="post",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="engagement.post",
                verbose_name="attending as",
            ),
        ),
        migrations.AddField(
            model_name="participantevent",
            name="post",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="engagement.post",
                verbose_name="attending as",
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("men", None), ("women", None)),
                    (
                        "headcount__gte",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.functions.comparison.Coalesce(models.F("women"), 0),
                            "+",
                            django.db.models.functions.comparison.Coalesce(models.F("men"), 0),
                        ),
                    ),
                    _connector="OR",
                ),
                name="participant_sexes_within_the_group",
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("aged_18_to_29", None),
                        ("aged_30_to_59", None),
                        ("aged_60_up", None),
                        ("under_18", None),
                    ),
                    (
                        "headcount__gte",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.functions.comparison.Coalesce(
                                        models.F("under_18"), 0
                                    ),
                                    "+",
                                    django.db.models.functions.comparison.Coalesce(
                                        models.F("aged_18_to_29"), 0
                                    ),
                                ),
                                "+",
                                django.db.models.functions.comparison.Coalesce(
                                    models.F("aged_30_to_59"), 0
                                ),
                            ),
                            "+",
                            django.db.models.functions.comparison.Coalesce(
                                models.F("aged_60_up"), 0
                            ),
                        ),
                    ),
                    _connector="OR",
                ),
                name="participant_ages_within_the_group",
            ),
        ),
    ]
