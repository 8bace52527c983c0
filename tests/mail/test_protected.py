"""Letters go encrypted where the server's address says so, and only to a server that we trust."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from config.mail_server import mail_server
from engagement.mail.delivery import NOT_LET_IN, NOT_REACHED, deliver
from engagement.mail.models import State
from tests.cast import Cast
from tests.mail.server import Answers, free_port, letter_to, listening, row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("writer")]

USER, PASSWORD = b"jisr", b"p@ss word"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1 that vouches for itself, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = tmp_path_factory.mktemp("mail") / "server.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    return path


@pytest.fixture
def shown(certificate: Path) -> ssl.SSLContext:
    """What the server proves itself with."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine trusts the server's certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


def known(server: Any, session: Any, envelope: Any, mechanism: str, said: Any) -> AuthResult:
    right = (said.login, said.password) == (USER, PASSWORD)
    return AuthResult(success=right, handled=False)


def told(settings: Any, scheme: str, password: str = "p%40ss%20word") -> int:
    """The product is told the server's address; its port."""
    port = free_port()
    url = f"{scheme}://jisr:{password}@127.0.0.1:{port}"
    for name, value in mail_server(url, "jisr@example.org").items():
        setattr(settings, name, value)
    settings.EMAIL_TIMEOUT = 5
    return port


@pytest.mark.usefixtures("trusted")
def test_a_letter_goes_by_starttls_after_sign_in(cast: Cast, settings, shown) -> None:
    answers, letter = Answers(), letter_to(cast.bassam)
    port = told(settings, "smtp+tls")
    more = {"require_starttls": True, "auth_required": True, "authenticator": known}
    with listening(answers, port, tls_context=shown, **more):
        deliver()

    assert row(letter).state == State.SENT
    assert len(answers.taken) == 1


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # the server does not know that it is SSL
@pytest.mark.usefixtures("trusted")
def test_a_letter_goes_by_ssl(cast: Cast, settings, shown) -> None:
    answers, letter = Answers(), letter_to(cast.bassam)
    port = told(settings, "smtp+ssl")
    more = {"auth_require_tls": False, "auth_required": True, "authenticator": known}
    with listening(answers, port, ssl_context=shown, **more):
        deliver()

    assert row(letter).state == State.SENT
    assert len(answers.taken) == 1


def test_a_server_that_nobody_vouches_for_gets_no_letter(cast: Cast, settings, shown) -> None:
    answers, letter = Answers(), letter_to(cast.bassam)
    port = told(settings, "smtp+tls")
    with listening(answers, port, tls_context=shown, require_starttls=True):
        deliver()

    assert (row(letter).state, row(letter).error) == (State.WAITING, NOT_REACHED)
    assert answers.taken == []


def test_a_server_without_starttls_gets_no_letter_where_it_is_asked_for(
    cast: Cast, settings
) -> None:
    answers, letter = Answers(), letter_to(cast.bassam)
    port = told(settings, "smtp+tls")
    with listening(answers, port):
        deliver()

    assert (row(letter).state, row(letter).error) == (State.WAITING, NOT_LET_IN)
    assert answers.taken == []


@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_leaves_the_letter_waiting(cast: Cast, settings, shown) -> None:
    answers, letter = Answers(), letter_to(cast.bassam)
    port = told(settings, "smtp+tls", "wrong")
    more = {"require_starttls": True, "auth_required": True, "authenticator": known}
    with listening(answers, port, tls_context=shown, **more):
        deliver()

    assert (row(letter).state, row(letter).error) == (State.WAITING, NOT_LET_IN)
    assert answers.taken == []
