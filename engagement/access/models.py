"""Users, programmes, teams, memberships and grants."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pghistory
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from engagement.access.keys import new_id
from engagement.access.querysets import ScopedManager
from engagement.access.tlp import Tlp

if TYPE_CHECKING:
    from typing import ClassVar


class User(AbstractUser):
    """A person who signs in. What they may do stands in their memberships."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    first_name = None  # type: ignore[assignment]  # names have no two halves here
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("name"), max_length=200, blank=True)

    def get_full_name(self) -> str:
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.name or self.username


class Programme(models.Model):
    """The workspace: nothing crosses programmes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=200, unique=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="Asia/Baghdad")
    demonstration = models.BooleanField(_("demonstration"), default=False)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """The programme's clock."""
        return ZoneInfo(self.time_zone)


class Team(models.Model):
    """A body that engages inside a programme: a mission, a partner organisation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="teams")
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("programme", "id"), name="team_in_programme"),
            models.UniqueConstraint(fields=("programme", "name"), name="team_name_in_programme"),
        )

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    READER = "reader", _("Reader")
    OFFICER = "officer", _("Programme officer")
    MANAGER = "manager", _("Manager")
    ADMINISTRATOR = "administrator", _("Administrator")
    #: A program of another organisation, under a data-sharing agreement; never a person.
    PARTNER = "partner", _("Partner organisation")


#: Roles of people, who sign in on the pages.
PEOPLE = tuple(role for role in Role if role != Role.PARTNER)


@pghistory.track()
class Membership(models.Model):
    """What a user is in a programme; a user has at most one role in each."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=16, choices=Role)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("programme", "user"), name="one_membership"),
            models.UniqueConstraint(fields=("programme", "id"), name="membership_in_programme"),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="membership_role_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"


class TeamMembership(models.Model):
    """A member of a team; one officer may work for several."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="team_memberships")
    team = models.ForeignKey(Team, models.PROTECT, related_name="team_memberships")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("membership", "team"), name="one_team_membership"),
        )

    def __str__(self) -> str:
        return f"{self.membership_id} in {self.team_id}"


class Scoped(models.Model):
    """What the rule of access reads, on every scoped row (engagement/access/rule.py).

    Roots fill it from their own fields and children; children copy it from their root. Both by
    triggers of the database, so that no way of writing can leave it out.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    tlp = models.PositiveSmallIntegerField(
        _("who may see this"), choices=Tlp, default=Tlp.AMBER, editable=False
    )
    lead_team = models.ForeignKey(Team, models.PROTECT, related_name="+", null=True)
    teams: ArrayField[list[object], list[object]] = ArrayField(
        models.UUIDField(), default=list, editable=False
    )
    author = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)

    #: The column that holds the root's id; `id` on roots, for example `meeting_id` on children.
    ROOT: ClassVar[str] = "id"

    objects = ScopedManager()
    plain = models.Manager()

    class Meta:
        abstract = True
        # A plain manager for Django's own reads (foreign keys, refresh): row security guards those.
        base_manager_name = "plain"


def recorded(without: tuple[str, ...] = ()) -> Any:
    """History of a child: one that an amendment removes leaves an event too.

    `without`: columns that follow from others.
    """
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(without) or None,
    )


class Root(Scoped):
    """A row with a version of its own; only roots appear in the change log."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    touched = models.TextField(default="", editable=False)
    request_hash = models.BinaryField(default=b"", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_reason = models.TextField(_("reason"), blank=True, editable=False)

    class Meta(Scoped.Meta):
        abstract = True


class Grant(models.Model):
    """A person named on one row: sees it whatever its level."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    root_id = models.UUIDField(db_index=True)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    #: What named them: `named` by a person, `raised` or `merged` by what somebody did.
    reason = models.CharField(max_length=32)
    #: What the person who named them said.
    why = models.TextField(blank=True, default="", db_default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("root_id", "user"), name="one_grant_per_root"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} on {self.root_id}"


class Precision(models.TextChoices):
    """How exactly a date is known; for display only."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class Dated(models.Model):
    """True from `valid_from` on and before `valid_to`; a bound that is null is open or not known.

    A date known roughly is stored as the first day it can be, with its precision for display.
    """

    valid_from = models.DateField(_("from"), null=True, blank=True)
    from_precision = models.CharField(max_length=8, choices=Precision, default=Precision.DAY)
    valid_to = models.DateField(_("until"), null=True, blank=True)
    to_precision = models.CharField(max_length=8, choices=Precision, default=Precision.DAY)

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="%(class)s_ends_after_its_start",
            ),
        )

    def holds_on(self, day: date) -> bool:
        """Whether it is true on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day < self.valid_to)


class PartnerKey(models.Model):
    """A bearer key of the API, of which only the digest is kept; its membership is who acts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="keys")
    name = models.CharField(_("name"), max_length=200)
    #: The first characters, so that a key can be told from another.
    prefix = models.CharField(max_length=12)
    #: SHA-256 of the whole key, which is 256 random bits: no salt is needed.
    digest = models.BinaryField(unique=True)
    #: Networks that it may be used from, for example `192.0.2.0/24`; none means any.
    networks: ArrayField[list[str], list[str]] = ArrayField(
        models.CharField(max_length=43), default=list
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"
