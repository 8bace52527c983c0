"""Sending what is due: written now, handed to the mail server once, and never twice by itself."""

from __future__ import annotations

import logging
import smtplib
import traceback
import unicodedata
from email.utils import parseaddr
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email
from django.utils import timezone, translation
from django.utils.translation import gettext_noop

from engagement.access.errors import NotAllowed
from engagement.access.scope import actor_for
from engagement.mail.actions import (
    NOT_KNOWN,
    claim_letter,
    give_up,
    give_up_lost,
    put_back,
    sent,
)
from engagement.mail.letters import Message, write
from engagement.mail.models import Letter

log = logging.getLogger(__name__)

#: Letters and seconds of one run; the next begins within half a minute.
MOST = 100
LONGEST = 300
#: Why a letter did not leave; translated where it is shown.
NO_MEMBER = gettext_noop("The recipient is no longer a member of the programme.")
NO_ADDRESS = gettext_noop("The recipient has no e-mail address.")
NOTHING_TO_SEND = gettext_noop("There is nothing to send any more.")
NOT_WRITTEN = gettext_noop("It could not be written; the server's log says why.")
NOT_REACHED = gettext_noop("The mail server cannot be reached.")
NOT_LET_IN = gettext_noop("The mail server does not let us send. Its settings need a look.")
LATER = gettext_noop("The mail server asked to try later.")
REFUSED = gettext_noop("The mail server refused the letter or its recipient for good.")


class Unwritten(Exception):
    """There is no letter to send; the words say why."""


def configured() -> bool:
    """Whether there is a mail server; without one, letters wait."""
    return bool(settings.EMAIL_HOST)


def deliver() -> None:
    """Send what is due, letter by letter, until nothing is, or the server cannot be used.

    May run any number of times at once and be killed anywhere: no letter leaves twice.
    """
    give_up_lost()
    if not configured():
        return
    connection = get_connection()
    ends = monotonic() + LONGEST
    try:
        for _letter in range(MOST):
            letter = claim_letter() if monotonic() < ends else None
            if letter is None or not _deliver(letter, connection):
                return
    finally:
        connection.close()


def _deliver(letter: Letter, connection: Any) -> bool:
    """Send one; False where there is no use in trying others now."""
    email = _written(letter)
    if email is None:
        return True
    email.connection = connection
    try:
        connection.open()
        connection.send_messages([email])
    except OSError as error:  # SMTP's exceptions are of this kind too
        go_on = _not_taken(letter, error)
        connection.close()
        return go_on
    except Exception as error:
        log.warning("letter %s: not known whether it arrived (%s)", letter.pk, _kind(error))
        give_up(letter, NOT_KNOWN)
        connection.close()
        return False
    sent(letter)
    return True


def _not_taken(letter: Letter, error: OSError) -> bool:
    """The letter certainly did not arrive; False where that was not for its own sake."""
    code = _code(error)
    log.warning("letter %s was not taken (%s %s)", letter.pk, _kind(error), code or "")
    its_own = isinstance(error, (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError))
    if its_own and code >= 500:
        give_up(letter, REFUSED)
    elif code >= 500 or isinstance(error, smtplib.SMTPNotSupportedError):
        put_back(letter, NOT_LET_IN)
    else:
        put_back(letter, LATER if code else NOT_REACHED)
    return its_own


def _code(error: OSError) -> int:
    """The number that the server answered; 0 where it did not answer."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))[0]
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0


def _written(letter: Letter) -> EmailMessage | None:
    """The letter as it leaves; None where it does not, and its row says why."""
    try:
        email = _email(letter)
        email.message()  # what cannot be put into a letter shows here, before anything is sent
        return email
    except Unwritten as reason:
        give_up(letter, str(reason))
    except Exception as error:
        # Its message may quote what the letter says.
        at = traceback.extract_tb(error.__traceback__)[-1]
        log.error(
            "letter %s was not written (%s, %s:%s)", letter.pk, _kind(error), at.filename, at.lineno
        )
        put_back(letter, NOT_WRITTEN)
    return None


def _email(letter: Letter) -> EmailMessage:
    address = _address(letter)
    with translation.override(settings.LANGUAGE_CODE), timezone.override(letter.programme.zone):
        message = _message(letter)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return EmailMessage(
        one_line(message.subject),
        message.text,
        to=[address],
        attachments=[
            (one_line(name), content, kind) for name, kind, content in message.attachments
        ],
        headers={
            # The same at each try, so that a mailbox can tell a letter that came twice.
            "Message-ID": f"<{letter.pk}@{domain}>",
            "Auto-Submitted": "auto-generated",
        },
    )


def _address(letter: Letter) -> str:
    """Where it goes today. Raises Unwritten."""
    try:
        actor_for(letter.recipient_id, letter.programme_id)
        validate_email(letter.recipient.email)
    except NotAllowed as error:
        raise Unwritten(NO_MEMBER) from error
    except ValidationError as error:
        raise Unwritten(NO_ADDRESS) from error
    return letter.recipient.email


def _message(letter: Letter) -> Message:
    """What its writer says. Raises Unwritten, and whatever the writer raises."""
    try:
        message = write(letter)
    except NotAllowed as error:
        raise Unwritten(NOTHING_TO_SEND) from error
    if message is None:
        raise Unwritten(NOTHING_TO_SEND)
    return message


def one_line(text: str) -> str:
    """Fit for a header: a name of the register with a line break in it begins no header of its own.

    Joiners stay, which Kurdish is written with.
    """
    kept = (" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    return " ".join("".join(kept).split())


def _kind(error: BaseException) -> str:
    return type(error).__name__
