"""HEAD: what GET would answer, without its body. Many uptime services ask so."""

from collections.abc import Mapping
from typing import Any


def bodiless_if_head(event: Mapping[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """`answer` of a function behind API Gateway, as the method of the request wants it."""
    return answer | {"body": ""} if event.get("httpMethod") == "HEAD" else answer
