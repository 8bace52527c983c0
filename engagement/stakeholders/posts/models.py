"""Posts: what somebody is in an organisation, from when to when; several at once."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagement.access.models import Dated
from engagement.access.querysets import ScopedManager, ScopedQuerySet
from engagement.access.scope import Actor
from engagement.stakeholders.models import Entry, Stakeholder


class Seniority(models.TextChoices):
    """The rank of a post, highest first; domain indicator I11."""

    MINISTERIAL = "ministerial", _("Ministerial, or head of a body")
    SENIOR = "senior", _("Director general, or senior command")
    MIDDLE = "middle", _("Middle")
    LOCAL = "local", _("Local")
    SOCIETAL = "societal", _("Societal")


class PostQuerySet(ScopedQuerySet):
    """The vocabulary of questions about posts."""

    def current(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)

    def posts_on(self, day: date) -> Self:
        """Held on that day, as far as is known: an open end counts as held."""
        begun = Q(valid_from=None) | Q(valid_from__lte=day)
        return self.current().filter(begun, Q(valid_to=None) | Q(valid_to__gt=day))


class PostManager(ScopedManager.from_queryset(PostQuerySet)):  # type: ignore[misc]
    pass


@pghistory.track()
class Post(Entry, Dated):
    """A person or unit in an organisation. Its level is the strictest of everybody it names."""

    organisation = models.ForeignKey(
        Stakeholder, models.PROTECT, related_name="members", verbose_name=_("organisation")
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    seniority = models.CharField(_("seniority"), max_length=16, choices=Seniority, blank=True)
    on_behalf_of = models.ForeignKey(
        Stakeholder,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("on behalf of"),
    )
    source = models.CharField(_("source"), max_length=500, blank=True)

    objects: ClassVar[PostManager] = PostManager()

    class Meta(Entry.Meta):
        constraints = (
            *Entry.Meta.constraints,
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=("programme", "id"), name="post_in_programme"),
            models.CheckConstraint(
                condition=~Q(stakeholder=F("organisation")), name="post_in_another"
            ),
            models.CheckConstraint(
                condition=Q(seniority__in=("", *Seniority.values)), name="post_seniority_known"
            ),
        )

    def changed_by(self, actor: Actor, person: Stakeholder) -> bool:
        """Whether the actor may amend it: who wrote it, and who answers for the person."""
        wrote = self.written_by_id is not None and self.written_by_id == actor.user_id
        return actor.can_log and (wrote or person.led_by(actor))
