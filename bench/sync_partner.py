"""A partner whose program sends batches to be timed, and what it needs around it."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import psycopg

from bench.rows import PROGRAMME, TEAM
from engagement.access.keys import new_id


def keep_connection() -> None:
    """A web process takes a new one each minute, which would be somebody's round here."""
    from django.db import connection  # noqa: PLC0415

    connection.settings_dict["CONN_MAX_AGE"] = None
    connection.close()


def agreed() -> tuple[Any, str]:
    """An agreement over everything, and a key of its partner."""
    from engagement.access.models import Membership, Role, User  # noqa: PLC0415
    from engagement.access.scope import acting_as, actor_for  # noqa: PLC0415
    from engagement.sync.actions import issue_key, make_agreement  # noqa: PLC0415
    from engagement.sync.codes import FIELDS  # noqa: PLC0415
    from engagement.sync.drafts import AgreementDraft  # noqa: PLC0415

    user = User.objects.create(username="bench-administrator")
    Membership.objects.create(programme_id=PROGRAMME, user=user, role=Role.ADMINISTRATOR)
    actor = actor_for(user.pk, PROGRAMME)
    draft = AgreementDraft(
        id=new_id(),
        name="A partner",
        team_id=TEAM,
        purpose="To be timed.",
        legal_basis="None",
        valid_from=date(2026, 1, 1),
        valid_until=date(2099, 1, 1),
        regions=None,
        actor_types=None,
        recommendations=None,
        fields=FIELDS,
    )
    with acting_as(actor, "agreement.made"):
        agreement = make_agreement(actor, draft)
        key = issue_key(actor, agreement.pk, name="bench").text
    return agreement, key


def partner() -> tuple[Callable[[str, bytes], Any], dict[str, str]]:
    """What sends as a partner's program, and the partner's context by hand."""
    from django.test import Client  # noqa: PLC0415

    from engagement.access.scope import _values, actor_for  # noqa: PLC0415

    agreement, key = agreed()
    client = Client(headers={"Authorization": f"Bearer {key}"}, SERVER_NAME="localhost")
    client.get("/api/v1/stakeholders/?limit=1")  # what the agreement covers is handed out

    def send(kind: str, body: bytes) -> Any:
        at = f"/api/v1/sync/{kind}:batch" if kind else "/api/v1/meetings/"
        headers = {"Idempotency-Key": str(new_id())} if kind else {}
        answer = client.post(at, body, content_type="application/json", headers=headers)
        if answer.status_code not in (200, 201):
            raise SystemExit(answer.content.decode())
        return answer.json()

    partner = actor_for(agreement.membership.user_id, PROGRAMME)
    return send, _values(partner, "meeting.logged", "")


def as_web() -> Any:
    """A connection as the application has it."""
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)


def a_place() -> int:
    """Where everything happens."""
    from engagement.regions.models import Region  # noqa: PLC0415

    return Region.objects.get(key="basra").pk


def known(admin: str) -> list[UUID]:
    """Some who are in the register already."""
    with psycopg.connect(admin) as connection:
        rows = connection.execute("SELECT id FROM engagement_stakeholder ORDER BY id LIMIT 200")
        return [row[0] for row in rows.fetchall()]
