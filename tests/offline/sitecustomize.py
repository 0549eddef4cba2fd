"""Closes the network for a Python process that finds this folder first on its path; see `no_network`."""

import ipaddress
import socket
from typing import Any


def _check(address: object) -> None:
    """Let local sockets and loopback pass; anything else raises OSError, as a machine without network would."""
    if not isinstance(address, tuple):  # a path: a socket of this machine
        return
    host = address[0]
    if host in (None, "", b"", "localhost", b"localhost"):
        return
    try:
        local = ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host)).is_loopback
    except ValueError:
        local = False
    if not local:
        raise OSError(f"tests have no network: {host!r} was asked for")


def _closed(name: str, position: int) -> None:
    """Put a check before a method of sockets; `position` is that of the address among the arguments."""
    original = getattr(socket.socket, name)

    def method(self: socket.socket, *arguments: Any) -> Any:
        _check(arguments[position])
        return original(self, *arguments)

    setattr(socket.socket, name, method)


_getaddrinfo = socket.getaddrinfo


def _local_addresses(host: Any, *arguments: Any, **options: Any) -> Any:
    _check((host,))
    return _getaddrinfo(host, *arguments, **options)


_closed("connect", 0)
_closed("connect_ex", 0)
_closed("sendto", -1)
socket.getaddrinfo = _local_addresses
