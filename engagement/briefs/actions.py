"""Writes about the brief: installing it, targets, who answers for it, what meetings serve it."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.models import Precision, Role, Team
from engagement.access.scope import WRITERS, Actor
from engagement.access.tlp import Tlp
from engagement.briefs import original
from engagement.briefs.drafts import TargetDraft
from engagement.briefs.matching import reasons, with_rules
from engagement.briefs.models import (
    Addressee,
    Brief,
    MeetingRecommendation,
    Recommendation,
    RecommendationAddressee,
    Target,
    TeamAddressee,
)
from engagement.briefs.rules import Settled, check_target, check_verdicts
from engagement.meetings.models import Meeting


def install_brief(actor: Actor) -> Brief:
    """Give the programme the brief: addressees, five recommendations, our default targets.

    Whatever is there already stays as it is. Raises NotAllowed.
    """
    actor.require(Role.MANAGER)
    with transaction.atomic():
        # Whoever comes second waits here until the first is through, and then finds everything.
        brief, _new = Brief.objects.get_or_create(
            programme_id=actor.programme_id,
            defaults={
                "title": original.TITLE,
                "author": original.AUTHOR,
                "publisher": original.PUBLISHER,
                "published_on": original.PUBLISHED_ON,
            },
        )
        _install_addressees(actor)
        _install_recommendations(actor)
    return brief


def set_target(actor: Actor, draft: TargetDraft, *, reason: str, version: int) -> Target:
    """Set what an indicator is to reach; changing one that is there needs a reason.

    The same content again gives the same row. `version` is the recommendation's. Raises NotAllowed,
    ValidationError by field, and Conflict where the recommendation has moved on.
    """
    actor.require(Role.MANAGER)
    rows = Recommendation.objects.visible_to(actor).filter(withdrawn_at=None)
    recommendation = (
        rows.select_for_update(of=("self",), no_key=True).filter(pk=draft.recommendation_id).first()
    )
    if recommendation is None:
        raise NotAllowed("no such recommendation for you")
    check_target(draft, recommendation)
    values = {
        "value": draft.value.quantize(Decimal("0.01")),
        "baseline": draft.baseline and draft.baseline.quantize(Decimal("0.01")),
        "due_on": draft.due_on,
        "note": draft.note.strip(),
    }
    old: Target | None = (
        Target.objects.visible_to(actor)
        .filter(recommendation=recommendation, indicator=draft.indicator)
        .first()
    )
    if old and all(getattr(old, field) == value for field, value in values.items()):
        return old
    if recommendation.version != version:
        raise Conflict
    if old and not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    target = old or Target(recommendation=recommendation, indicator=draft.indicator)
    for field, value in {**values, "written_by_id": actor.person}.items():
        setattr(target, field, value)
    target.save()
    return target


def link_team(actor: Actor, team_id: UUID, addressee_id: UUID) -> None:
    """A team answers for what is addressed to an addressee. Raises NotAllowed, ValidationError."""
    _check_link(actor, team_id, addressee_id)
    TeamAddressee.objects.get_or_create(
        programme_id=actor.programme_id, team_id=team_id, addressee_id=addressee_id
    )


def unlink_team(actor: Actor, team_id: UUID, addressee_id: UUID) -> None:
    """It does no longer. Raises NotAllowed, ValidationError."""
    _check_link(actor, team_id, addressee_id)
    rows = TeamAddressee.objects.filter(programme_id=actor.programme_id)
    rows.filter(team_id=team_id, addressee_id=addressee_id).delete()


def settle_match(actor: Actor, meeting_id: UUID, recommendation_id: UUID, verdict: str) -> int:
    """Settle one; raises and returns as `settle_matches`."""
    return settle_matches(actor, [(meeting_id, recommendation_id, verdict)])


def settle_matches(actor: Actor, verdicts: Iterable[Settled]) -> int:
    """Confirm or reject that meetings serve recommendations; all or none, in one insert.

    A manager settles any that they may open; an officer those of their own teams' meetings, until
    somebody else has. Returns how many changed. Raises NotAllowed, and ValidationError by field.
    """
    actor.require(*WRITERS)
    wanted = {(meeting, ours): verdict for meeting, ours, verdict in verdicts}
    rows = Meeting.objects.visible_to(actor).counted().filter(pk__in={key[0] for key in wanted})
    meetings = {row.pk: row for row in with_rules(rows, actor)}
    codes = dict(
        Recommendation.objects.visible_to(actor)
        .filter(pk__in={key[1] for key in wanted}, withdrawn_at=None)
        .values_list("pk", "code")
    )
    settled = MeetingRecommendation.objects.visible_to(actor).filter(meeting__in=list(meetings))
    there = {(row.meeting_id, row.recommendation_id): row for row in settled}
    check_verdicts(actor, wanted, meetings, codes, there)
    fresh = [
        MeetingRecommendation(
            meeting_id=meeting,
            recommendation_id=ours,
            verdict=verdict,
            rule=next((rule.name for rule in reasons(meetings[meeting], codes[ours])), ""),
            settled_by_id=actor.person,
        )
        for (meeting, ours), verdict in wanted.items()
        if (meeting, ours) not in there or there[meeting, ours].verdict != verdict
    ]
    MeetingRecommendation.objects.bulk_create(
        fresh,
        update_conflicts=True,
        unique_fields=("meeting", "recommendation"),
        update_fields=("verdict", "rule", "settled_by", "settled_at"),
    )
    return len(fresh)


def _check_link(actor: Actor, team_id: UUID, addressee_id: UUID) -> None:
    actor.require(Role.MANAGER)
    here = {"programme_id": actor.programme_id}
    if not Team.objects.filter(pk=team_id, **here).exists():
        raise ValidationError({"team": _("Choose a team.")})
    if not Addressee.objects.filter(pk=addressee_id, **here).exists():
        raise ValidationError({"addressee": _("Choose an addressee.")})


def _install_addressees(actor: Actor) -> None:
    Addressee.objects.bulk_create(
        [
            Addressee(
                programme_id=actor.programme_id,
                order=order,
                from_precision=Precision.YEAR,
                **{**row, "valid_from": date.fromisoformat(row["valid_from"])},
            )
            for order, row in enumerate(original.rows_of("addressees"))
        ],
        ignore_conflicts=True,
    )


def _install_recommendations(actor: Actor) -> None:
    there = Recommendation.objects.visible_to(actor).filter(withdrawn_at=None)
    known = set(there.values_list("code", flat=True))
    addressees = {row.code: row for row in Addressee.objects.filter(programme=actor.programme_id)}
    rows, links, targets = [], [], []
    for order, text in enumerate(original.rows_of("recommendations")):
        if text["code"] in known:
            continue
        row = _recommendation(actor, order, text)
        rows.append(row)
        links += [
            RecommendationAddressee(recommendation=row, addressee=addressees[code])
            for code in text["addressees"].split()
        ]
        targets += _targets(actor, row)
    Recommendation.objects.bulk_create(rows)
    RecommendationAddressee.objects.bulk_create(links)
    Target.objects.bulk_create(targets)


def _recommendation(actor: Actor, order: int, text: dict[str, str]) -> Recommendation:
    return Recommendation(
        programme_id=actor.programme_id,
        author_id=actor.user_id,
        tlp=Tlp.GREEN,
        code=text["code"],
        order=order,
        indicators=text["indicators"].split(),
        **{key: value for key, value in text.items() if key.startswith("text_")},
    )


def _targets(actor: Actor, recommendation: Recommendation) -> list[Target]:
    return [
        Target(
            recommendation=recommendation,
            indicator=row["indicator"],
            value=Decimal(row["value"]),
            due_on=_months_after(actor.today(), int(row["months"])),
            written_by_id=actor.person,
        )
        for row in original.rows_of("targets")
        if row["indicator"] in recommendation.indicators
    ]


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
