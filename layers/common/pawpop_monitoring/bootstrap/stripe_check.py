"""Wiring of the Stripe check."""

import time
from functools import cache
from zoneinfo import ZoneInfo

import httpx

from pawpop_monitoring.bootstrap.clients import (
    is_set,
    load_settings,
    renewed_secret,
    require_settings,
    secret,
    secret_text,
)
from pawpop_monitoring.checks.stripe import StripeCheck
from pawpop_monitoring.checks.stripe.port import StripeApi
from pawpop_monitoring.domain.clock import system_clock
from pawpop_monitoring.outbound.http_client import bounded_client
from pawpop_monitoring.settings import Settings, TimeZone
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.stripe_events import PostgresStripeEvents
from pawpop_monitoring.thresholds import StripeThresholds


class StripeSettings(Settings):
    """Environment of a function that runs the Stripe check; without a key only the records are judged."""

    stripe_secret_id: str = ""
    stripe_base_url: str = "https://api.stripe.com"
    display_time_zone: TimeZone = ZoneInfo("UTC")


def stripe_check(database_secret_id: str) -> StripeCheck:
    """The check of this Lambda environment, for one run."""
    require_settings(StripeSettings, StripeThresholds)
    settings = load_settings(StripeSettings)
    return StripeCheck(
        # A connection of its own: checks that run side by side can't share one.
        events=PostgresStripeEvents(Database(secret_text(database_secret_id)), settings.display_time_zone),
        api=_api(settings) if settings.stripe_secret_id and is_set(settings.stripe_secret_id) else None,
        thresholds=load_settings(StripeThresholds),
        clock=system_clock,
        pause=time.sleep,
    )


def _api(settings: StripeSettings) -> StripeApi:
    from pawpop_monitoring.checks.stripe.http_api import HttpStripeApi

    return HttpStripeApi(
        client=_client(),
        base_url=settings.stripe_base_url,
        api_key=lambda: secret(settings.stripe_secret_id),
        renewed_api_key=lambda: renewed_secret(settings.stripe_secret_id),
    )


@cache
def _client() -> httpx.Client:
    return bounded_client()
