import django.contrib.postgres.indexes
from django.db import migrations, models

import engagement.names.searching
from engagement.stakeholders.rekeying import rekey_names


def rekey(apps, schema_editor):
    rekey_names(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0010_schedules"),
    ]

    operations = [
        migrations.AddField(
            model_name="stakeholdername",
            name="keys",
            field=models.TextField(db_collation="C", default="", editable=False),
        ),
        migrations.AddField(
            model_name="stakeholdername",
            name="spoken",
            field=models.CharField(db_collation="C", default="", editable=False, max_length=600),
        ),
        migrations.RunPython(rekey, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="stakeholdername",
            index=models.Index(fields=["programme", "spoken"], name="name_spoken"),
        ),
        migrations.AddIndex(
            model_name="stakeholdername",
            index=django.contrib.postgres.indexes.GinIndex(
                engagement.names.searching.Lexemes("keys"), name="name_keys"
            ),
        ),
        migrations.AddIndex(
            model_name="stakeholdername",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("folded", name="gin_trgm_ops"),
                name="name_trigrams",
            ),
        ),
    ]
