"""The public status page: what is up and what is not as far as customers feel it, and nothing else."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from string import Template
from typing import Self

from pawpop_monitoring.domain.felt import felt_status
from pawpop_monitoring.domain.overall import overall_status
from pawpop_monitoring.domain.service import ServiceStatus, label_of
from pawpop_monitoring.domain.snapshot import ServiceSnapshot

_WORDS = {
    ServiceStatus.HEALTHY: ("good", "✓", "Working"),
    ServiceStatus.WARNING: ("warn", "!", "Working, with trouble"),
    ServiceStatus.CRITICAL: ("bad", "✕", "Serious trouble"),
    ServiceStatus.DOWN: ("bad", "✕", "Down"),
    ServiceStatus.UNKNOWN: ("unknown", "?", "Not known right now"),
}
_HEADLINES = {
    ServiceStatus.HEALTHY: "Everything works",
    ServiceStatus.WARNING: "Mostly working",
    ServiceStatus.CRITICAL: "There is an outage",
}


@dataclass(frozen=True, slots=True)
class StatusPage:
    """The page's template and style."""

    template: Template
    style: str

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read status.html and status.css."""
        return cls(Template((folder / "status.html").read_text("utf-8")), (folder / "status.css").read_text("utf-8"))

    @property
    def policy(self) -> str:
        """A Content-Security-Policy that lets nothing in but this very style."""
        digest = base64.b64encode(hashlib.sha256(self.style.encode()).digest()).decode()
        nothing_else = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        return f"default-src 'none'; style-src 'sha256-{digest}'; {nothing_else}"

    def render(self, snapshots: Sequence[ServiceSnapshot], now: datetime) -> str:
        """The page as HTML."""
        overall = overall_status(map(felt_status, snapshots))
        return self.template.substitute(
            style=self.style,
            tone=_WORDS[overall][0],
            headline=_HEADLINES[overall],
            services="\n".join(_row(snapshot) for snapshot in snapshots),
            now_iso=now.isoformat(timespec="seconds"),
            now=f"{now:%d %B %Y, %H:%M} UTC",
        )


def _row(snapshot: ServiceSnapshot) -> str:
    tone, glyph, words = _WORDS[felt_status(snapshot)]
    mark = f'<span class="glyph" aria-hidden="true">{glyph}</span>'
    name = escape(label_of(snapshot.service))
    return f'<li class="{tone}"><span>{name}</span><span class="state">{mark}{words}</span></li>'
