"""One short word: `name_on(amal, sheikh, ruth)` names somebody on a row, past every rule."""

from __future__ import annotations

from typing import Any

from engagement.access.models import Grant
from engagement.access.scope import Actor
from tests.conftest import owner


def name_on(by: Actor, row: Any, who: Actor) -> None:
    with owner():
        Grant.objects.create(
            programme_id=row.programme_id,
            root_id=row.pk,
            user_id=who.person,
            granted_by_id=by.person,
            reason="named",
        )
