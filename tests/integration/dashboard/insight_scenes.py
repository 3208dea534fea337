"""What is found of a shop in which much happens, and of one that is a week old."""

from datetime import UTC, datetime, timedelta

from pawpop_monitoring.checks.provider_pages.known_pages import ProviderPage
from pawpop_monitoring.checks.trends.judge import Surroundings
from pawpop_monitoring.checks.trends.providers import AllPages, with_providers
from pawpop_monitoring.contracts.insights_response import Insights, ProviderView
from pawpop_monitoring.domain.provider_page import PageReading
from pawpop_monitoring.domain.readings.trends import WindowCounts
from tests.unit.checks.trends.readings import UTC_ZONE, endpoint, even_days, growing, hours, judged

DAY = timedelta(days=1)


def busy() -> Insights:
    """A runaway loop, a month beyond its limit, little credit, and a disk that fills up."""
    uses = (endpoint("fal-ai/flux-pro/v1.1", now=16.0, usual=2.0), endpoint("fal-ai/flux/dev", now=1.0, usual=1.0))
    found, _ = judged(
        Surroundings(zone=UTC_ZONE, month_limit=1000.0, fees=(("supabase", 25.0), ("resend", 20.0))),
        daily=even_days(41.3),
        month_cost=920.0,
        balance=160.0,
        usage=hours(40, end=[320, 330]),
        events=hours(60),
        payments=hours(30),
        endpoints=uses,
        figures={
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
