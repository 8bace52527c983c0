"""The mail server, from its address."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

#: What an address may begin with -> the port where it names none.
PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}


def mail_server(url: str, sender: str) -> dict[str, Any]:
    """Django's settings of e-mail; without an address there is no server, and letters wait.

    Raises ImproperlyConfigured in words.
    """
    if not url:
        return {"EMAIL_HOST": ""}
    if urlsplit(url).scheme not in PORTS:
        raise ImproperlyConfigured(f"EMAIL_URL begins with one of {', '.join(PORTS)}, then ://")
    if "@" not in sender:
        raise ImproperlyConfigured("Set DEFAULT_FROM_EMAIL to the address that letters come from.")
    found = environ.Env.email_url_config(url, backend="engagement.mail.smtp.Backend")
    return {
        **found,
        "EMAIL_PORT": found["EMAIL_PORT"] or PORTS[urlsplit(url).scheme],
        "EMAIL_TIMEOUT": 20,  # seconds, for each step
        "DEFAULT_FROM_EMAIL": sender,
    }
