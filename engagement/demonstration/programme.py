"""Making the demonstration programme: by the same rules as everybody, many rows at once."""

from __future__ import annotations

from datetime import datetime

from django.db.backends.base.base import BaseDatabaseWrapper

from engagement.demonstration.casting import Casting
from engagement.demonstration.country import confirm_meetings, install, write_country
from engagement.demonstration.meetings import write_meetings
from engagement.demonstration.partnership import agree
from engagement.demonstration.record import (
    retire_one,
    write_opinions_and_contacts,
    write_units,
)
from engagement.demonstration.registering import fill_register
from engagement.demonstration.stage import PROGRAMME, set_stage
from engagement.demonstration.story import Story
from engagement.stakeholders.models import ActorType

__all__ = ["PROGRAMME", "analyse", "make"]


def make(now: datetime) -> int:
    """Make everything, ending on the day of `now`. Returns how many meetings."""
    stage = set_stage(now)
    install(stage)
    register = fill_register(stage)
    # Before the meetings: what is known of somebody is frozen when a meeting is held.
    write_units(stage, register)
    relations = dict(ActorType.objects.values_list("code", "default_relation"))
    story = Story(Casting(register, relations, stage.today), stage.today).told()
    write_meetings(stage, story)
    write_opinions_and_contacts(stage, register)
    write_country(stage)
    confirm_meetings(stage)
    retire_one(stage, register)
    agree(stage)
    return len(story)


def analyse(connection: BaseDatabaseWrapper) -> None:
    """Tell the planner, as the owner, how many rows there are now.

    So many rows at once are news to it until autovacuum comes by, up to a minute later: it takes
    each table for a row or two, and the first page somebody opens then reads for 20 seconds.
    """
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, tables))}")
