"""Who merges, and what is not made one."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from engagement.access.errors import Conflict
from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.registry.merging.actions import merge
from tests.cast import register
from tests.registry.merging import merged, now, refused

pytestmark = pytest.mark.django_db


def test_an_officer_merges_what_they_lead(cast, two):
    merged(cast.amal, *two)

    assert now(two[1]).merged_into_id == two[0].pk


def test_an_officer_does_not_merge_what_another_team_leads(cast, two):
    theirs = register(cast.carla, "Mohamed Ali", "tribe", lead_team_id=cast.partner.pk)

    refused(merged, cast.amal, two[0], theirs)
    refused(merged, cast.carla, theirs, two[0])


def test_a_reader_and_an_administrator_merge_nothing(cast, two):
    refused(merged, cast.ruth, *two)
    refused(merged, cast.idris, *two)


def test_nobody_merges_across_programmes(cast, two):
    far = register(cast.omar, "Mohammed Ali", "tribe")

    refused(merged, cast.bassam, two[0], far)
    refused(merged, cast.omar, far, two[0])


def test_a_record_is_not_merged_with_itself(cast, two):
    error = refused(merged, cast.bassam, two[0], two[0], error=ValidationError)

    assert list(error.message_dict) == ["gone"]


def test_a_person_is_not_merged_with_a_body(cast, two):
    body = register(cast.amal, "A body", "cso_ngo", kind="organisation")

    error = refused(merged, cast.bassam, two[0], body, error=ValidationError)

    assert "different kinds" in str(error)


def test_one_that_went_already_is_not_merged_again(cast, two):
    last = register(cast.amal, "Mohamed Ali", "tribe")
    merged(cast.bassam, *two)

    error = refused(merged, cast.bassam, last, two[1], error=ValidationError)

    assert "already" in str(error)


def test_a_merge_without_a_reason_is_refused(cast, two):
    error = refused(merged, cast.bassam, *two, " ", error=ValidationError)

    assert list(error.message_dict) == ["reason"]


def test_a_field_that_nobody_chooses_is_refused(cast, two):
    error = refused(merged, cast.bassam, *two, tlp="gone", error=ValidationError)

    assert list(error.message_dict) == ["choices"]


def test_stale_versions_are_a_conflict(cast, two):
    kept, gone = two
    with acting_as(cast.bassam, "stakeholder.merged"), pytest.raises(Conflict):
        merge(cast.bassam, kept.pk, gone.pk, choices={}, reason="one", versions=(1, 7))


def test_the_web_role_cannot_merge_past_the_action(cast, two):
    kept, gone = two
    with acting_as(cast.ruth, "read"), connection.cursor() as cursor:
        cursor.execute("SAVEPOINT here")
        with pytest.raises(Exception, match="not for you to merge"):
            cursor.execute(
                "SELECT jisr.merge(%s, %s, %s, '{}', 'mine')", [new_id(), kept.pk, gone.pk]
            )
        cursor.execute("ROLLBACK TO here")


@pytest.mark.parametrize("table", ["mergekeep", "merge"])
def test_the_web_role_reads_no_keep_and_writes_no_merge(cast, two, table):
    merged(cast.bassam, *two)
    sql = {
        "mergekeep": "SELECT count(*) FROM engagement_mergekeep",
        "merge": "UPDATE engagement_merge SET working = true",
    }
    with acting_as(cast.bassam, "read"), connection.cursor() as cursor:
        cursor.execute("SAVEPOINT here")
        with pytest.raises(Exception, match="permission denied"):
            cursor.execute(sql[table])
        cursor.execute("ROLLBACK TO here")
