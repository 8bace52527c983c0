"""Reading JSON that anybody may have sent: bounded, strict, and said where it is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser

from engagement.access.problems import Fault, Problem, pointer_to

#: Bytes of one request; more than any meeting has.
MOST_BYTES = 1 << 20
#: Levels of a payload; ours has five.
MOST_DEPTH = 20
#: NUL, and either half of a character.
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


class StrictJSON(BaseParser):
    """`application/json` in UTF-8: no key twice, no number without end, no unwritable sign."""

    media_type = "application/json"
    #: Bytes of one request: whole MiB.
    most = MOST_BYTES

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        if "*" in (media_type or ""):
            raise Problem(415, _("Name one media type, not a range of them."))
        body = stream.read(self.most + 1)
        if len(body) > self.most:
            raise Problem(413, _("At most %(n)s MiB.") % {"n": self.most >> 20})
        return self.checked(_loaded(body))

    def checked(self, found: Any) -> Any:
        """What was read, where every text of it can be written down. Raises Problem."""
        faults = unwritable(found)
        if faults:
            raise Problem(422, errors=faults)
        return found


class MergePatch(StrictJSON):
    """`application/merge-patch+json` (RFC 7396)."""

    media_type = "application/merge-patch+json"


def _loaded(body: bytes) -> Any:
    try:
        return json.loads(
            body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no, parse_float=_finite
        )
    except UnicodeDecodeError as error:
        raise Problem(400, _("The body is not UTF-8.")) from error
    except RecursionError as error:
        raise Problem(400, _("The body is nested too deeply.")) from error
    except ValueError as error:
        raise Problem(400, _("The body is not JSON.")) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Problem(400, _("A name stands twice in one object."))
    return found


def _no(text: str) -> NoReturn:
    raise ValueError(text)


def _finite(text: str) -> float:
    number = float(text)
    if number - number != 0:
        raise ValueError(text)
    return number


def _writable(text: str) -> bool:
    return UNWRITABLE.search(text) is None


def unwritable(found: Any) -> list[Fault]:
    """Every text that no table could hold: with a NUL, or with half of a character."""
    faults: list[Fault] = []
    waiting: list[tuple[tuple[Any, ...], Any]] = [((), found)]
    while waiting:
        steps, value = waiting.pop()
        if len(steps) > MOST_DEPTH:
            raise Problem(400, _("The body is nested too deeply."))
        if isinstance(value, str) and not _writable(value):
            faults.append(Fault(_("A sign here cannot be stored."), pointer=pointer_to(*steps)))
        for key, inner in _inside(value):
            if isinstance(key, str) and not _writable(key):
                faults.append(Fault(_("A sign here cannot be stored."), pointer=pointer_to(*steps)))
            else:
                waiting.append(((*steps, key), inner))
    return faults


def _inside(value: Any) -> Any:
    if isinstance(value, Mapping):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()
