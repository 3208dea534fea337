"""A call of which only the status is of interest, over the standard library alone; no redirect is followed."""

import http.client
import io
import socket
from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import SplitResult

from pawpop_monitoring.outbound.deadline import Deadline
from pawpop_monitoring.outbound.dialling import dial, receive, secure, usual_context

_PORTS = {"http": 80, "https": 443}


class StatusLine(NamedTuple):
    """How an answer begins."""

    status: int
    reason: str


def call(
    method: str, address: SplitResult, headers: Mapping[str, str], body: bytes | None, deadline: Deadline
) -> StatusLine:
    """The status of the answer, whose body is not read.

    Otherwise OSError, TimeoutError among them, HTTPException, or ValueError for an address that can't be sent.
    """
    host = address.hostname or ""
    port = address.port or _PORTS[address.scheme]
    connection = http.client.HTTPConnection(host, port)
    # http.client starts its time-outs anew with each byte, so it is given a line and an answer that do not.
    connection.response_class = partial(_Answer, deadline=deadline)  # type: ignore[assignment]
    line = dial(host, port, deadline)
    connection.sock = secure(line, usual_context(), host, deadline) if address.scheme == "https" else line
    try:
        connection.sock.settimeout(deadline.expect())
        named = {"Host": address.netloc.rpartition("@")[2], **headers}
        connection.request(method, _target(address), body, named)
        answer = connection.getresponse()
        return StatusLine(answer.status, answer.reason)
    finally:
        connection.close()


def _target(address: SplitResult) -> str:
    query = f"?{address.query}" if address.query else ""
    return f"{address.path or '/'}{query}"


class _Answer(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, deadline: Deadline, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp.close()
        self.fp = io.BufferedReader(_Incoming(sock, deadline))


class _Incoming(io.RawIOBase):
    def __init__(self, line: socket.socket, deadline: Deadline) -> None:
        self._line = line
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = receive(self._line, len(buffer), self._deadline)
        buffer[: len(piece)] = piece
        return len(piece)
