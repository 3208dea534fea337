"""The public status page: what works and what does not as far as customers feel it, and nothing else."""

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Self

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pawpop_monitoring.contracts.status_response import StatusComponent, StatusIncident, StatusResponse
from pawpop_monitoring.domain.public_incident import Stage, effect
from pawpop_monitoring.domain.public_state import PublicState
from pawpop_monitoring.http.day_bars import TONES, layers_of, told_days
from pawpop_monitoring.http.fitted_incidents import Fitted, fitted

_STATES = {
    PublicState.OPERATIONAL: ("✓", "Working"),
    PublicState.DEGRADED: ("!", "Working, with trouble"),
    PublicState.OUTAGE: ("✕", "Down"),
    PublicState.MAINTENANCE: ("⚙", "Under maintenance"),
    PublicState.UNKNOWN: ("?", "Not known right now"),
}
_BLANKS = re.compile(r"\s*([{};:,>])\s*")
_NAMES = re.compile(r"--[a-z-]+")

MOST_BYTES = 10_000
"""Of the whole page, whatever is to be told: it is read on phones with a bad line."""
_AROUND_INCIDENTS = 250
"""Headings, and the line that says how many more there are."""
_DAYS_TOLD = (10, 3, 1, 0)
"""Of each component; fewer where the page would leave no room for its incidents."""
_ROOM_FOR_INCIDENTS = 2_500


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
        environment.filters |= {"moment": _moment, "machine": _machine, "span": _span, "sums": _sums}
        environment.filters |= {"layers": layers_of, "told": told_days}
        return cls(environment, _packed((folder / "status.css").read_text("utf-8")))

    @property
    def policy(self) -> str:
        """A Content-Security-Policy that lets nothing in but this very style."""
        digest = base64.b64encode(hashlib.sha256(self.style.encode()).digest()).decode()
        nothing_else = "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        return f"default-src 'none'; style-src 'sha256-{digest}'; {nothing_else}"

    def render(self, status: StatusResponse, *, with_mails: bool = False, contact: str = "") -> str:
        """The page as HTML, of at most 10 kB; `with_mails` if people can ask for mails.

        `contact` is where they can ask a person: a mail address or a page.
        """
        open_ones = sorted((each for each in status.incidents if each.stage is not Stage.RESOLVED), key=_worst_first)
        past = [each for each in status.incidents if each.stage is Stage.RESOLVED]
        draw = partial(self._page, status, with_mails=with_mails, contact=_link_to(contact))
        most_told, room = _room(draw, least=_ROOM_FOR_INCIDENTS if open_ones else 0)
        going_on = fitted(open_ones, room, self._incident)
        return draw(most_told, going_on, fitted(past, room - going_on.size, self._incident))

    def _page(
        self,
        status: StatusResponse,
        most_told: int,
        going_on: Fitted = Fitted(),  # noqa: B008  frozen
        past: Fitted = Fitted(),  # noqa: B008
        *,
        with_mails: bool,
        contact: str,
    ) -> str:
        return self._render(
            "status.html",
            style=self.style,
            status=status,
            tone=TONES[status.status],
            going_on=going_on,
            past=past,
            tones=TONES,
            states=_STATES,
            most_told=most_told,
            minutes=seconds_until_renewed(status) // 60,
            with_mails=with_mails,
            contact=contact,
        )

    def _incident(self, incident: StatusIncident, left_out: int) -> str:
        return self._render(
            "incident.html", each=incident, left_out=left_out, effect=effect(incident.impact, incident.components)
        )

    def _render(self, name: str, **values: Any) -> str:
        return self.environment.get_template(name).render(**values).strip()


def _worst_first(incident: StatusIncident) -> tuple[bool, float, str]:
    """Outages before what still works somehow, and within those what was told last."""
    return incident.impact is not PublicState.OUTAGE, -incident.updated_at.timestamp(), incident.id


def _link_to(contact: str) -> str:
    return f"mailto:{contact}" if contact and "://" not in contact else contact


def seconds_until_renewed(status: StatusResponse) -> int:
    """Two minutes while all is well: each renewal is paid for, and a page may be left open for a month."""
    is_calm = status.status is PublicState.OPERATIONAL and all(
        each.stage is Stage.RESOLVED for each in status.incidents
    )
    return 120 if is_calm else 60


def _room(draw: Callable[[int], str], least: int) -> tuple[int, int]:
    """How many days of each component are told, and the bytes that are left for incidents."""
    room = 0
    for most_told in _DAYS_TOLD:
        room = MOST_BYTES - _AROUND_INCIDENTS - len(draw(most_told).encode())
        if room >= least:
            return most_told, room
    return _DAYS_TOLD[-1], room


def _packed(style: str) -> str:
    """With short names, and without blanks that mean nothing; our style has none within texts that matter."""
    short = {name: f"--{index:x}" for index, name in enumerate(dict.fromkeys(_NAMES.findall(style)))}
    style = _NAMES.sub(lambda found: short[found[0]], style)
    return _BLANKS.sub(r"\1", style).replace(";}", "}").strip()


def _machine(at: datetime) -> str:
    """As machines read it: `2026-11-23T12:00Z`."""
    return f"{at:%Y-%m-%dT%H:%MZ}"


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
