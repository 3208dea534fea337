"""What is found of a shop in which much happens, and of one that is a week old."""

from datetime import UTC, datetime, timedelta

from pawpop_monitoring.checks.provider_pages.known_pages import ProviderPage
from pawpop_monitoring.checks.trends.judge import Surroundings
from pawpop_monitoring.checks.trends.providers import AllPages, with_providers
from pawpop_monitoring.checks.trends.smaller_compute import CACHE_HITS, LOAD, MEMORY, MOST, USED
from pawpop_monitoring.contracts.insights_response import Insights, ProviderView
from pawpop_monitoring.domain.provider_page import PageReading
from pawpop_monitoring.domain.readings.fal_ai import DailyCosts, UnitPrice
from pawpop_monitoring.domain.readings.trends import (
    HourFigure,
    NoisyRule,
    RepeatedCalls,
    Savings,
    UnevenCalls,
    WindowCounts,
)
from tests.factories import NOW
from tests.unit.checks.trends.readings import UTC_ZONE, endpoint, even_days, growing, hours, judged

DAY = timedelta(days=1)


def busy() -> Insights:
    """A runaway loop, a month beyond its limit, little credit, and a disk that fills up."""
    uses = (endpoint("fal-ai/flux-pro/v1.1", now=16.0, usual=2.0), endpoint("fal-ai/flux/dev", now=1.0, usual=1.0))
    found, _ = judged(
        Surroundings(zone=UTC_ZONE, month_limit=1000.0, fees=(("supabase", 25.0), ("resend", 20.0))),
        daily=_days(41.3),
        month_cost=920.0,
        balance=160.0,
        usage=hours(40, end=[320, 330]),
        events=hours(60),
        payments=hours(30),
        endpoints=uses,
        prices={
            "fal-ai/flux-pro/v1.1": UnitPrice(0.04, "megapixels"),
            "fal-ai/flux/schnell": UnitPrice(0.003, "megapixels"),
        },
        savings=_savings(),
        hours={LOAD: tuple(HourFigure(NOW - timedelta(hours=back), 0.11) for back in range(28 * 24, 0, -1))},
        figures={
            MOST: growing(120.0, 0.0),
            USED: growing(31.0, 0.0),
            MEMORY: growing(34.0, 0.0),
            CACHE_HITS: growing(99.8, 0.0),
            ("supabase", "diskUsedPercent"): growing(81.0, 1.3),
            ("supabase", "connectionUtilization"): growing(40.0, 0.0),
        },
        same_weekdays={
            ("fal-ai", "responseTimeP50"): (4100.0, *[4000.0] * 9),
            ("fal-ai", "responseTimeP95"): (8200.0, *[5000.0] * 9, 9000.0),
            ("supabase", "averageQueryMs"): (3.1, *[4.9] * 6),
        },
        windows={
            "images": {30 * DAY: WindowCounts(7200, 72)},
            "webhooks": {30 * DAY: WindowCounts(5400, 31)},
        },
    )
    found = with_providers(found, said_by_providers())
    return found.model_copy(update={"looked_at": datetime.now(UTC) - timedelta(minutes=12)})


def _days(usual: float) -> DailyCosts:
    """Eight weeks and more that differ by up to 20 % from each other."""
    return DailyCosts(NOW.date(), 0.5, tuple(usual * (0.9 + 0.02 * (day * 5 % 11)) for day in range(89)))


def _savings() -> Savings:
    """Something of each kind."""
    name, month = "fal-ai/flux-pro/v1.1", 28 * DAY.total_seconds()
    return Savings(
        noisy_rules=(NoisyRule("supabase", "connections", 6, 80.0, 84.0, "%"),),
        repeated_calls=(RepeatedCalls(endpoint=name, calls=910, repeated=118, cost=9.44, seconds=month),),
        uneven_calls=(
            UnevenCalls(endpoint=name, calls=940, usual=0.04, dear=310, excess=14.2, mixed=140, seconds=month),
        ),
    )


def said_by_providers() -> tuple[ProviderView, ...]:
    """One incident, one page that could not be read, the rest well."""
    reports = {"stripe": "Elevated error rates on the API", "vercel": None}

    def read(page: ProviderPage) -> PageReading:
        return PageReading(provider=page.provider, read_at=datetime.now(UTC), reports=reports.get(page.name, ""))

    return tuple(AllPages(read).begin()())


def young() -> Insights:
    """Nine days of little."""
    found, _ = judged(
        daily=even_days(3.2, 9),
        month_cost=31.0,
        balance=20.0,
        usage=hours(12, weeks=1),
        windows={"images": {30 * DAY: WindowCounts(60, 1)}},
        figures={("supabase", "connectionUtilization"): growing(22.0, 0.0, 9)},
        same_weekdays={("fal-ai", "responseTimeP95"): (5100.0, 5000.0)},
    )
    return found.model_copy(update={"looked_at": datetime.now(UTC) - timedelta(minutes=3)})
