"""A page and its assets, served by a function from memory. Standard library only: it is a cold start's first sight."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from pawpop_monitoring.http.security_headers import PAGE_HEADERS

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"

type Answer = dict[str, Any]
"""What a Lambda function answers to API Gateway."""


@dataclass(frozen=True, slots=True)
class StaticSite:
    """`version` names the content of all assets, and is part of their addresses, so that caches may keep them."""

    html: str
    assets: Mapping[str, str]
    version: str

    @classmethod
    def load(cls, folder: Path, *, page: str, base: str, generated: Mapping[str, Any]) -> Self:
        """Read `folder`. In the page, {{assets}} becomes the address of the assets below `base`."""
        files = {file.name: file.read_text("utf-8") for file in sorted(folder.iterdir())}
        html = files.pop(page)
        files |= {name: json.dumps(content, ensure_ascii=False) for name, content in generated.items()}
        version = hashlib.sha256("\0".join(f"{name}\0{files[name]}" for name in sorted(files)).encode()).hexdigest()[
            :16
        ]
        modules = [f'  <link rel="modulepreload" href="{{{{assets}}}}/{name}">' for name in files if _is_module(name)]
        filled = html.replace("{{preloads}}", "\n".join(modules)).replace("{{assets}}", f"{base}/assets/{version}")
        return cls(html=filled, assets=files, version=version)

    def page(self) -> Answer:
        """The page itself; it names the assets, so it is asked for each time."""
        return _answer(200, ".html", self.html, _ASK_AGAIN)

    def asset(self, version: str, name: str) -> Answer:
        """One asset, to be kept for ever if it is of the version that was asked for."""
        if name not in self.assets:
            return _answer(404, ".txt", "There is no such file.", _ASK_AGAIN)
        kept = _FOREVER if version == self.version else _ASK_AGAIN
        return _answer(200, Path(name).suffix, self.assets[name], kept)


def _is_module(name: str) -> bool:
    return name.endswith(".js") and ".min." not in name


def _answer(status: int, suffix: str, body: str, cache_control: str) -> Answer:
    headers = {"Content-Type": _TYPES[suffix], "Cache-Control": cache_control, **PAGE_HEADERS}
    return {"statusCode": status, "headers": headers, "body": body, "isBase64Encoded": False}
