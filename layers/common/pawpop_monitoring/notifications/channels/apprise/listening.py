"""What Apprise does not tell of an attempt: the status, the wait that was asked for, or why there was no answer.

Nearly all of its plugins send through requests, whose adapter is wrapped here once: it notes what came, and reads no
more of a body than anybody needs.
"""

import functools
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

_MOST_BYTES = 1_000_000
_SECONDS = 8.0
_AT_ONCE = 16_384


@dataclass(slots=True)
class Heard:
    """The last answer of an attempt: its `status` and headers, or the exception instead. Neither: nothing is known."""

    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    error: Exception | None = None


_heard: ContextVar[Heard | None] = ContextVar("heard", default=None)


@contextmanager
def listening() -> Iterator[Heard]:
    """What is heard while this lasts."""
    _wrap()
    heard = Heard()
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
        try:
            answer = send(adapter, request, *args, **kwargs | {"stream": True})
        except Exception as error:
            heard.status, heard.error = None, error
            raise
        heard.status, heard.error = answer.status_code, None
        heard.headers = {name.lower(): value for name, value in answer.headers.items()}
        _read(answer)
        return answer

    setattr(HTTPAdapter, "send", noting)  # noqa: B010  mypy knows that methods are not assigned to


def _read(answer: Any) -> None:
    """As much of the body as anybody needs, within the time of an attempt."""
    until, body = time.monotonic() + _SECONDS, bytearray()
    try:
        for piece in answer.iter_content(_AT_ONCE):
            body += piece
            if len(body) > _MOST_BYTES or time.monotonic() > until:
                break
    except Exception:  # noqa: BLE001  the status is known, and that is what counts
        body.clear()
    answer.close()
    answer._content, answer._content_consumed = bytes(body), True  # noqa: SLF001
