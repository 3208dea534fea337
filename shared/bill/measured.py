"""What was measured of the functions, and how; and what is assumed where only AWS could tell.

`calls`, bytes and items: tests/integration/bill runs the functions against a migrated database, moto and the providers'
sandbox, everything configured and nothing wrong. What runs on a schedule it holds to exactly these, what is asked to
at most these; the lean ones (webhooks, authorizer, reports), which call through no library, and try_channels, which
waits, were counted by reading. Processor seconds: the same test prints `warm`, on one core of a shared machine; `cold`
is the import with bytecode and the first run, in which clients are made, measured of the checks, and for the others
that of the nearest of them. Lambda gives 1,769 MB of memory one whole processor.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

MEGABYTES_PER_PROCESSOR = 1769


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One invocation: seconds of the processor, seconds that it `waits` for others, and its calls to AWS.

    `secrets` are parameters that it reads, each a decryption.
    """

    warm: Decimal
    cold: Decimal
    waits: Decimal
    secrets: int
    memory_megabytes: int
    calls: Mapping[str, int]

    def seconds(self, memory: int, cold_share: Decimal) -> Decimal:
        """What is billed on average, with `memory` in MB; INIT is billed as well."""
        processor = self.cold * cold_share + self.warm * (1 - cold_share)
        return processor * MEGABYTES_PER_PROCESSOR / memory + self.waits


def _run(warm: str, cold: str, waits: str, secrets: int, memory: int, **calls: int) -> Run:
    return Run(
        warm=Decimal(warm),
        cold=Decimal(cold),
        waits=Decimal(waits),
        secrets=secrets,
        memory_megabytes=memory,
        calls=MappingProxyType(calls),
    )


RUNS: Mapping[str, Run] = MappingProxyType(
    {
        "check_supabase": _run("0.033", "1.06", "1.0", 3, 107, scan=1, put=1, send=1),
        "check_fal_ai": _run("0.041", "0.79", "1.0", 3, 106, scan=1, put=1, send=1),
        "check_stripe": _run("0.041", "0.80", "1.2", 2, 106, scan=1, put=1, send=1),
        "check_system": _run("0.045", "0.80", "0.5", 1, 104, scan=1, query=2, put=1, send=1, depth=3),
        "metrics_exporter": _run("0.038", "0.90", "1.0", 4, 110, scan=2, query=1),
        "check_trends": _run("0.050", "1.00", "1.3", 3, 110, scan=3, query=3, put=1),
        "escalator": _run("0.010", "0.70", "0.2", 1, 104, scan=2),
        "recorder": _run("0.010", "0.70", "0.2", 1, 104),
        "cleanup": _run("0.220", "0.90", "5.0", 2, 104, query=2, put=5),
        "notifier": _run("0.050", "1.50", "1.0", 2, 120, query=5, put=10, send=1, scan=1),
        "channel_notifier": _run("0.050", "1.00", "0.5", 3, 120, query=2, put=3, send=1),
        "press_worker": _run("0.020", "0.90", "0.5", 3, 110, scan=2, query=2, put=2, publish=1),
        "status_mailer": _run("0.010", "0.80", "1.0", 2, 100, query=3, put=2),
        "get_change": _run("0.003", "0.25", "0.008", 2, 45, get=1),
        "get_dashboard": _run("0.060", "0.90", "0.3", 1, 110, scan=2, query=1),
        "get_health": _run("0.042", "0.80", "0.2", 4, 105, scan=2, query=1),
        "get_metrics": _run("0.030", "0.90", "0.3", 1, 110, scan=2, query=1),
        "list_alerts": _run("0.019", "0.80", "0.2", 1, 105, scan=1),
        "get_alert": _run("0.035", "0.80", "0.2", 5, 105, scan=1, query=1),
        "alert_link": _run("0.030", "0.90", "0.2", 2, 105, query=3, put=2, publish=1, scan=1),
        "create_alert": _run("0.030", "0.90", "0.2", 1, 105, query=3, put=3, publish=1, scan=1),
        "update_alert": _run("0.030", "0.90", "0.2", 1, 105, query=3, put=3, publish=1, scan=1),
        "run_health_check": _run("0.100", "1.20", "2.0", 7, 115, scan=4, query=2, put=4, send=4, depth=3),
        "manage_silences": _run("0.010", "0.60", "0.1", 0, 95, scan=1, query=1, put=1),
        "manage_incidents": _run("0.030", "0.90", "0.2", 1, 105, scan=1, query=1, put=4, publish=1),
        "manage_dashboards": _run("0.030", "0.90", "0.3", 1, 110, query=2),
        "get_on_call": _run("0.005", "0.40", "0.0", 0, 80),
        "try_channels": _run("0.100", "1.00", "10.0", 8, 110, publish=2),
        "status_page": _run("0.030", "0.80", "0.2", 1, 105, scan=2, query=3),
        "status_subscription": _run("0.010", "0.60", "0.1", 0, 95, query=2, put=1, publish=1),
        "track_fal_usage": _run("0.010", "0.60", "0.05", 0, 90, send=1),
        "track_stripe_webhook": _run("0.010", "0.60", "0.05", 0, 90, send=1),
        "get_openapi": _run("0.001", "0.40", "0.0", 0, 70),
        "answer_preflight": _run("0.001", "0.05", "0.0", 0, 45),
        "dashboard_page": _run("0.001", "0.10", "0.0", 0, 50),
        "authorizer": _run("0.002", "0.10", "0.05", 3, 50),
        "stripe_webhook": _run("0.002", "0.10", "0.05", 1, 50, send=1),
        "resend_webhook": _run("0.002", "0.10", "0.05", 1, 50, put=1),
        "slack_interaction": _run("0.002", "0.10", "0.05", 1, 50, put=1, send=1),
        "pagerduty_webhook": _run("0.002", "0.10", "0.05", 1, 50, query=1, put=1, send=1),
    }
)
"""By folder. `waits` are assumed: on loopback they are next to nothing."""

_USUAL_ROUTE = _run("0.050", "0.90", "0.3", 4, 110, scan=2, query=3, put=1, publish=1)
"""Of a route that has no line here: more than most of those that have."""


def run_of(function: str) -> Run:
    """Of the function in that folder, as it was measured, or as a route that was not."""
    return RUNS.get(function, _USUAL_ROUTE)
