"""Writes to the register: add, amend, retire, restore; and an owner or a tag for several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement.access.errors import Conflict, NotAllowed
from engagement.access.inserting import insert_rows
from engagement.access.models import Grant
from engagement.access.requests import request_hash
from engagement.access.scope import AUTHORS, WRITERS, Actor
from engagement.access.tlp import Tlp
from engagement.stakeholders.children import (
    add_children,
    tag_rows,
    write_names,
    write_tags,
)
from engagement.stakeholders.drafts import StakeholderDraft
from engagement.stakeholders.models import Stakeholder, StakeholderQuerySet, StakeholderTag
from engagement.stakeholders.rules import (
    check_stakeholder,
    default_tlp,
    is_protected,
    owner_problem,
    owners_among,
    tag_problem,
)


def add_stakeholder(actor: Actor, draft: StakeholderDraft) -> Stakeholder:
    """Register one stakeholder; the same request again gives the same row.

    Raises NotAllowed, ValidationError by field, and Conflict where the id is another row's.
    """
    return add_stakeholders(actor, [draft])[0]


def add_stakeholders(
    actor: Actor,
    drafts: Iterable[StakeholderDraft],
    *,
    refused: dict[UUID, ValidationError] | None = None,
) -> list[Stakeholder]:
    """Register several; all or none. Raises as `add_stakeholder`.

    Where `refused` is given, drafts that are wrong are left out and told there, by id.
    """
    actor.require(*AUTHORS)
    drafts = fit_drafts(actor, list(drafts), refused)
    rows = [_row(actor, draft) for draft in drafts]
    try:
        with transaction.atomic():
            insert_rows(rows)
            add_children(drafts)
    except IntegrityError as error:
        return _replayed(actor, rows, error)
    return rows


def fit_drafts(
    actor: Actor,
    drafts: list[StakeholderDraft],
    refused: dict[UUID, ValidationError] | None,
    people: Mapping[UUID, Stakeholder] | None = None,
) -> list[StakeholderDraft]:
    """Those that the rules let through; the others in `refused`, or without it raised.

    `people`: those that are there and written anew, with their actor type.
    """
    owners = owners_among(actor, [draft.owner_id for draft in drafts if draft.owner_id])
    found = []
    for draft in drafts:
        try:
            was = people[draft.id] if people else None
            check_stakeholder(actor, draft, was=was, owners=owners)
        except ValidationError as error:
            if refused is None:
                raise
            refused[draft.id] = error
        else:
            found.append(draft)
    return found


def amend_stakeholder(
    actor: Actor, pk: UUID, draft: StakeholderDraft, *, version: int
) -> Stakeholder:
    """Write a stakeholder anew as the draft has it; the reason stands in the history's context.

    Who comes to be at risk, or in an armed group, is seen by fewer people from then on. Raises
    NotAllowed, ValidationError by field, and Conflict where the row has moved on since `version`.
    """
    actor.require(*AUTHORS)
    person = locked_stakeholder(actor, pk)
    if person.version != version or person.withdrawn_at is not None:
        raise Conflict
    check_stakeholder(actor, draft, was=person)
    columns = _amended(person, draft)
    _stay_named(actor, person, columns)
    changed = [name for name, value in columns.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, columns[name])
    try:
        with transaction.atomic():
            if changed:
                person.save(update_fields=changed)
            write_names(actor, person, draft)
            write_tags(actor, person, draft)
    except IntegrityError as error:
        raise Conflict from error
    person.refresh_from_db()
    return person


def retire_stakeholder(actor: Actor, pk: UUID, *, reason: str, version: int) -> Stakeholder:
    """Take somebody out of lists and suggestions; the meetings they were in still show them.

    Raises NotAllowed, ValidationError without a reason, and Conflict as `amend_stakeholder`.
    """
    person = _led(actor, pk, reason)
    if person.version != version or person.withdrawn_at is not None:
        raise Conflict
    return _put_away(person, timezone.now(), reason.strip())


def restore_stakeholder(actor: Actor, pk: UUID, *, reason: str, version: int) -> Stakeholder:
    """Put somebody retired back into lists and suggestions. Raises as `retire_stakeholder`.

    Who became part of another is not restored: their merge is taken apart.
    """
    person = _led(actor, pk, reason)
    if person.version != version or person.withdrawn_at is None or person.merged_into_id:
        raise Conflict
    return _put_away(person, None, "")


def name_owner(actor: Actor, ids: Iterable[UUID], user_id: UUID | None) -> list[UUID]:
    """Let one person look after several relationships; the ids that changed, all or none.

    Raises NotAllowed where one of them is not there for the actor, and ValidationError.
    """
    actor.require(*WRITERS)
    problem = owner_problem(actor, user_id) if user_id else {}
    if problem:
        raise ValidationError(problem)
    rows = _locked_together(actor, ids)
    moved = [row.pk for row in rows if row.owner_id != user_id]
    if moved:
        Stakeholder.objects.visible_to(actor).filter(pk__in=moved).update(owner_id=user_id)
    return moved


def tag(actor: Actor, ids: Iterable[UUID], text: str) -> list[UUID]:
    """Put a tag on several stakeholders; the ids that did not have it. Raises as `name_owner`."""
    actor.require(*WRITERS)
    problem = tag_problem(text.strip())
    if problem:
        raise ValidationError({"tags": problem})
    people = [row.pk for row in _locked_together(actor, ids)]
    wanted = [row for pk in people for row in tag_rows(pk, (text,))]
    there = StakeholderTag.objects.visible_to(actor).filter(
        stakeholder__in=people, folded=wanted[0].folded if wanted else ""
    )
    had = set(there.values_list("stakeholder_id", flat=True))
    StakeholderTag.objects.bulk_create([row for row in wanted if row.stakeholder_id not in had])
    return [pk for pk in people if pk not in had]


def protect(actor: Actor, person: Stakeholder) -> bool:
    """Show somebody to fewer people, as members of armed groups are; whether that was needed.

    Whoever does it still sees them.
    """
    if person.tlp >= Tlp.AMBER:
        return False
    _stay_named(actor, person, {"tlp": Tlp.AMBER})
    person.tlp = Tlp.AMBER
    person.save(update_fields=["tlp"])
    return True


def _row(actor: Actor, draft: StakeholderDraft) -> Stakeholder:
    return Stakeholder(
        id=draft.id,
        programme_id=actor.programme_id,
        author_id=actor.user_id,
        request_hash=request_hash(replace(draft, names=draft.given_names)),
        **_columns(draft)
        | {
            "lead_team_id": draft.lead_team_id or next(iter(actor.writes_for), None),
            "tlp": default_tlp(draft) if draft.tlp is None else draft.tlp,
        },
    )


def _columns(draft: StakeholderDraft) -> dict[str, object]:
    return {
        "kind": draft.kind,
        "actor_type_id": draft.actor_type.pk,
        "base_region_id": draft.base_region.pk if draft.base_region else None,
        "owner_id": draft.owner_id,
        "birth_year": draft.birth_year,
        "at_risk": draft.at_risk,
        "not_to_be_engaged": draft.not_to_be_engaged,
    }


def _amended(person: Stakeholder, draft: StakeholderDraft) -> dict[str, object]:
    level = person.tlp if draft.tlp is None else draft.tlp
    before = is_protected(person.at_risk, person.actor_type)
    if not before and is_protected(draft.at_risk, draft.actor_type) and level == person.tlp:
        level = max(level, Tlp.AMBER)
    return _columns(draft) | {
        "lead_team_id": draft.lead_team_id or person.lead_team_id,
        "tlp": level,
    }


def locked_stakeholder(actor: Actor, pk: UUID) -> Stakeholder:
    """The row, held for this transaction. Raises NotAllowed where it is not there for the actor."""
    rows = Stakeholder.objects.visible_to(actor).select_for_update(of=("self",), no_key=True)
    person: Stakeholder | None = rows.filter(pk=pk).select_related("actor_type").first()
    if person is None:
        raise NotAllowed("no such stakeholder for you")
    return person


def _locked_together(actor: Actor, ids: Iterable[UUID]) -> list[Stakeholder]:
    wanted = set(ids)
    rows: StakeholderQuerySet = Stakeholder.objects.visible_to(actor).current()
    found = list(rows.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk"))
    if len(found) < len(wanted):
        raise NotAllowed("one of these is not there for you")
    return found


def _led(actor: Actor, pk: UUID, reason: str) -> Stakeholder:
    actor.require(*AUTHORS)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    person = locked_stakeholder(actor, pk)
    if not person.led_by(actor):
        raise NotAllowed("another team answers for them")
    return person


def _put_away(person: Stakeholder, moment: object, reason: str) -> Stakeholder:
    person.withdrawn_at, person.withdrawn_reason = moment, reason  # type: ignore[assignment]
    person.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    person.refresh_from_db()
    return person


def _stay_named(actor: Actor, person: Stakeholder, columns: dict[str, object]) -> None:
    """Whoever makes somebody stricter, or hands them over, still sees them."""
    now = (person.tlp, person.lead_team_id)
    then = (columns.get("tlp", person.tlp), columns.get("lead_team_id", person.lead_team_id))
    if now == then or person.author_id == actor.user_id:
        return
    # A statement of its own, before the level is raised: the same statement would not see it.
    grant = Grant(
        programme_id=actor.programme_id,
        root_id=person.pk,
        user_id=actor.person,
        granted_by_id=actor.person,
        reason="raised",
    )
    Grant.objects.bulk_create([grant], ignore_conflicts=True)


def _replayed(actor: Actor, rows: list[Stakeholder], error: IntegrityError) -> list[Stakeholder]:
    """The rows already there, where this is the same request again; else a Conflict."""
    ids = [row.id for row in rows]
    there = Stakeholder.objects.visible_to(actor).filter(author_id=actor.user_id).in_bulk(ids)
    for row in rows:
        old = there.get(row.id)
        if old is None or bytes(old.request_hash) != row.request_hash:
            raise Conflict from error
    return [there[row.id] for row in rows]
