"""The mail server's address, as an operator writes it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.mail_server import mail_server

SENDER = "Jisr <jisr@example.org>"


def test_without_an_address_there_is_no_server() -> None:
    assert mail_server("", "") == {"EMAIL_HOST": ""}


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example.org", 25, False, False),
        ("smtp+tls://u:p%40ss@mail.example.org", 587, True, False),
        ("smtp+ssl://u:p%40ss@mail.example.org", 465, False, True),
        ("smtp+tls://u:p%40ss@mail.example.org:2525", 2525, True, False),
    ],
)
def test_an_address_says_how_the_connection_is_protected(
    url: str, port: int, tls: bool, ssl: bool
) -> None:
    found = mail_server(url, SENDER)

    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example.org", port)
    assert (found.get("EMAIL_USE_TLS", False), found.get("EMAIL_USE_SSL", False)) == (tls, ssl)
    assert found["EMAIL_HOST_PASSWORD"] == ("p@ss" if "@mail" in url else None)
    assert found["DEFAULT_FROM_EMAIL"] == SENDER
    assert found["EMAIL_TIMEOUT"] == 20


@pytest.mark.parametrize("url", ["mail.example.org", "smtps://mail.example.org", "http://x"])
def test_an_address_of_another_kind_is_refused_in_words(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL begins with"):
        mail_server(url, SENDER)


def test_a_server_without_a_sender_is_refused_in_words() -> None:
    with pytest.raises(ImproperlyConfigured, match="DEFAULT_FROM_EMAIL"):
        mail_server("smtp://mail.example.org", "")
