"""The public status page: what works and what does not as far as customers feel it, and nothing else."""

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pawpop_monitoring.contracts.status_response import StatusComponent, StatusResponse
from pawpop_monitoring.domain.public_incident import Stage
from pawpop_monitoring.domain.public_state import PublicState
from pawpop_monitoring.http.day_bars import TONES, paths_of, told_days

_STATES = {
    PublicState.OPERATIONAL: ("✓", "Working"),
    PublicState.DEGRADED: ("!", "Working, with trouble"),
    PublicState.OUTAGE: ("✕", "Down"),
    PublicState.MAINTENANCE: ("⚙", "Under maintenance"),
    PublicState.UNKNOWN: ("?", "Not known right now"),
}
_BLANKS = re.compile(r"\s*([{};:,>])\s*")


@dataclass(frozen=True, slots=True)
class StatusPage:
    """The templates of the page and of the forms beside it, and the style of all."""

    environment: Environment
    style: str

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the templates and status.css."""
        environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        environment.filters |= {"moment": _moment, "span": _span, "sums": _sums, "paths": paths_of, "told": told_days}
        return cls(environment, _packed((folder / "status.css").read_text("utf-8")))

    @property
    def policy(self) -> str:
        """A Content-Security-Policy that lets nothing in but this very style."""
        digest = base64.b64encode(hashlib.sha256(self.style.encode()).digest()).decode()
        nothing_else = "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        return f"default-src 'none'; style-src 'sha256-{digest}'; {nothing_else}"

    def render(self, status: StatusResponse, *, with_mails: bool = False) -> str:
        """The page as HTML; `with_mails` if people can ask for mails."""
        open_first = sorted(status.incidents, key=lambda each: each.stage is Stage.RESOLVED)
        return self._render(
            "status.html",
            status=status,
            tone=TONES[status.status],
            open=[each for each in open_first if each.stage is not Stage.RESOLVED],
            past=[each for each in open_first if each.stage is Stage.RESOLVED],
            tones=TONES,
            states=_STATES,
            with_mails=with_mails,
        )

    def _render(self, name: str, **values: Any) -> str:
        return self.environment.get_template(name).render(style=self.style, **values).strip()


def _packed(style: str) -> str:
    """Without blanks that mean nothing; our style has none within texts."""
    return _BLANKS.sub(r"\1", style).replace(";}", "}").strip()


def _sums(component: StatusComponent) -> str:
    """`99.98 % up in 90 days, 99.7 % of the time measured`."""
    if component.uptime is None:
        return "not measured yet"
    days = "today" if component.known_days == 1 else f"in {component.known_days} days"
    uptime = "100" if component.uptime == 100 else f"{component.uptime:.2f}"  # noqa: PLR2004  percent
    return f"{uptime} % up {days}, measured {component.coverage:g} % of the time"


def _moment(at: datetime) -> str:
    return f"{at:%-d %B, %H:%M} UTC"


def _span(starts_at: datetime, ends_at: datetime) -> str:
    """The end without its day where it is that of the beginning, or the midnight after."""
    same = starts_at.date() == (ends_at - timedelta(microseconds=1)).date()
    return (
        f"{starts_at:%-d %B, %H:%M} to {ends_at:%H:%M} UTC" if same else f"{_moment(starts_at)} to {_moment(ends_at)}"
    )
