"""The rules of what hangs on a meeting: words, head counts, posts, and the people it names."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from engagement.access.scope import Actor
from engagement.meetings.codes import Whose
from engagement.meetings.drafts import Attendance, MeetingDraft
from engagement.meetings.known import Known
from engagement.meetings.models import Meeting
from engagement.stakeholders.models import Stakeholder
from engagement.stakeholders.posts.models import Post

Errors = dict[str, str]
#: More than any real group; a number beyond it is a slip of the finger.
MOST_HEADS = 100_000
LONGEST = {"outcome": 4000, "summary": 20_000}


def check_words(draft: MeetingDraft, errors: Errors) -> None:
    """Promises and issues say what, and fit."""
    for field, most in LONGEST.items():
        if len(getattr(draft, field)) > most:
            errors[field] = _("At most %(n)s characters.") % {"n": most}
    if any(not row.text.strip() for row in draft.follow_ups):
        errors["follow_ups"] = _("Say what is to be done.")
    if any(len(row.text) > 500 for row in draft.follow_ups):
        errors["follow_ups"] = _("At most %(n)s characters.") % {"n": 500}
    if any(row.side not in (Whose.OURS, Whose.THEIRS) for row in draft.follow_ups):
        errors["follow_ups"] = _("Say whose promise it is.")
    if any(not row.text.strip() for row in draft.issues):
        errors["issues"] = _("Say what the issue was.")
    if any(len(row.text) > 1000 for row in draft.issues):
        errors["issues"] = _("At most %(n)s characters.") % {"n": 1000}


def check_heads(draft: MeetingDraft, errors: Errors) -> None:
    """Head counts are whole numbers, and their parts fit into the whole."""
    for row in draft.who:
        fault = heads_fault(row)
        if fault:
            errors["who"] = fault


def heads_fault(row: Attendance) -> str:
    """What is wrong with the head count of one group; empty where nothing is."""
    if row.headcount is not None and not 1 <= row.headcount <= MOST_HEADS:
        return _("Say how many people the group has: a whole number from 1.")
    sexes = (row.women, row.men)
    ages = (row.under_18, row.aged_18_to_29, row.aged_30_to_59, row.aged_60_up)
    if any(part is not None and not 0 <= part <= MOST_HEADS for part in (*sexes, *ages)):
        return _("Head counts are whole numbers from 0.")
    whole = row.headcount or 0
    if sum(part or 0 for part in sexes) > whole:
        return _("Women and men together are more than the head count.")
    if sum(part or 0 for part in ages) > whole:
        return _("The age bands together are more than the head count.")
    counted = any(part is not None for part in (*sexes, *ages))
    return _("Say how many people the group has.") if counted and not whole else ""


def check_posts(
    actor: Actor,
    draft: MeetingDraft,
    errors: Errors,
    was: Meeting | None,
    before: Known | None = None,
) -> None:
    """Somebody attends in a post of their own that the writer may see, or that stood there."""
    wanted = {(row.stakeholder_id, row.post_id) for row in draft.who if row.post_id}
    if not wanted:
        return
    posts = Post.objects.visible_to(actor).filter(withdrawn_at=None)
    rows = posts.filter(pk__in=[post for _person, post in wanted])
    known = set(before.posts if before else rows.values_list("stakeholder_id", "pk"))
    if was and wanted - known:
        rows = was.participants.visible_to(actor)
        known |= set(rows.values_list("stakeholder_id", "post_id"))
    if wanted - known:
        errors["who"] = _("Choose a post of their own to attend in, or none.")


def check_named(
    actor: Actor,
    draft: MeetingDraft,
    errors: Errors,
    was: Meeting | None,
    before: Known | None = None,
) -> None:
    """Whom a meeting names apart from who was in it: visible, in it, or named there before."""
    named: dict[str, set[UUID | None]] = {
        "arranged_through": {draft.arranged_through_id},
        "issues": {row.raised_by_id for row in draft.issues},
        "follow_ups": {row.by_id for row in draft.follow_ups},
    }
    known = {row.stakeholder_id for row in draft.who} | {None}
    asked = set().union(*named.values()) - known
    if asked:
        people = Stakeholder.objects.visible_to(actor).current().filter(pk__in=asked)
        known |= set(before.people if before else people.values_list("pk", flat=True))
    if was and asked - known:
        known |= _named_before(actor, was)
    for field, ids in named.items():
        if ids - known:
            errors[field] = _("Somebody here is not in the register, or not for you to see.")
    _check_assigned(actor, draft, errors, was, before)


def _check_assigned(
    actor: Actor, draft: MeetingDraft, errors: Errors, was: Meeting | None, before: Known | None
) -> None:
    asked = {row.assigned_to_id for row in draft.follow_ups if row.assigned_to_id}
    if not asked:
        return
    known: set[UUID | None] = set(before.members if before else Known.members_of(actor, asked))
    if was and asked - known:  # who has left the programme since stays on what they took on
        rows = was.follow_ups.visible_to(actor)
        known |= set(rows.values_list("assigned_to_id", flat=True))
    if asked - known:
        errors["follow_ups"] = _("Choose a member of the programme.")


def _named_before(actor: Actor, was: Meeting) -> set[UUID | None]:
    issues = was.issues.visible_to(actor).values_list("raised_by_id", flat=True)
    promises = was.follow_ups.visible_to(actor).values_list("by_id", flat=True)
    return {was.arranged_through_id, *issues, *promises}
