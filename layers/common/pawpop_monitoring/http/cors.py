"""Letting pages of other origins use the API, but only those that were named."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aws_lambda_powertools.event_handler import CORSConfig

ALLOWED_HEADERS = ["Authorization", "Content-Type", "If-None-Match"]
_METHODS = "GET, POST, PUT, PATCH, DELETE"
_MAX_AGE_SECONDS = 600


def allowed_origins(environment: Mapping[str, str]) -> Sequence[str]:
    """Those of ALLOWED_ORIGINS; without a settings model, since every route asks, and in INIT."""
    return tuple(part.strip() for part in environment.get("ALLOWED_ORIGINS", "").split(",") if part.strip())


def cors_of(origins: Sequence[str]) -> "CORSConfig | None":
    """What the resolver needs to name the caller's origin if it is one of `origins`; None if there are none."""
    if not origins:
        return None
    from aws_lambda_powertools.event_handler import CORSConfig  # noqa: PLC0415  a preflight does without

    return CORSConfig(
        allow_origin=origins[0],
        extra_origins=list(origins[1:]),
        allow_headers=ALLOWED_HEADERS,
        expose_headers=["ETag"],
        max_age=_MAX_AGE_SECONDS,
    )


def preflight_headers(origin: str | None, origins: Sequence[str]) -> Mapping[str, str]:
    """What a browser wants to know before it sends a token; nothing for an origin that was not named."""
    if origin is None or origin not in origins:
        return {"Vary": "Origin"}
    return {
        "Vary": "Origin",
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": _METHODS,
        "Access-Control-Allow-Headers": ", ".join(ALLOWED_HEADERS),
        "Access-Control-Max-Age": str(_MAX_AGE_SECONDS),
    }
