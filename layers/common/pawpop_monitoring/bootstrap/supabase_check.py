"""Wiring of the Supabase check."""

import json
import time
from functools import cache
from typing import TYPE_CHECKING

from pawpop_monitoring.bootstrap.clients import Secret, load_settings, require_settings, secret_text
from pawpop_monitoring.checks.supabase import SupabaseCheck, Upstreams
from pawpop_monitoring.domain.clock import system_clock
from pawpop_monitoring.settings import Settings
from pawpop_monitoring.storage.supabase_probe import PostgresProbe
from pawpop_monitoring.thresholds import SupabaseThresholds

if TYPE_CHECKING:
    from pawpop_monitoring.checks.supabase.port import ProjectProbe
    from pawpop_monitoring.checks.supabase.project import ProjectKeys


class ProjectSettings(Settings):
    """Environment of the Supabase check; without an address, only the database is looked at."""

    supabase_project_url: str = ""
    supabase_project_ref: str = ""
    supabase_management_url: str = "https://api.supabase.com"
    supabase_secret_id: str = ""


def supabase_check(database_secret_id: str) -> SupabaseCheck:
    """The check of this Lambda environment."""
    require_settings(ProjectSettings, SupabaseThresholds)
    return SupabaseCheck(
        upstreams=Upstreams(
            database=PostgresProbe(url=secret_text(database_secret_id)),
            project=_project_probe(load_settings(ProjectSettings)),
            pause=time.sleep,
        ),
        thresholds=load_settings(SupabaseThresholds),
        clock=system_clock,
    )


@cache
def _project_probe(settings: ProjectSettings) -> "ProjectProbe | None":
    """Made once per environment."""
    if not (settings.supabase_project_url or settings.supabase_project_ref):
        return None
    # A third of a second of import that not every installation needs.
    from pawpop_monitoring.checks.supabase.project import HttpProjectProbe, ProjectAddress, ProjectKeys
    from pawpop_monitoring.outbound.http_client import bounded_client

    return HttpProjectProbe(
        client=bounded_client(),
        address=ProjectAddress(
            url=settings.supabase_project_url,
            ref=settings.supabase_project_ref,
            management_url=settings.supabase_management_url,
        ),
        keys=Secret(settings.supabase_secret_id, _keys) if settings.supabase_secret_id else ProjectKeys,
    )


def _keys(text: str) -> "ProjectKeys":
    from pawpop_monitoring.checks.supabase.project import ProjectKeys

    given = json.loads(text)
    return ProjectKeys(api=given.get("api-key", "").strip(), management=given.get("management-token", "").strip())
