"""What can be refused, in words a door turns into an answer."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied


class Conflict(Exception):
    """The id is another row's, or the row has moved on since it was read: 409 on every channel.

    It never says whose row it is: a hidden row and a seen one give the same answer.
    """


class NotAllowed(PermissionDenied):
    """The actor's role does not carry this verb."""


class Unscoped(RuntimeError):
    """A read of scoped rows without `visible_to(actor)`: a mistake in the code."""
