"""Merge patches (RFC 7396): what is sent replaces, null takes away, the rest stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from engagement.access.errors import Conflict
from engagement.access.problems import Fault, Problem


def merged(target: Any, patch: Any) -> Any:
    """The target as the patch has it."""
    if not isinstance(patch, Mapping):
        return patch
    found = dict(target) if isinstance(target, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            found.pop(name, None)
        else:
            found[name] = merged(found.get(name), value)
    return found


def patched(there: Mapping[str, Any], patch: Any) -> Any:
    """A resource as the patch has it. Raises Problem 422 where the patch is no object."""
    if not isinstance(patch, Mapping):
        raise Problem(422, errors=[Fault(_("Send an object."), pointer="")])
    return merged(there, patch)


def read_change(kind: Any, pk: UUID, data: Any) -> Any:
    """A resource written anew, with the id of its address. Raises ValidationError, Conflict."""
    given = kind(data=data)
    given.is_valid(raise_exception=True)
    found = {**given.validated_data}
    if found.setdefault("id", pk) != pk:
        raise Conflict
    return found
