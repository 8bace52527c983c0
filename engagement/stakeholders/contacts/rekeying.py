"""Blind indexes of contact details that are kept already: by the owner, with the keys at hand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engagement.access.sealing import blind, unseal
from engagement.stakeholders.contacts.actions import FIELD, TABLE
from engagement.stakeholders.contacts.drafts import ContactDraft

READ = """SELECT id, stakeholder_id, kind, sealed, blind, coalesce(lead_team_id, programme_id)
FROM engagement_contactdetail ORDER BY id"""
WRITE = "UPDATE engagement_contactdetail SET blind = %s WHERE id = %s"


def reblind_contacts(connection: Any) -> int:
    """Give every contact detail the blind index of the first key; how many had another, or none.

    Raises NoKey and Damaged where one does not open: then none is changed. Nothing opened is kept.
    """
    with connection.cursor() as cursor:
        cursor.execute(READ)
        changed = [(new, row[0]) for row in cursor.fetchall() if (new := _blind(*row)) != row[4]]
        cursor.execute("ALTER TABLE engagement_contactdetail DISABLE TRIGGER USER")
        cursor.executemany(WRITE, changed)
        cursor.execute("ALTER TABLE engagement_contactdetail ENABLE TRIGGER USER")
    return len(changed)


def _blind(pk: UUID, who: UUID, kind: str, sealed: bytes, _blind: str, holder: UUID) -> str:
    text = unseal(bytes(sealed), TABLE, pk, FIELD)
    draft = ContactDraft(id=pk, stakeholder_id=who, kind=kind, text=text)
    return blind(draft.comparable, TABLE, holder) if draft.comparable else ""
