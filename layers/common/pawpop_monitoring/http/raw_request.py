"""A request as it was signed: its headers in lower case, and its very bytes. Plain Python to the bottom."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any


def headers_of(event: Mapping[str, Any]) -> Mapping[str, str]:
    """By their names in lower case."""
    return {str(name).lower(): str(value) for name, value in (event.get("headers") or {}).items()}


def body_of(event: Mapping[str, Any]) -> bytes:
    """What API Gateway was sent; ValueError if it can't be decoded."""
    text = str(event.get("body") or "")
    if not event.get("isBase64Encoded"):
        return text.encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("The body can't be decoded.") from None
