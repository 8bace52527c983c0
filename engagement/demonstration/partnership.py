"""The demonstration's data-sharing agreement, with a key that stands in the docs."""

from __future__ import annotations

from engagement.access.api_keys import START, digest_of
from engagement.access.models import PartnerKey
from engagement.access.scope import acting_as
from engagement.access.sign_ins import DEMONSTRATION_KEY
from engagement.access.tlp import Tlp
from engagement.demonstration.stage import Stage
from engagement.demonstration.teams import PALM
from engagement.stakeholders.models import ActorGroup, ActorType
from engagement.sync.actions import make_agreement
from engagement.sync.drafts import AgreementDraft

REGIONS = ("basra", "maysan", "dhi-qar", "muthanna")
GROUPS = (ActorGroup.CIVIL_SOCIETY, ActorGroup.COMMUNITIES, ActorGroup.OFFICIALS)


def agree(stage: Stage) -> None:
    """A mediator in the south reads of whom is met there, and sends its own meetings."""
    actor = stage.actor("administrator")
    types = ActorType.objects.filter(group__in=GROUPS).values_list("code", flat=True)
    with acting_as(actor, "agreement.made"):
        agreement = make_agreement(
            actor,
            AgreementDraft(
                id=stage.key("agreement/palm"),
                name=PALM,
                team_id=stage.teams[PALM].pk,
                purpose="To see who is met in the south, and to send what its mediators hold.",
                legal_basis="Invented memorandum of understanding, article 4",
                valid_from=stage.days_ago(200),
                valid_until=stage.days_ago(-365),
                ceiling=Tlp.GREEN,
                regions=frozenset(stage.regions[key].pk for key in REGIONS),
                actor_types=frozenset(types),
                recommendations=None,
            ),
        )
    PartnerKey.objects.create(
        programme=stage.programme,
        membership=agreement.membership,
        name="Demonstration",
        prefix=DEMONSTRATION_KEY[: len(START) + 6],
        digest=digest_of(DEMONSTRATION_KEY),
    )
