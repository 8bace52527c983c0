"""What the doors of partner sync share."""

from __future__ import annotations

from django.utils.translation import gettext as _

from engagement.access.problems import Problem
from engagement.access.scope import Actor


def partners_only(actor: Actor) -> None:
    """Raise Problem 403 for members, and for whoever looks with a partner's eyes: here it is noted
    what was handed out.
    """
    if not actor.is_partner or actor.previews:
        raise Problem(403, _("This is for partner organisations with a data-sharing agreement."))
