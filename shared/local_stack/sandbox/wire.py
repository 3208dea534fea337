"""Requests and responses, free of any HTTP library, so that a provider is a plain function of them."""

import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

_ANY_WRAPPER = 47
"""zlib's word for: gzip or deflate, as the content says."""


class UnreadableError(ValueError):
    """A body that is not encoded as its header says, or is `too_large` once it is decoded."""

    def __init__(self, message: str, *, too_large: bool = False) -> None:
        super().__init__(message)
        self.too_large = too_large


@dataclass(frozen=True)
class Request:
    """One call. Header names are lower-case; `path` starts with a slash and has no query."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes = b""

    @classmethod
    def of(cls, method: str, target: str, headers: Mapping[str, str], body: bytes) -> "Request":
        parts = urlsplit(target)
        lower = {name.lower(): value for name, value in headers.items()}
        return cls(method, parts.path or "/", parse_qs(parts.query), lower, body)

    def under(self, prefix: str) -> "Request":
        """The same call as the provider behind this path prefix sees it."""
        return Request(self.method, self.path.removeprefix(prefix) or "/", self.query, self.headers, self.body)

    def content(self, most_bytes: int) -> bytes:
        """The body without its Content-Encoding (gzip or deflate); UnreadableError if that can't be."""
        encoding = self.headers.get("content-encoding", "identity")
        if encoding not in {"gzip", "deflate", "identity"}:
            raise UnreadableError(f"Content-Encoding {encoding} is not understood")
        try:
            decoder = zlib.decompressobj(_ANY_WRAPPER)
            content = self.body if encoding == "identity" else decoder.decompress(self.body, most_bytes + 1)
        except zlib.error:
            raise UnreadableError(f"The body is not {encoding}") from None
        if len(content) > most_bytes:
            raise UnreadableError("Payload too large", too_large=True)
        if encoding != "identity" and not decoder.eof:
            raise UnreadableError("The body breaks off")
        return content

    @property
    def route(self) -> str:
        return f"{self.method} {self.path}"

    def prefers_html(self) -> bool:
        """Whether the caller is a browser rather than a program: it ranks text/html above JSON."""
        ranks = dict(_rank(part) for part in self.headers.get("accept", "").split(","))
        json_rank = ranks.get("application/json", ranks.get("*/*", 0.0))
        return ranks.get("text/html", 0.0) > json_rank


@dataclass(frozen=True)
class Response:
    """One answer. A `body` of str goes out as it is, anything else as JSON, None as nothing."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def encoded(self) -> bytes:
        if self.body is None:
            return b""
        return (self.body if isinstance(self.body, str) else json.dumps(self.body)).encode()

    def content_type(self) -> str:
        return "text/plain; charset=utf-8" if isinstance(self.body, str) else "application/json"


type Json = dict[str, Any]
# Called by a provider at the point where the real one would be slow: after accepting, before answering.
type Pause = Callable[[], None]
type Provider = Callable[[Request, Pause], Response]


def _rank(part: str) -> tuple[str, float]:
    kind, _, parameters = part.strip().partition(";")
    quality = parameters.strip().removeprefix("q=") if "q=" in parameters else "1"
    try:
        return kind.strip(), float(quality)
    except ValueError:
        return kind.strip(), 0.0
