"""Looks at everything side by side, within six seconds whatever the upstreams do."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from pawpop_monitoring.checks.background import in_background
from pawpop_monitoring.checks.fal_ai.port import FalApi, FalUsageSource
from pawpop_monitoring.domain.period import Period, day_of, last, month_of
from pawpop_monitoring.domain.readings.fal_ai import (
    Amount,
    FalReading,
    NotConfigured,
    Probe,
    Unreachable,
    Unread,
    UsagePeriods,
)

ATTEMPTS = 3
_PROBE_SECONDS = 1.7
"""A check has 10 s, from a cold start to the last note; three tries and their pauses may take six."""
_CALL_SECONDS = 2.5
_PAUSE_SECONDS = 0.3
RECENT = (timedelta(hours=1), timedelta(hours=6))
"""How far back the traffic is looked at: the shortest that tells enough counts."""
_REPORT_MEMORY = timedelta(days=1)
_COSTS_COME_FOR = timedelta(hours=6)
"""Costs are noted, and billed, some hours late: so long the day before is judged as well."""

_FINAL = NotConfigured("What was billed before does not change any more.")

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Upstreams:
    """Where to look; `pause` waits the given seconds between attempts."""

    usage: FalUsageSource
    api: FalApi
    pause: Callable[[float], None]


def periods_at(now: datetime, zone: ZoneInfo) -> UsagePeriods:
    """The periods that the rules are about."""
    today, month, earlier = day_of(now, zone), month_of(now, zone), now - _COSTS_COME_FOR
    return UsagePeriods(
        today=today,
        month=month,
        yesterday=day_of(earlier, zone) if earlier < today.start else None,
        last_month=month_of(earlier, zone) if earlier < month.start else None,
        zone=zone.key,
        recent=tuple(last(length, now) for length in RECENT),
        reported_since=now - _REPORT_MEMORY,
    )


def gather(upstreams: Upstreams, now: datetime, zone: ZoneInfo) -> FalReading:
    """One look; what does not answer in time, or fails in a way that nobody thought of, is unread."""
    periods, started = periods_at(now, zone), time.monotonic()
    usage = in_background(lambda: upstreams.usage.read(periods))
    balance = in_background(upstreams.api.balance)
    billed = [
        in_background(partial(_billed, upstreams.api, period, zone.key))
        for period in (periods.today, periods.month, periods.yesterday, periods.last_month)
    ]
    probe, attempts = _confirmed(upstreams)
    calls: tuple[Future[Any], ...] = (usage, balance, *billed)
    wait(calls, timeout=max(0.0, started + _CALL_SECONDS - time.monotonic()))
    today, month, yesterday, last_month = [_outcome(bill, "fal.ai") for bill in billed]
    return FalReading(
        read_at=now,
        probe=probe,
        attempts=attempts,
        month_began=periods.month.start,
        usage=_outcome(usage, "The database"),
        balance=_outcome(balance, "fal.ai"),
        billed_today=today,
        billed_month=month,
        billed_yesterday=yesterday,
        billed_last_month=last_month,
    )


def _billed(api: FalApi, period: Period | None, zone: str) -> Amount:
    return api.billed(period, zone) if period else _FINAL


def _confirmed(upstreams: Upstreams) -> tuple[Probe, int]:
    """Only what can't be reached is tried again."""
    probe = _probed(upstreams.api)
    for attempt in range(1, ATTEMPTS):
        if not isinstance(probe, Unreachable):
            return probe, attempt
        upstreams.pause(_PAUSE_SECONDS)
        probe = _probed(upstreams.api)
    return probe, ATTEMPTS


def _probed(api: FalApi) -> Probe:
    probe = in_background(api.probe)
    wait([probe], timeout=_PROBE_SECONDS)
    if not probe.done():
        return Unreachable("fal.ai did not answer in time.")
    return _outcome(probe, "fal.ai")


def _outcome[T](call: Future[T], asked: str) -> T | Unread:
    """What became of a call that was given its time."""
    if not call.done():
        return Unread(f"{asked} did not answer in time.")
    error = call.exception()
    if error is None:
        return call.result()
    _logger.error("a part of the fal.ai check failed", exc_info=error)
    return Unread("The monitoring itself failed to ask; its log says why.")
