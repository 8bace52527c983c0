"""New names stand in their index at once.

By default they wait in a list that every search reads from end to end: for 500 new names, 500 times.
"""

import django.contrib.postgres.indexes
from django.db import migrations

import engagement.names.searching


def _index(**options: bool) -> django.contrib.postgres.indexes.GinIndex:
    keys = engagement.names.searching.Lexemes("keys")
    return django.contrib.postgres.indexes.GinIndex(keys, name="name_keys", **options)


class Migration(migrations.Migration):
    dependencies = [("engagement", "0020_workbooks")]

    operations = [
        migrations.RunSQL(
            "ALTER INDEX name_keys SET (fastupdate = off);"
            " SELECT gin_clean_pending_list('name_keys')",
            "ALTER INDEX name_keys RESET (fastupdate)",
            state_operations=[
                migrations.RemoveIndex(model_name="stakeholdername", name="name_keys"),
                migrations.AddIndex(model_name="stakeholdername", index=_index(fastupdate=False)),
            ],
        ),
    ]
