"""One record of each type that an agreement may cover."""

from __future__ import annotations

from engagement.access.keys import new_id
from engagement.access.scope import acting_as
from engagement.access.tlp import Tlp
from engagement.briefs.actions import install_brief
from engagement.briefs.entries.actions import ask_for_assessment, start_initiative
from engagement.briefs.entries.drafts import AssessmentDraft, InitiativeDraft
from engagement.regions.models import Region
from engagement.stakeholders.models import Stakeholder
from tests.cast import DAY, Cast, meet, register


def one_of_each(cast: Cast) -> None:
    """The brief, somebody and their body, a meeting, a strategic assessment, an initiative."""
    basra = Region.objects.get(key="basra")
    with acting_as(cast.bassam, "brief.installed"):
        install_brief(cast.bassam)
    karim = register(cast.amal, "Karim", base="basra")
    body = register(cast.amal, "The Council", base="basra", kind=Stakeholder.Kind.ORGANISATION)
    meet(cast.amal, "basra", who=(karim,), tlp=Tlp.GREEN)
    with acting_as(cast.amal, "assessment.asked"):
        ask_for_assessment(
            cast.amal,
            AssessmentDraft(
                id=new_id(),
                title="Basra",
                asked_by="The mission",
                asked_on=DAY,
                regions=(basra,),
                tlp=Tlp.GREEN,
            ),
        )
    with acting_as(cast.amal, "initiative.started"):
        draft = InitiativeDraft(
            id=new_id(), name="Courts", lead_organisation_id=body.pk, region=basra
        )
        start_initiative(cast.amal, draft)
