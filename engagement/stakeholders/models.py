"""The register: people, organisations, units and communities, with their names."""

from __future__ import annotations

from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language_bidi, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from engagement.access.keys import new_id
from engagement.access.models import Root, Scoped, User, recorded
from engagement.access.querysets import ScopedManager, ScopedQuerySet
from engagement.names.folding import fold
from engagement.regions.models import Labelled, Region


class ActorGroup(models.TextChoices):
    """The seven groups that the interface shows, and the one for those we are not sure of."""

    OFFICIALS = "officials", _("Officials")
    STATE_SECURITY = "state_security", _("Security forces")
    PARAMILITARY = "paramilitary", _("Paramilitary units")
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    COMMUNITIES = "communities", _("Communities")
    OTHERS = "others", _("Others")
    INTERNATIONAL = "international", _("International")
    NOT_SURE = "not_sure", _("Not sure")


class Relation(models.TextChoices):
    """Relation to the state. Undetermined is a bound in figures, not a guess."""

    STATE = "state", _("State")
    HYBRID = "hybrid", _("Hybrid")
    NON_STATE = "non_state", _("Non-state")
    INTERNATIONAL = "international", pgettext_lazy("relation to the state", "International")
    UNDETERMINED = "", _("Undetermined")


class ActorType(Labelled):
    """A sub-type of actor: a row of a versioned code list, in one group."""

    code = models.SlugField(max_length=40, primary_key=True)
    version = models.PositiveSmallIntegerField(default=1)
    group = models.CharField(max_length=20, choices=ActorGroup)
    #: Used where no assessment is accepted, and said wherever it is shown.
    default_relation = models.CharField(max_length=16, choices=Relation, blank=True)
    security_actor = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("order",)


class StakeholderQuerySet(ScopedQuerySet):
    """The vocabulary of questions about the register."""

    def current(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)

    def in_group(self, group: str) -> Self:
        return self.filter(actor_type__group=group)

    def named_like(self, text: str) -> Self:
        """Every word of the text stands in one name, in any letter variant of its script."""
        words = fold(text).split()
        if not words:
            return self.none()
        match = Q()
        for word in words:
            match &= Q(folded__contains=word)
        names = StakeholderName.objects.unscoped("row security and the outer rows decide")
        return self.filter(pk__in=names.filter(match).values("stakeholder"))


class StakeholderManager(ScopedManager.from_queryset(StakeholderQuerySet)):  # type: ignore[misc]
    pass


@pghistory.track()
class Stakeholder(Root):
    """A person, organisation, unit or community that the programme meets, or does not."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        ORGANISATION = "organisation", _("Organisation")
        UNIT = "unit", _("Unit")
        COMMUNITY = "community", _("Community")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    actor_type = models.ForeignKey(
        ActorType, models.PROTECT, related_name="+", verbose_name=_("actor type")
    )
    base_region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", null=True, verbose_name=_("where from")
    )
    #: Who looks after the relationship.
    owner = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, verbose_name=_("relationship owner")
    )
    at_risk = models.BooleanField(_("at risk"), default=False)
    not_to_be_engaged = models.BooleanField(_("not to be engaged"), default=False)

    objects: ClassVar[StakeholderManager] = StakeholderManager()

    class Meta(Root.Meta):
        constraints = (
            models.UniqueConstraint(fields=("programme", "id"), name="stakeholder_in_programme"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
                name="stakeholder_withdrawn_with_reason",
            ),
        )
        indexes = (models.Index(fields=("programme", "-created_at"), name="stakeholder_newest"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def name(self) -> str:
        """The name to show: in the page's script where there is one. Reads the prefetched names."""
        script = "Arab" if get_language_bidi() else "Latn"
        rows = sorted(self.names.all(), key=lambda row: (row.script != script, row.position))
        return rows[0].text if rows else ""


@recorded()
class StakeholderName(Scoped):
    """One name as it is written somewhere; a stakeholder has several."""

    class Kind(models.TextChoices):
        FULL = "full", _("full name")
        KUNYA = "kunya", _("kunya")
        NISBA = "nisba", _("nisba")
        NOM_DE_GUERRE = "nom_de_guerre", _("nom de guerre")
        SHORT = "short", _("short form")

    ROOT: ClassVar[str] = "stakeholder_id"

    stakeholder = models.ForeignKey(Stakeholder, models.CASCADE, related_name="names")
    text = models.CharField(_("name"), max_length=500)
    folded = models.CharField(max_length=600, editable=False)
    script = models.CharField(max_length=4)
    language = models.CharField(max_length=8, blank=True)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.FULL)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Scoped.Meta):
        constraints = (
            models.UniqueConstraint(fields=("stakeholder", "text"), name="one_row_per_name"),
        )

    def __str__(self) -> str:
        return f"name of {self.stakeholder_id}"


@recorded()
class StakeholderTag(Scoped):
    """A free word on a stakeholder; the actor type stays the one that counts."""

    ROOT: ClassVar[str] = "stakeholder_id"

    stakeholder = models.ForeignKey(Stakeholder, models.CASCADE, related_name="tags")
    text = models.CharField(_("tag"), max_length=60)
    folded = models.CharField(max_length=80, editable=False)

    class Meta(Scoped.Meta):
        constraints = (
            models.UniqueConstraint(fields=("stakeholder", "folded"), name="one_row_per_tag"),
        )

    def __str__(self) -> str:
        return f"tag of {self.stakeholder_id}"


class Entry(Scoped):
    """An entry in a stakeholder's record: written by somebody, taken back with a reason."""

    ROOT: ClassVar[str] = "stakeholder_id"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stakeholder = models.ForeignKey(Stakeholder, models.PROTECT, related_name="%(class)ss")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    written_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_reason = models.TextField(_("reason"), blank=True, editable=False)

    class Meta(Scoped.Meta):
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
                name="%(class)s_withdrawn_with_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{type(self).__name__.lower()} of {self.stakeholder_id}"
