"""The register: people, organisations, units and communities, with their names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Self

import pghistory
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language_bidi, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from engagement.access.keys import new_id
from engagement.access.models import Role, Root, Scoped, User, recorded
from engagement.access.querysets import ScopedManager, ScopedQuerySet
from engagement.access.scope import Actor
from engagement.access.tlp import Tlp
from engagement.names.folding import fold, script_of
from engagement.names.lookup import keys_of, whole_question_of
from engagement.names.searching import Lexemes
from engagement.regions.models import Labelled, Region
from engagement.stakeholders.querysets import StakeholderNameManager


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


#: Their members are protected from the first day.
ARMED_GROUPS = (ActorGroup.PARAMILITARY,)


class NameLanguage(models.TextChoices):
    """The language a name is written in, where somebody said it."""

    ENGLISH = "en", _("English")
    ARABIC = "ar", _("Arabic")
    KURDISH = "ckb", _("Kurdish")
    OTHER = "other", _("another language")


class Relation(models.TextChoices):
    """Relation to the state. Undetermined is a bound in figures, not a guess."""

    STATE = "state", pgettext_lazy("relation to the state", "State")
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


#: Of so many names that are alike a list shows the stakeholders.
MOST_LIKE = 1000


class StakeholderQuerySet(ScopedQuerySet):
    """The vocabulary of questions about the register."""

    def current(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)

    def retired(self) -> Self:
        """Withdrawn by themselves: who became part of another is no longer anybody."""
        return self.exclude(withdrawn_at=None).filter(merged_into=None)

    def in_group(self, group: str) -> Self:
        return self.filter(actor_type__group=group)

    def tagged(self, text: str) -> Self:
        """With this tag, in any letter variant of its script."""
        tags = StakeholderTag.objects.unscoped("row security and the outer rows decide")
        return self.filter(pk__in=tags.filter(folded=fold(text)[:80]).values("stakeholder"))

    def named_as(self, texts: Iterable[str]) -> Self:
        """One of their names is one of these, in any letter variant of its script."""
        folded = {fold(text)[:600] for text in texts} - {""}
        names = StakeholderName.objects.unscoped("row security and the outer rows decide")
        return self.filter(pk__in=names.filter(folded__in=folded).values("stakeholder"))

    def named_like(self, text: str) -> Self:
        """Named so in any script and spelling, or with every word somewhere in one name."""
        asked = whole_question_of(text)
        names = StakeholderName.objects.unscoped("row security and the outer rows decide")
        like = names.like(asked, retired=True, enough=MOST_LIKE, most=MOST_LIKE)
        return self.filter(pk__in=like.values("stakeholder"))


class StakeholderManager(ScopedManager.from_queryset(StakeholderQuerySet)):  # type: ignore[misc]
    pass


# A child that changes moves its root's version, and the child's own event tells why. An event of
# the root beside it would give that reason to whoever may open the root, but not the child.
@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=pghistory.AnyChange(exclude=["version", "touched"])),
)
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
    #: Of persons only; as far as it is known.
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True)
    at_risk = models.BooleanField(_("at risk"), default=False)
    not_to_be_engaged = models.BooleanField(_("not to be engaged"), default=False)
    #: Whom this record became part of; never somebody who went on into another.
    merged_into = models.ForeignKey("self", models.PROTECT, related_name="+", null=True)

    objects: ClassVar[StakeholderManager] = StakeholderManager()

    class Meta(Root.Meta):
        constraints = (
            models.UniqueConstraint(fields=("programme", "id"), name="stakeholder_in_programme"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
                name="stakeholder_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(birth_year=None) | Q(kind="person", birth_year__range=(1900, 2100)),
                name="stakeholder_birth_year_of_a_person",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None)
                | Q(withdrawn_at__isnull=False) & ~Q(merged_into=models.F("id")),
                name="stakeholder_merged_is_withdrawn",
            ),
        )
        indexes = (models.Index(fields=("programme", "-created_at"), name="stakeholder_newest"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def name(self) -> str:
        """The name to show: in the page's script where there is one. Reads the prefetched names."""
        return shown_name(self.names.all())

    @property
    def access(self) -> Tlp:
        """Who may see it."""
        return Tlp(self.tlp)

    def led_by(self, actor: Actor) -> bool:
        """Whether the actor answers for it: a manager, its author, an officer of the lead team."""
        ours = self.author_id == actor.user_id or self.lead_team_id in actor.own_teams
        return actor.can_log and (actor.role == Role.MANAGER or ours)


def shown_name(names: Iterable[StakeholderName]) -> str:
    """The one of somebody's names to show: in the page's script where there is one."""
    script = "Arab" if get_language_bidi() else "Latn"
    rows = sorted(names, key=lambda row: (row.script != script, row.position))
    return rows[0].text if rows else ""


@recorded(without=("spoken", "keys"))
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
    #: What it is looked up by, of every script: `engagement.names.lookup`. The first keys in order,
    #: and all of them with blanks between.
    spoken = models.CharField(max_length=600, editable=False, default="", db_collation="C")
    keys = models.TextField(editable=False, default="", db_collation="C")
    script = models.CharField(max_length=4)
    language = models.CharField(max_length=8, blank=True)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.FULL)
    position = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[StakeholderNameManager] = StakeholderNameManager()

    class Meta(Scoped.Meta):
        constraints = (
            models.UniqueConstraint(fields=("stakeholder", "text"), name="one_row_per_name"),
        )
        indexes = (
            models.Index(fields=("programme", "spoken"), name="name_spoken"),
            # Else 500 new names are read from end to end by each search until they are put away.
            GinIndex(Lexemes("keys"), name="name_keys", fastupdate=False),
            GinIndex(OpClass("folded", name="gin_trgm_ops"), name="name_trigrams"),
        )

    def __str__(self) -> str:
        return f"name of {self.stakeholder_id}"

    def prepare(self) -> None:
        """Fill in what follows from the text."""
        keys = keys_of(self.text)
        self.folded = fold(self.text)[:600]
        self.spoken, self.keys = keys.spoken[:600], " ".join(keys.every)
        self.script = script_of(self.text)


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
