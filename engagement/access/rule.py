"""Who may open a row: one table, from which everything else is made.

The QuerySet filter (`rule_q`), the policies of PostgreSQL (`policy_sql`), the page in the docs and
the test matrix all come from `BRANCHES`. A row carries `programme_id`, `tlp`, `lead_team_id`,
`teams` and `author_id`; `{root}` is the column that holds its root's id.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from engagement.access.tlp import Tlp

if TYPE_CHECKING:
    from engagement.access.scope import Actor

NOBODY = Q(pk__in=[])
#: The highest level a role sees without being in a team, author or named; by the role's code.
CEILINGS = {
    "reader": Tlp.GREEN.value,
    "officer": Tlp.GREEN.value,
    "manager": Tlp.AMBER_STRICT.value,
    "administrator": -1,
    "partner": -1,
}


#: What only a partner sees by; history is not shared with any.
AGREEMENT = "agreement"


@dataclass(frozen=True)
class Branch:
    """One reason to see a row, said three times: to the database, to Django, to a reader."""

    name: str
    sql: str
    q: Callable[[Actor, str], Q]
    words: str


def _named(actor: Actor, root: str) -> Q:
    grants = apps.get_model("engagement", "Grant")._base_manager
    named = grants.filter(user_id=actor.person, programme_id=actor.programme_id)
    return Q(**{f"{root}__in": named.values("root_id")})


def _shared(actor: Actor, root: str) -> Q:
    shares = apps.get_model("engagement", "Share")._base_manager
    held = shares.filter(partner_id=actor.person, programme_id=actor.programme_id, state="held")
    one = held.filter(object_id=OuterRef(root), object_id__gte=OuterRef(root))
    return Q(tlp__lte=actor.agreed) & Q(Exists(one))


BRANCHES = (
    Branch(
        "members",
        "tlp <= jisr.ceiling()",
        lambda actor, root: Q(tlp__lte=actor.ceiling),
        "Readers and officers see CLEAR and GREEN rows of their programme; managers see up to "
        "AMBER+STRICT; administrators see no content by role.",
    ),
    Branch(
        "teams",
        f"tlp = {Tlp.AMBER.value} AND teams && jisr.teams()",
        lambda actor, root: (
            Q(tlp=Tlp.AMBER, teams__overlap=list(actor.own_teams)) if actor.own_teams else NOBODY
        ),
        "Officers of the lead and guest teams see AMBER rows.",
    ),
    Branch(
        "lead",
        f"tlp = {Tlp.AMBER_STRICT.value} AND lead_team_id = ANY(jisr.teams())",
        lambda actor, root: (
            Q(tlp=Tlp.AMBER_STRICT, lead_team_id__in=actor.own_teams) if actor.own_teams else NOBODY
        ),
        "Officers of the lead team see AMBER+STRICT rows.",
    ),
    Branch(
        "author",
        "author_id = jisr.who()",
        # Without a user, Q(author=None) would become IS NULL and match rows that have no author.
        lambda actor, root: Q(author_id=actor.user_id) if actor.user_id else NOBODY,
        "The author always sees the row.",
    ),
    Branch(
        "named",
        "{root} IN (SELECT g.root_id FROM public.engagement_grant g"
        " WHERE g.user_id = jisr.who() AND g.programme_id = jisr.programme())",
        lambda actor, root: _named(actor, root) if actor.user_id else NOBODY,
        "Named people see the row, RED rows included; a partner's program cannot be named.",
    ),
    Branch(
        AGREEMENT,
        # By an index, row by row: the second comparison, which says nothing new, keeps PostgreSQL
        # from reading every share of the partner for one page. Named apart, for `id` would be the
        # share's own.
        "tlp <= jisr.agreed() AND EXISTS (SELECT FROM (SELECT h.object_id AS shared_id"
        " FROM public.engagement_share h WHERE h.partner_id = jisr.who()"
        " AND h.programme_id = jisr.programme() AND h.state = 'held') s"
        " WHERE s.shared_id = {root} AND s.shared_id >= {root})",
        lambda actor, root: _shared(actor, root) if actor.agreed >= 0 else NOBODY,
        "Partner organisations see the rows that their data-sharing agreement covers, up to its "
        "level and never RED ones; of their history nothing.",
    ),
)


def rule_q(actor: Actor, root: str, without: str = "") -> Q:
    """The rule as a Django filter for rows whose root's id stands in column `root`."""
    seen = NOBODY
    for branch in BRANCHES:
        if branch.name != without:
            seen |= branch.q(actor, root)
    return Q(programme_id=actor.programme_id) & seen


def rule_sql(root: str, without: str = "") -> str:
    """The rule as an SQL condition over a row and the context; `without` leaves a branch out."""
    named = [branch for branch in BRANCHES if branch.name != without]
    branches = " OR ".join(f"({branch.sql.format(root=root)})" for branch in named)
    return f"programme_id = jisr.programme() AND ({branches})"
