"""How a file comes in: bounded before it is read, never on disk."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

#: Bytes of one file.
MOST_BYTES = 10 * 1024 * 1024
#: Room for the other fields of the form and the wrapping of multipart.
_WRAPPING = 256 * 1024


class Bounded(FileUploadHandler):
    """Throws away what is too large while it arrives; the form says so (`was_too_large`)."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803  Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        self.too_large = content_length > MOST_BYTES + _WRAPPING

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.too_large and self.request is not None:
            self.request.META["jisr.too_large"] = True
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def was_too_large(request: HttpRequest) -> bool:
    """Whether a file of this request was thrown away; read the form's fields first."""
    return bool(request.META.get("jisr.too_large"))
