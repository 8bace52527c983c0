"""What a person can cause, told in one sentence."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager


class Refusal(Exception):
    """A condition that a person can mend, told in one sentence and shown without traceback."""


def full_disk(place: object) -> Refusal:
    """The refusal for a disk without room, wherever the shortage was met."""
    return Refusal(f"The disk that holds {place} is full; free some space and start again.")


def from_os_error(error: OSError, place: object) -> Refusal | None:
    """The refusal that an error of the system stands for, or None where it is not a person's."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return full_disk(error.filename or place)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR):
        return Refusal(
            f"{error.filename or place} cannot be written ({error.strerror}); "
            "set JISR_STATE to a directory that can."
        )
    return None


@contextmanager
def told(place: object) -> Iterator[None]:
    """Turn the system's errors that a person can mend into a Refusal; others pass as they are."""
    try:
        yield
    except OSError as error:
        raise from_os_error(error, place) or error from error


def from_output(output: str, place: object) -> Refusal | None:
    """The refusal that a program's output stands for: so far a full disk, or None."""
    return full_disk(place) if "No space left on device" in output else None
