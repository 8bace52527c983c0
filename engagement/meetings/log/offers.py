"""What the log form offers to choose from, read once a page."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from engagement.access.models import Membership, Team
from engagement.access.scope import WRITERS, Actor
from engagement.regions.choices import Options, area_of
from engagement.regions.models import Region
from engagement.stakeholders.models import ActorType


@dataclass(frozen=True)
class Offers:
    """Actor types, places, teams and members of one programme."""

    types: dict[str, ActorType]
    rows: tuple[Region, ...]
    places: Options
    teams: list[Team]
    members: list[tuple[str, str]]

    @property
    def labels(self) -> dict[str, str]:
        """The label of each place by its number."""
        return {key: label for _group, options in self.places for key, label in options}

    def regions(self, keys: list[str]) -> tuple[Region, ...]:
        """The places chosen, each once, in the order given."""
        known = {str(region.pk): region for region in self.rows}
        return tuple(known[key] for key in dict.fromkeys(keys) if key in known)

    def leads(self, actor: Actor, kept: UUID | None) -> list[tuple[str, str]]:
        """The teams that may lead: an officer's own, and the one that leads already."""
        own = {*actor.own_teams, kept} if actor.own_teams else {team.pk for team in self.teams}
        return [(str(team.pk), team.name) for team in self.teams if team.pk in own]


def offers_for(actor: Actor) -> Offers:
    """Four statements."""
    teams = Team.objects.filter(programme_id=actor.programme_id)
    found = list(teams.select_related("programme__area"))
    area = found[0].programme.area if found else area_of(actor.programme_id)
    members = Membership.objects.filter(
        programme_id=actor.programme_id, role__in=WRITERS, user__is_active=True
    )
    names = members.order_by("user__name", "user__username").values_list(
        "user_id", "user__name", "user__username"
    )
    regions = tuple(Region.objects.filter(kind__in=("country", "governorate")))
    return Offers(
        types={row.code: row for row in ActorType.objects.all()},
        rows=regions,
        places=_places(regions, area.country_id),
        teams=found,
        members=[(str(key), name or username) for key, name, username in names],
    )


def _places(regions: tuple[Region, ...], country_id: int) -> Options:
    rows = [region for region in regions if region.pk != country_id]
    home = [region for region in rows if region.parent_id == country_id]
    abroad = [region for region in rows if region.parent_id != country_id]
    return [(_("Governorates"), _sorted(home)), (_("Abroad"), _sorted(abroad))]


def _sorted(regions: list[Region]) -> list[tuple[str, str]]:
    # The Arabic article sorts under what follows it.
    options = [(str(region.pk), region.label) for region in regions]
    return sorted(options, key=lambda option: option[1].removeprefix("ال"))
