"""The one way to ask a provider over HTTP: one deadline for the whole call, and so many bytes, whatever comes."""

import json
import math
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from pawpop_monitoring.domain.bounded_json import fit_json_text
from pawpop_monitoring.outbound.call_errors import CallError, Kind, call_error_of
from pawpop_monitoring.outbound.deadline import Deadline
from pawpop_monitoring.outbound.decoding import unpack
from pawpop_monitoring.outbound.dialling import Admits, anywhere
from pawpop_monitoring.outbound.transport import DEADLINE, DeadlineTransport

MOST_BYTES = 1_000_000
_LARGEST_INTEGER = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Request:
    """A GET, or a POST of `content` as JSON, or of `body` as it is: what was signed or packed must not change."""

    url: str
    headers: Mapping[str, str]
    params: Mapping[str, Any] | None = None
    content: Mapping[str, Any] | None = None
    body: bytes | None = None

    @property
    def method(self) -> str:
        """What is sent is posted."""
        return "GET" if self.content is None and self.body is None else "POST"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came, whatever its status; names of `headers` are in lower case, `milliseconds` those of the whole call."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    milliseconds: float

    @property
    def is_success(self) -> bool:
        """True for 2xx."""
        return httpx.codes.is_success(self.status)

    @property
    def text(self) -> str:
        """As UTF-8, with or without its mark at the beginning, and U+FFFD for what is not."""
        return self.body.decode("utf-8-sig", errors="replace")

    @property
    def is_page(self) -> bool:
        """True for what looks like HTML."""
        return self.body[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")

    def json(self, parse_float: Callable[[str], Any] | None = None) -> Any:
        """The content, its texts clean, and None for numbers beyond all measure; ValueError if it is no JSON."""
        try:
            return json.loads(
                fit_json_text(self.text),
                parse_float=parse_float or _finite,
                parse_int=_within_64_bits,
                parse_constant=lambda _: None,
            )
        except RecursionError:
            raise ValueError("nested too deeply") from None


def bounded_client(admits: Admits = anywhere) -> httpx.Client:
    """A client for `ask`; it keeps no connection, follows no redirect, and looks at no setting of the environment.

    It connects only to what `admits` lets it, asked with the address that a name was resolved to.
    """
    return httpx.Client(transport=DeadlineTransport(admits), trust_env=False, follow_redirects=False)


def ask(client: httpx.Client, request: Request, deadline: Deadline, most_bytes: int = MOST_BYTES) -> Answer:
    """The answer, of at most `most_bytes` when unpacked; CallError if there is none by the deadline."""
    started, status = time.perf_counter(), None
    try:
        response = client.send(_built(client, request, deadline), stream=True, follow_redirects=False)
        status = response.status_code
        try:
            body = _body(response, deadline, most_bytes)
        finally:
            response.close()
    except (httpx.HTTPError, httpx.InvalidURL, CallError, OSError, ValueError) as error:
        problem = call_error_of(error)
        problem.status = status
        raise problem from error
    spent = (time.perf_counter() - started) * 1000
    return Answer(status, dict(response.headers), body, spent)


def _built(client: httpx.Client, request: Request, deadline: Deadline) -> httpx.Request:
    return client.build_request(
        request.method,
        request.url,
        params=request.params,
        headers={"Accept-Encoding": "identity", **request.headers},
        json=request.content,
        content=request.body,
        timeout=deadline.expect(),
        extensions={DEADLINE: deadline},
    )


def _body(response: httpx.Response, deadline: Deadline, most: int) -> bytes:
    if response.is_stream_consumed:  # only a transport that plays one hands over all at once
        return unpack([response.content], "", most)
    length = response.headers.get("content-length", "")
    if length.isascii() and length.isdecimal() and (len(length) > 15 or int(length) > most):  # noqa: PLR2004
        raise CallError(Kind.TOO_LARGE, f"{length[:20]} bytes")

    def pieces() -> Iterator[bytes]:
        for piece in response.iter_raw():
            deadline.expect()
            yield piece

    return unpack(pieces(), response.headers.get("content-encoding", ""), most)


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


def _within_64_bits(text: str) -> int | None:
    return int(text) if len(text) <= 20 and abs(int(text)) <= _LARGEST_INTEGER else None  # noqa: PLR2004
