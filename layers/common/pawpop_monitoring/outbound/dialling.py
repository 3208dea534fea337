"""A line to a server, by a deadline that also covers the name, several addresses and the handshake.

The standard library alone, since the webhook's path comes here too.
"""

import socket
import ssl
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import cache
from threading import Thread

from pawpop_monitoring.outbound.deadline import Deadline

_AT_ONCE = 16_384
"""Bytes: what comes is looked at before more is read, so that working on it can't outlast the deadline by much."""

type Address = tuple[socket.AddressFamily, tuple[object, ...]]


type Admits = Callable[[str, str, int], bool]
"""Asked with a name, an address that it stands for, and the port; True if a connection may be made."""


class NotAdmittedError(OSError):
    """The name stands for an address to which nobody may be made to connect."""


def anywhere(host: str, address: str, port: int) -> bool:  # noqa: ARG001
    """For addresses that the people who run this have chosen themselves."""
    return True


def dial(host: str, port: int, deadline: Deadline, admits: Admits = anywhere) -> socket.socket:
    """A connection to the first address that takes one; OSError, of which TimeoutError is one, if none does in time."""
    addresses = _addresses(host, port, deadline)
    if not all(admits(host, str(address[0]), port) for _, address in addresses):
        raise NotAdmittedError(f"{host} stands for an address that is not public")
    trouble: OSError = OSError("the name has no address")
    for number, (family, address) in enumerate(addresses):
        line = socket.socket(family, socket.SOCK_STREAM)
        try:
            # An address that swallows what it is sent must leave time for the next.
            line.settimeout(deadline.expect() / (len(addresses) - number))
            line.connect(address)
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            line.close()
            trouble = error
        else:
            return line
    raise trouble


def secure(line: socket.socket, context: ssl.SSLContext, host: str, deadline: Deadline) -> ssl.SSLSocket:
    """TLS over `line`, which is closed if that fails."""
    try:
        line.settimeout(deadline.expect())
        return context.wrap_socket(line, server_hostname=host)
    except BaseException:
        line.close()
        raise


def send_all(line: socket.socket, content: bytes, deadline: Deadline) -> None:
    """Hand over all of `content`; TimeoutError if the other side does not take it in time."""
    line.settimeout(deadline.expect())
    line.sendall(content)


def receive(line: socket.socket, most: int, deadline: Deadline) -> bytes:
    """Up to `most` bytes of what has come; b"" once the other side is done."""
    line.settimeout(deadline.expect())
    return line.recv(min(most, _AT_ONCE))


@cache
def usual_context() -> ssl.SSLContext:
    """Certificates are checked against those that the system trusts."""
    return ssl.create_default_context()


def _addresses(host: str, port: int, deadline: Deadline) -> Sequence[Address]:
    """What the name stands for.

    The resolver of the system knows no time-out that we could set, so that it is asked in a thread. That one ends by
    itself, soon after us: RES_OPTIONS in template.yaml says when.
    """
    found: Future[Sequence[Address]] = Future()
    Thread(target=_resolve, args=(host, port, found), daemon=True).start()
    return found.result(deadline.expect())


def _resolve(host: str, port: int, found: Future[Sequence[Address]]) -> None:
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        found.set_result([(family, address) for family, _, _, _, address in answers])
    except Exception as error:  # noqa: BLE001 - raised again by whoever waits for the name
        found.set_exception(error)
