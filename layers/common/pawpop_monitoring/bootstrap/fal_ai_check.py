"""Wiring of the fal.ai check."""

import json
import time
from functools import cache
from zoneinfo import ZoneInfo

import httpx

from pawpop_monitoring.bootstrap.clients import Secret, load_settings, require_settings, secret_text
from pawpop_monitoring.checks.fal_ai import FalCheck, Upstreams
from pawpop_monitoring.checks.fal_ai.platform_api import FalKeys, FalPlatformApi
from pawpop_monitoring.domain.clock import system_clock
from pawpop_monitoring.domain.sale_days import NO_SALES
from pawpop_monitoring.outbound.http_client import bounded_client
from pawpop_monitoring.settings import Sales, Settings, TimeZone
from pawpop_monitoring.storage.fal_usage import PostgresFalUsage
from pawpop_monitoring.thresholds import FalThresholds


class FalSettings(Settings):
    """Environment of the fal.ai check; without a key only the tracked usage is judged."""

    fal_secret_id: str = ""
    fal_base_url: str = "https://api.fal.ai/v1"
    fal_probe_endpoint_id: str = "fal-ai/flux/dev"
    display_time_zone: TimeZone = ZoneInfo("UTC")
    sale_days: Sales = NO_SALES


def fal_check(database_secret_id: str) -> FalCheck:
    """The check of this Lambda environment."""
    require_settings(FalSettings, FalThresholds)
    settings = load_settings(FalSettings)
    api = platform_api(settings)
    return FalCheck(
        upstreams=Upstreams(usage=PostgresFalUsage(secret_text(database_secret_id)), api=api, pause=time.sleep),
        thresholds=load_settings(FalThresholds),
        clock=system_clock,
        zone=settings.display_time_zone,
        sales=settings.sale_days,
    )


def platform_api(settings: FalSettings) -> FalPlatformApi:
    """fal.ai's platform API, with the keys of the moment."""
    return FalPlatformApi(
        client=_client(),
        base_url=settings.fal_base_url,
        probe_endpoint_id=settings.fal_probe_endpoint_id,
        keys=Secret(settings.fal_secret_id, _keys) if settings.fal_secret_id else FalKeys,
    )


@cache
def _client() -> httpx.Client:
    return bounded_client()


def _keys(text: str) -> FalKeys:
    return FalKeys(**json.loads(text))
