"""httpx over lines that keep a deadline: no wait on a socket is longer than what is left of it."""

import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import httpcore
import httpx

from pawpop_monitoring.outbound.call_errors import CallError, Kind
from pawpop_monitoring.outbound.deadline import Deadline
from pawpop_monitoring.outbound.dialling import Admits, NotAdmittedError, anywhere, dial, receive, secure, send_all

DEADLINE = "deadline"
"""The extension of a request that carries its `Deadline`."""
_OTHERWISE_SECONDS = 10.0


class DeadlineTransport(httpx.BaseTransport):
    """A connection per request, as Lambda would wake to a dead one; no proxy, no redirect, no repetition."""

    def __init__(self, admits: Admits = anywhere) -> None:
        """`admits` says of a host and its address whether to connect."""
        self._admits = admits

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer as it begins; its body comes as it is read."""
        deadline = request.extensions.get(DEADLINE) or Deadline(_OTHERWISE_SECONDS)
        pool = httpcore.ConnectionPool(
            ssl_context=_certified(), max_keepalive_connections=0, network_backend=_Network(deadline, self._admits)
        )
        with _as_httpx():
            answer = pool.handle_request(_outgoing(request))
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer, pool))


@cache
def _certified() -> ssl.SSLContext:
    """Made once: reading the certificates takes longer than the handshake."""
    return httpx.create_ssl_context(trust_env=False)


def _outgoing(request: httpx.Request) -> httpcore.Request:
    url = request.url
    address = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    return httpcore.Request(request.method, address, headers=request.headers.raw, content=request.stream)


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response, pool: httpcore.ConnectionPool) -> None:
        self._answer = answer
        self._pool = pool

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx():
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
        self._pool.close()


@contextmanager
def _as_httpx() -> Iterator[None]:
    """httpx names its exceptions like httpcore's."""
    try:
        yield
    except (
        httpcore.TimeoutException,
        httpcore.NetworkError,
        httpcore.ProtocolError,
        httpcore.UnsupportedProtocol,
    ) as error:
        raise getattr(httpx, type(error).__name__, httpx.TransportError)(str(error)) from error


class _Network(httpcore.NetworkBackend):
    """Dials by a deadline; the time-outs that httpcore hands over are not looked at."""

    def __init__(self, deadline: Deadline, admits: Admits) -> None:
        self._deadline = deadline
        self._admits = admits

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """See `dial`."""
        with _connecting():
            return _Line(dial(host, port, self._deadline, self._admits), self._deadline)


class _Line(httpcore.NetworkStream):
    def __init__(self, line: Any, deadline: Deadline) -> None:
        self._line = line
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        try:
            return receive(self._line, max_bytes, self._deadline)
        except TimeoutError as error:
            raise httpcore.ReadTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.ReadError(str(error)) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        try:
            send_all(self._line, buffer, self._deadline)
        except TimeoutError as error:
            raise httpcore.WriteTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error

    def close(self) -> None:
        self._line.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        with _connecting():
            return _Line(secure(self._line, ssl_context, server_hostname or "", self._deadline), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._line if info == "socket" else None


@contextmanager
def _connecting() -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise httpcore.ConnectTimeout(str(error)) from error
    except NotAdmittedError as error:
        raise CallError(Kind.NOT_PUBLIC, str(error), sent=False) from error
    except OSError as error:
        raise httpcore.ConnectError(str(error)) from error
