"""A page and its assets, served by a function from memory. Standard library only: it is a cold start's first sight."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import PurePath
from types import MappingProxyType
from typing import Any, Self

from pawpop_monitoring.http.security_headers import page_headers

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
}
_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"
_NOTHING: Mapping[str, str] = MappingProxyType({})
_SCOPES = {"sw.js": {"Service-Worker-Allowed": "../../../dashboard"}}
"""A service worker may keep the page that stands above the assets, and nothing beside it."""

type Answer = dict[str, Any]
"""What a Lambda function answers to API Gateway."""


@dataclass(frozen=True, slots=True)
class StaticSite:
    """`version` names the content of all assets, and is part of their addresses, so that caches may keep them.

    `headers` are those of every answer.
    """

    html: str
    assets: Mapping[str, str]
    version: str
    headers: Mapping[str, str] = field(default_factory=page_headers)

    @classmethod
    def of(cls, html: str, assets: Mapping[str, str], *, base: str, changes: str = "") -> Self:
        """A site of texts by file name. In `html`, {{assets}} becomes the address of the assets, below `base`.

        {{changes}} becomes the address `changes`, which the page may then ask, wherever it is.
        """
        version = hashlib.sha256(json.dumps(dict(assets), sort_keys=True).encode()).hexdigest()[:16]
        text = html.replace("{{assets}}", f"{base}/assets/{version}").replace("{{changes}}", escape(changes))
        return cls(html=text, assets=assets, version=version, headers=page_headers(changes))

    def page(self) -> Answer:
        """The page itself; it names the assets, so it is asked for each time."""
        return self._answer(200, ".html", self.html, _ASK_AGAIN)

    def asset(self, version: str, name: str) -> Answer:
        """One asset, to be kept for ever if it is of the version that was asked for."""
        if name not in self.assets:
            return self._answer(404, ".txt", "There is no such file.", _ASK_AGAIN)
        kept = _FOREVER if version == self.version else _ASK_AGAIN
        return self._answer(200, PurePath(name).suffix, self.assets[name], kept, _SCOPES.get(name, {}))

    def _answer(
        self, status: int, suffix: str, body: str, cache_control: str, further: Mapping[str, str] = _NOTHING
    ) -> Answer:
        headers = {"Content-Type": _TYPES[suffix], "Cache-Control": cache_control, **self.headers, **further}
        return {"statusCode": status, "headers": headers, "body": body, "isBase64Encoded": False}
