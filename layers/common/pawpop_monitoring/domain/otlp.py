"""OpenTelemetry's protocol: who takes its signals, as a person writes it down, and forms of its JSON."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from pawpop_monitoring.domain.errors import ConfigurationError

_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_PLAIN_HOSTS = ("localhost", "127.0.0.1")
_MAX_URL = 2000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_EXAMPLE = (
    "Write `https://collector.example:4318 api-key=…`: the endpoint, then headers as in OTEL_EXPORTER_OTLP_HEADERS."
)


@dataclass(frozen=True, slots=True)
class OtlpReceiver:
    """The endpoint of OTEL_EXPORTER_OTLP_ENDPOINT, without a slash at its end, and headers for each request."""

    endpoint: str
    headers: Mapping[str, str]

    def url(self, signal: str) -> str:
        """Where `logs` or `metrics` go."""
        return f"{self.endpoint}/v1/{signal}"


def otlp_receiver_of(text: str) -> OtlpReceiver:
    """From `https://collector.example:4318 api-key=…,other=…`; ConfigurationError says what is wrong."""
    endpoint, *rest = text.split(maxsplit=1) or [""]
    if not _is_endpoint(endpoint):
        raise ConfigurationError(f"ChannelOtlp: the endpoint must start with https://. {_EXAMPLE}")
    pairs = [_pair(part) for part in (rest[0] if rest else "").split(",") if part.strip()]
    return OtlpReceiver(endpoint.rstrip("/"), dict(pairs))


def _pair(part: str) -> tuple[str, str]:
    name, equals, value = part.strip().partition("=")
    read = unquote(value.strip())
    if not equals or not _HEADER.fullmatch(name.strip()) or not (read.isascii() and read.isprintable()):
        raise ConfigurationError(f"ChannelOtlp: a header is not of the form name=value. {_EXAMPLE}")
    return name.strip().lower(), read


def _is_endpoint(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        parts.port  # noqa: B018  raises for what is no port
    except ValueError:
        return False
    plain = parts.scheme == "http" and host in _PLAIN_HOSTS
    clean = url.isascii() and len(url) <= _MAX_URL and not parts.query and not parts.fragment
    return bool(host) and clean and (parts.scheme == "https" or plain)


def nanoseconds(at: datetime) -> str:
    """Since the epoch, as the text that 64-bit integers are in OTLP's JSON."""
    return str((at - _EPOCH) // _MICROSECOND * 1000)


def attributes_of(values: Mapping[str, str]) -> list[dict[str, Any]]:
    """Texts as OTLP's list of keys and values."""
    return [{"key": key, "value": {"stringValue": value}} for key, value in values.items()]


RESOURCE: Mapping[str, Any] = {"attributes": attributes_of({"service.name": "pawpop-monitoring"})}
"""Who tells it."""
SCOPE: Mapping[str, str] = {"name": "pawpop_monitoring"}
