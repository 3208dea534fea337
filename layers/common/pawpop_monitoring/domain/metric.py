"""The numbers that can be drawn over time: what each check reads, and what the books of calls and events sum up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pawpop_monitoring.domain.service import FAL_AI, STRIPE, SUPABASE, SYSTEM


class Source(StrEnum):
    """Where a number comes from, and so what a point of it is."""

    CHECK = "check"
    """Rows of checks: a point has the least, the median, the 95th percentile and the highest of its step."""
    USAGE = "usage"
    """Sums of reported calls to fal.ai: a point is one figure of its whole step."""
    EVENTS = "events"
    """The same of Stripe's events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """`name` is a key of a check's details, `responseTime`, `errorRate`, or a figure of the books.

    `parts` are what it can be grouped by, each with the object of details that has the parts; "" for a column.
    """

    name: str
    label: str
    unit: str = ""
    source: Source = Source.CHECK
    parts: Mapping[str, str] = field(default_factory=dict)
    only_parts: bool = False
    """There is no number of the whole."""


def _checks(*figures: tuple[str, str, str]) -> tuple[Metric, ...]:
    return tuple(Metric(name=name, label=label, unit=unit) for name, label, unit in figures)


def _books(source: Source, parts: Mapping[str, str], *figures: tuple[str, str, str]) -> tuple[Metric, ...]:
    return tuple(Metric(name=name, label=label, unit=unit, source=source, parts=parts) for name, label, unit in figures)


_CONNECTIONS = Metric(
    name="usedConnections",
    label="Connections",
    parts={"state": "connectionsByState", "application": "connectionsByApplication"},
)
_OF_ANY_CHECK = _checks(("responseTime", "Response time", "ms"), ("errorRate", "Error rate", "%"))
_TIMES = _checks(
    ("responseTimeP50", "Response time, half", "ms"),
    ("responseTimeP95", "Response time, 95 %", "ms"),
    ("probeMs", "Probe", "ms"),
)

_METRICS: Mapping[str, tuple[Metric, ...]] = {
    SUPABASE: (
        _CONNECTIONS,
        *_checks(
            ("connectionUtilization", "Connections in use", "%"),
            ("idleConnections", "Idle connections", ""),
            ("usableConnections", "Usable connections", ""),
            ("maxConnections", "Most connections", ""),
            ("averageQueryMs", "Average query", "ms"),
            ("longestQueryMs", "Longest query", "ms"),
            ("queries", "Queries between checks", ""),
            ("transactions", "Transactions between checks", ""),
            ("rolledBack", "Rolled back between checks", ""),
            ("blockedSessions", "Blocked sessions", ""),
            ("longestBlockedMs", "Longest blocked", "ms"),
            ("idleInTransaction", "Idle in transaction", ""),
            ("oldestIdleInTransactionMs", "Longest idle in transaction", "ms"),
            ("deadlocks", "Deadlocks between checks", ""),
            ("cacheHitPercent", "Cache hits", "%"),
            ("databaseSizeBytes", "Database size", "B"),
            ("wraparoundAge", "Age of the oldest transaction", ""),
            ("diskUsedPercent", "Disk used", "%"),
            ("memoryUsedPercent", "Memory used", "%"),
            ("load1", "Load", ""),
            ("poolerWaitingClients", "Clients waiting for the pooler", ""),
            ("restWaitingClients", "Requests waiting for PostgREST", ""),
            ("probeMs", "Probe", "ms"),
        ),
        *_OF_ANY_CHECK,
    ),
    FAL_AI: (
        *_books(
            Source.USAGE,
            {"endpoint": ""},
            ("cost", "Cost", "USD"),
            ("requests", "Requests", ""),
            ("failures", "Failed requests", ""),
            ("failureRate", "Failed requests", "%"),
            ("meanTime", "Mean response time", "ms"),
        ),
        *_checks(
            ("dailyCost", "Cost today", "USD"),
            ("monthlyCost", "Cost this month", "USD"),
            ("billedToday", "Billed today", "USD"),
            ("balance", "Credit left", "USD"),
            ("creditDays", "Days of credit left", ""),
            ("monthForecast", "Expected cost of the month", "USD"),
            ("monthForecastLow", "Cost of the month, at least", "USD"),
            ("monthForecastHigh", "Cost of the month, at most", "USD"),
            ("monthLimitDays", "Days until the month's limit", ""),
            ("requestsToday", "Requests today", ""),
            ("requestsThisMonth", "Requests this month", ""),
            ("rateLimitRemaining", "Requests left", ""),
            ("succeededRequests", "Succeeded requests", ""),
            ("failedRequests", "Failed requests of the sample", ""),
            ("refusedByContent", "Refused for their content", ""),
        ),
        *_OF_ANY_CHECK,
        *_TIMES,
    ),
    STRIPE: (
        *_books(
            Source.EVENTS,
            {},
            ("events", "Webhook events", ""),
            ("failedEvents", "Failed webhook events", ""),
            ("failedEventRate", "Failed webhook events", "%"),
            ("meanHandlingTime", "Mean handling time", "ms"),
        ),
        *_checks(
            ("webhookSuccessRate", "Webhooks delivered", "%"),
            ("webhooks24h", "Webhooks in 24 h", ""),
            ("webhooksReceived24h", "Webhooks received in 24 h", ""),
            ("webhooksFailed24h", "Webhooks failed in 24 h", ""),
            ("webhooksHandledLater24h", "Webhooks handled later", ""),
            ("failedInARow", "Failures in a row", ""),
            ("paymentSuccessRate", "Payments succeeded", "%"),
            ("paymentSuccessRateWithDeclines", "Payments succeeded, declines counted", "%"),
            ("payments24h", "Payments in 24 h", ""),
            ("paymentsFailed", "Payments failed", ""),
            ("paymentsDeclinedByBank", "Payments declined by banks", ""),
            ("paymentsBlocked", "Payments blocked", ""),
            ("paymentsGivenUp", "Payments given up", ""),
            ("undelivered", "Undelivered events", ""),
            ("endpoints", "Endpoints", ""),
            ("endpointsDisabled", "Endpoints disabled", ""),
        ),
        *_OF_ANY_CHECK,
        *_TIMES,
    ),
    SYSTEM: (
        Metric(name="recordsWaiting", label="Messages waiting", parts={"queue": "queues"}),
        *_checks(("deliveryFailures", "Failed deliveries", ""), ("undelivered", "Undelivered messages", "")),
        Metric(name="uptime24h", label="Uptime in 24 h", unit="%", parts={"service": "uptime24h"}, only_parts=True),
        *_OF_ANY_CHECK,
    ),
}


def metrics_of(service: str) -> tuple[Metric, ...]:
    """All that can be drawn of a service, what matters most first; of one without a check of ours, two."""
    return _METRICS.get(service, _OF_ANY_CHECK)


def metric_of(service: str, name: str) -> Metric | None:
    """The metric of that name; None if the service has none."""
    return next((metric for metric in metrics_of(service) if metric.name == name), None)
