"""What Apprise does not tell of an attempt: the status, the wait that was asked for, or why there was no answer.

Nearly all of its plugins send through requests, whose adapter is wrapped here once: it notes what came, and reads no
more of a body than anybody needs.
"""

import functools
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

_MOST_BYTES = 1_000_000
_SECONDS = 8.0
_AT_ONCE = 16_384
_EXPLAINS = ("description", "message", "error")
"""Where services say in JSON why they refuse: Telegram, Discord, ntfy."""
_LONGEST_REASON = 200
_LONGEST_WAIT = 1e9


@dataclass(slots=True)
class Heard:
    """The last answer of an attempt: its `status` and headers, or the exception instead. Neither: nothing is known.

    `reason` is what a service says of it in JSON, `wait` the seconds that it asks for there. What would go to a service
    goes to `stand_in` if that is an address, under the service's own host.
    """

    stand_in: str = ""
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    error: Exception | None = None
    reason: str = ""
    wait: float | None = None


_heard: ContextVar[Heard | None] = ContextVar("heard", default=None)


@contextmanager
def listening(stand_in: str = "") -> Iterator[Heard]:
    """What is heard while this lasts."""
    _wrap()
    heard = Heard(stand_in)
    token = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(token)


@functools.cache
def _wrap() -> None:
    from requests.adapters import HTTPAdapter  # noqa: PLC0415  only where Apprise is used

    send = HTTPAdapter.send

    @functools.wraps(send)
    def noting(adapter: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
        heard = _heard.get()
        if heard is None:
            return send(adapter, request, *args, **kwargs)
        request.url = _redirected(request.url, heard.stand_in)
        try:
            answer = send(adapter, request, *args, **kwargs | {"stream": True})
        except Exception as error:
            heard.status, heard.error = None, error
            raise
        heard.status, heard.error = answer.status_code, None
        heard.headers = {name.lower(): value for name, value in answer.headers.items()}
        _read(answer)
        heard.reason, heard.wait = _said(answer.content)
        return answer

    setattr(HTTPAdapter, "send", noting)  # noqa: B010  mypy knows that methods are not assigned to


def _read(answer: Any) -> None:
    """As much of the body as anybody needs, within the time of an attempt."""
    until, body = time.monotonic() + _SECONDS, bytearray()
    try:
        # What is there, not as much as was asked for: that may never come.
        while piece := answer.raw.read1(_AT_ONCE, decode_content=True):
            body += piece
            if len(body) > _MOST_BYTES or time.monotonic() > until:
                break
    except Exception:  # noqa: BLE001  the status is known, and that is what counts
        body.clear()
    answer.close()
    answer._content, answer._content_consumed = bytes(body), True  # noqa: SLF001


def _redirected(url: str, stand_in: str) -> str:
    """`https://discord.com/api?x` as `<stand-in>/discord.com/api?x`; as it is if it leads there by itself."""
    parts = urlsplit(url)
    if not stand_in or parts.netloc == urlsplit(stand_in).netloc:
        return url
    return f"{stand_in.rstrip('/')}/{parts.netloc}{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"


def _said(body: bytes) -> tuple[str, float | None]:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return "", None
    if not isinstance(read, dict):
        return "", None
    reason = next((read[name] for name in _EXPLAINS if isinstance(read.get(name), str)), "")
    parameters = read.get("parameters")
    asked = (parameters if isinstance(parameters, dict) else read).get("retry_after")
    if not isinstance(asked, int | float) or isinstance(asked, bool) or not 0 <= asked < _LONGEST_WAIT:
        return reason[:_LONGEST_REASON], None
    return reason[:_LONGEST_REASON], float(asked)
