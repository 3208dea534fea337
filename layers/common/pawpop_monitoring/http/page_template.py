"""One small page with its style inside, so strict that the browser runs and loads nothing else."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from jinja2 import Environment, StrictUndefined, Template

from pawpop_monitoring.http.security_headers import PAGE_HEADERS


@dataclass(frozen=True, slots=True)
class PageTemplate:
    """`page.html` and `page.css` of a folder; the style's digest is what the content security policy lets in."""

    template: Template
    css: str

    @classmethod
    def load(cls, folder: Path, colours: Mapping[str, str]) -> Self:
        """Read and compile both files; the style names colours that are said elsewhere."""
        environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        template = environment.from_string((folder / "page.html").read_text("utf-8"))
        style = environment.from_string((folder / "page.css").read_text("utf-8"))
        return cls(template, style.render(colours))

    def answer(self, status: int, page: object) -> dict[str, Any]:
        """What a Lambda function answers to API Gateway: nothing to be kept, indexed, framed or referred to."""
        return {
            "statusCode": status,
            "headers": dict(self._headers()),
            "body": self.template.render(page=page, css=self.css),
            "isBase64Encoded": False,
        }

    def _headers(self) -> Mapping[str, str]:
        digest = base64.b64encode(hashlib.sha256(self.css.encode()).digest()).decode()
        return {
            **PAGE_HEADERS,
            "Content-Type": "text/html; charset=utf-8",
            "Cache-Control": "no-store",
            "X-Robots-Tag": "noindex, nofollow",
            "Content-Security-Policy": (
                f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; base-uri 'none'; "
                "frame-ancestors 'none'"
            ),
        }
