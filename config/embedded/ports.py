"""Ports of this machine's own address; nothing here listens on any other."""

from __future__ import annotations

import socket

HOST = "127.0.0.1"


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


def is_free(port: int) -> bool:
    """Whether a server could listen on the port now."""
    with socket.socket() as listener:
        # As servers do: a connection of the previous run that still ebbs away is no obstacle.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError:
            return False
    return True


def answer(port: int, request: bytes, seconds: float = 2.0) -> bytes:
    """What a server answers until it closes the connection; empty where nobody listens."""
    answered = b""
    try:
        with socket.create_connection((HOST, port), timeout=seconds) as connection:
            connection.sendall(request)
            while part := connection.recv(65_536):
                answered += part
    except OSError:
        return answered
    return answered
