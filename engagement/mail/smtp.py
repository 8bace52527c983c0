"""SMTP that tells a letter which did not arrive from one of which nobody can know."""

from __future__ import annotations

import smtplib
from typing import Any

from django.core.mail.backends.smtp import EmailBackend


class NotKnown(Exception):
    """The connection broke while the letter was handed over, before the server answered."""


class _Telling(smtplib.SMTP):
    def data(self, msg: Any) -> Any:
        try:
            return super().data(msg)
        except smtplib.SMTPResponseException:
            raise  # an answer, and no
        except OSError as error:
            raise NotKnown from error


class _Plain(_Telling):
    """In the clear, or encrypted by STARTTLS."""


class _Encrypted(_Telling, smtplib.SMTP_SSL):
    """Encrypted from the first byte."""


class Backend(EmailBackend):
    """Django's, but for what it says of a connection that broke. Raises NotKnown."""

    @property
    def connection_class(self) -> type[_Telling]:
        return _Encrypted if self.use_ssl else _Plain
