"""A shop on its first day, and a quiet one: healthy once nothing bad is known, with what is not judged beside it."""

from collections.abc import Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

import httpx
import psycopg
import pytest

from pawpop_monitoring.checks.fal_ai import FalCheck, Upstreams
from pawpop_monitoring.checks.fal_ai.platform_api import FalKeys, FalPlatformApi
from pawpop_monitoring.checks.stripe import StripeCheck
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.fal_usage import PostgresFalUsage
from pawpop_monitoring.storage.stripe_events import PostgresStripeEvents
from pawpop_monitoring.thresholds import FalThresholds, StripeThresholds
from tests.factories import NOW
from tests.integration.checks.fal_ai.usage import track
from tests.integration.checks.stripe.records import insert, insert_payment, spread

pytestmark = pytest.mark.integration

DAY, UTC_ZONE = timedelta(days=1), ZoneInfo("UTC")


def _observe(database: Database, url: str) -> Mapping[str, Observation]:
    """Neither check has a key, so that the records have to speak."""
    with httpx.Client() as client:
        api = FalPlatformApi(client, "http://127.0.0.1:9", "fal-ai/flux/dev", FalKeys)
        upstreams = Upstreams(PostgresFalUsage(lambda: url), api, lambda _: None)
        fal = FalCheck(upstreams, FalThresholds.load({}), lambda: NOW, UTC_ZONE).observe()
    events = PostgresStripeEvents(database, UTC_ZONE)
    stripe = StripeCheck(
        events=events, api=None, thresholds=StripeThresholds.load({}), clock=lambda: NOW, pause=lambda _: None
    ).observe()
    return {observation.service: observation for observation in (fal, stripe)}


def test_the_first_day_is_healthy_and_says_what_is_not_judged(database: Database, database_url: str) -> None:
    for service, observation in _observe(database, database_url).items():
        assert (service, observation.status, observation.details.get("unknown")) == (service, "healthy", None)
        assert observation.details["notes"]


def test_so_is_a_shop_with_five_orders_a_day(database: Database, database_url: str, direct: psycopg.Connection) -> None:
    insert(direct, spread(80, 28 * DAY))
    for number, age in enumerate(spread(12, 28 * DAY)):
        insert_payment(direct, f"pi_{number}", age, "succeeded")
    for age in spread(5, DAY):
        track(direct, at=NOW - age)
    for service, observation in _observe(database, database_url).items():
        assert (service, observation.status) == (service, "healthy")
        assert [finding.rule for finding in observation.findings] == []
