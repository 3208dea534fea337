"""Headers that bind a browser to what we meant."""

from collections.abc import Mapping
from urllib.parse import urlsplit

_EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}

API_HEADERS: Mapping[str, str] = {**_EVERYWHERE, "Cache-Control": "no-store"}
"""For answers with data: nobody keeps them, nobody guesses their type."""

# No inline script or style, nothing from another host, in nobody's frame.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

PAGE_HEADERS: Mapping[str, str] = {
    **_EVERYWHERE,
    "Content-Security-Policy": PAGE_POLICY,
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""For pages and their assets."""


def page_headers(address: str = "") -> Mapping[str, str]:
    """The same for a page that may ask at `address` as well."""
    parts = urlsplit(address)
    asked = f"connect-src 'self' {parts.scheme}://{parts.netloc}" if parts.netloc else "connect-src 'self'"
    return {**PAGE_HEADERS, "Content-Security-Policy": PAGE_POLICY.replace("connect-src 'self'", asked)}
