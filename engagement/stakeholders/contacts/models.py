"""Contact details: sealed, and for the team that holds them."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from engagement.access.models import Role
from engagement.access.scope import Actor
from engagement.stakeholders.models import Entry


@pghistory.track()
class ContactDetail(Entry):
    """One way to reach somebody. It belongs to the team that holds it; `sealed` is encrypted."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Phone")
        MAIL = "mail", _("Mail")
        MESSENGER = "messenger", _("Messenger")
        OFFICE = "office", _("Office")
        THROUGH = "through", _("Through somebody")

    #: Who is named on the stakeholder is not for that named on another team's contact detail.
    ROOT: ClassVar[str] = "id"

    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    #: AES-256-GCM, bound to table, row and field (engagement/access/sealing.py).
    sealed = models.BinaryField()
    #: The same for the same number or address in the same team, and tells neither; empty where the
    #: text is none that could be compared.
    blind = models.CharField(max_length=100, blank=True, db_default="", editable=False)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Entry.Meta):
        constraints = Entry.Meta.constraints
        indexes = (
            models.Index(fields=("blind",), condition=~models.Q(blind=""), name="contact_blind"),
        )

    def changed_by(self, actor: Actor) -> bool:
        """Whether the actor may take it back: who wrote it, their team's officers, managers."""
        ours = self.author_id == actor.user_id or self.lead_team_id in actor.own_teams
        return actor.can_log and (actor.role == Role.MANAGER or ours)
