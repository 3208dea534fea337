"""Looks at the database, up to three times, and at the project meanwhile."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import dataclass, replace

from pawpop_monitoring.checks.background import in_background
from pawpop_monitoring.checks.supabase.port import ProjectProbe, SupabaseProbe
from pawpop_monitoring.domain.readings.supabase import SupabaseReading, Unreachable
from pawpop_monitoring.domain.readings.supabase_project import ProjectReading

ATTEMPTS = 3
_PAUSE_SECONDS = 0.3
_PROJECT_SECONDS = 6.0
"""How long the project may take, from the start; a little more than the limit that it keeps to itself."""

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Upstreams:
    """Where to look; without a `project`, the database alone. `pause` waits the given seconds."""

    database: SupabaseProbe
    pause: Callable[[float], None]
    project: ProjectProbe | None = None


def gather(upstreams: Upstreams) -> tuple[SupabaseReading | Unreachable, ProjectReading]:
    """One look at everything, within 7 s."""
    started = time.monotonic()
    project = in_background(upstreams.project.read) if upstreams.project else None
    database = _confirmed(upstreams)
    left = max(0.0, started + _PROJECT_SECONDS - time.monotonic())
    return database, _project_reading(project, left) if project else ProjectReading(asked=frozenset())


def _confirmed(upstreams: Upstreams, attempt: int = 1, waited_ms: float = 0.0) -> SupabaseReading | Unreachable:
    """The first answer, or the last failure; either way with the time since the first attempt."""
    reading = upstreams.database.read()
    if isinstance(reading, SupabaseReading):
        return replace(reading, probe_ms=waited_ms + reading.probe_ms)
    waited_ms += reading.waited_ms
    if attempt == ATTEMPTS:
        return replace(reading, waited_ms=waited_ms)
    upstreams.pause(_PAUSE_SECONDS)
    return _confirmed(upstreams, attempt + 1, waited_ms + _PAUSE_SECONDS * 1000)


def _project_reading(project: Future[ProjectReading], seconds: float) -> ProjectReading:
    wait([project], timeout=seconds)
    if not project.done():
        return ProjectReading(notes=("The project's services did not answer in time.",))
    if error := project.exception():
        _logger.error("a part of the Supabase check failed", exc_info=error)
        return ProjectReading(notes=("The monitoring itself failed to ask the project's services; its log says why.",))
    return project.result()
