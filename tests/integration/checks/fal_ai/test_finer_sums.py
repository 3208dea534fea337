"""Requests of ever longer stretches, out of a real Postgres."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import psycopg

from pawpop_monitoring.checks.fal_ai.gather import periods_at
from pawpop_monitoring.domain.looked_back import LOOKED_BACK
from pawpop_monitoring.domain.readings.fal_ai import FalUsage, Tally
from pawpop_monitoring.storage.fal_usage import PostgresFalUsage
from tests.factories import NOW
from tests.fixtures.fal_error_messages import CUSTOMERS, FAL_AIS
from tests.integration.checks.fal_ai.usage import track


def test_requests_are_summed_up_over_ever_longer_stretches(database_url: str, direct: psycopg.Connection) -> None:
    ages = [timedelta(minutes=11 * number) for number in range(40)]
    for number, age in enumerate(ages):
        if number % 2:
            message = FAL_AIS[0] if number % 4 == 1 else CUSTOMERS[0]
            track(direct, at=NOW - age - timedelta(seconds=1), status="error", error_message=message)
        else:
            track(direct, at=NOW - age - timedelta(seconds=1))
    usage = PostgresFalUsage(lambda: database_url).read(periods_at(NOW, ZoneInfo("UTC")))
    assert isinstance(usage, FalUsage)
    finer = dict(usage.finer)
    assert [length for length in LOOKED_BACK if length < timedelta(hours=6)] == sorted([*finer, timedelta(hours=1)])
    for length, tally in finer.items():
        numbers = [number for number, age in enumerate(ages) if age < length]
        failed_here = sum(number % 4 == 1 for number in numbers)
        assert tally == Tally(sum(number % 2 == 0 for number in numbers) + failed_here, failed_here)
