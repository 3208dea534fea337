"""The address that a request came to, as whoever sent it knows it."""

from collections.abc import Mapping
from typing import Any


def public_address(event: Mapping[str, Any]) -> str:
    """`https://abc.execute-api…/prod`, without a slash at its end; API Gateway itself says it, not the caller."""
    context = event.get("requestContext")
    context = context if isinstance(context, Mapping) else {}
    host, whole, resource = (str(context.get(key) or "") for key in ("domainName", "path", "resourcePath"))
    return f"https://{host or 'localhost'}{whole.removesuffix(resource) if resource else ''}"
