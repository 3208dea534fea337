"""The guide's table of the numbers that are shown: where each comes from, over which time, and which rule judges it.

Label, unit, limit and rule are those of the dashboard's own gauges; windows are those that the checks look back.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pawpop_monitoring.checks.fal_ai.failures import SHOWN_SAMPLE
from pawpop_monitoring.checks.fal_ai.gather import RECENT
from pawpop_monitoring.domain.service import FAL_AI, STRIPE, SUPABASE, label_of
from pawpop_monitoring.http.gauges import Gauge, Gauges
from pawpop_monitoring.thresholds import FalThresholds, StripeThresholds, SupabaseThresholds

_HOUR = 3600
_SHORT, _LONG = (round(length.total_seconds()) // _HOUR for length in RECENT)
_DAY, _MONTH = "the calendar day of `DisplayTimeZone`", "the calendar month of `DisplayTimeZone`"
_TRAFFIC = f"{_SHORT} hour; {_LONG} hours with fewer than {SHOWN_SAMPLE} calls in it"
_TIMED = f"{_SHORT} hour, the newest 500 calls; {_LONG} hours with fewer than {SHOWN_SAMPLE} calls in it"
_EVENTS = "24 hours, from a full five minutes on"
_LOOK = "the last check"
_SINCE = "since the check before, or as far back as it takes for a sample, an hour at most"
_CALL = "the monitor's own call"

_HEADINGS = ("Service", "Number", "Unit", "Where it comes from", "Window", "Limit", "Rule")


@dataclass(frozen=True, slots=True)
class Number:
    """Where the number of a gauge comes from, and `setting`, the threshold that it is held against, if any."""

    label: str
    source: str
    window: str
    setting: str = ""


NUMBERS = {
    SUPABASE: (
        Number("Connections", "`pg_stat_activity`, and the limits of server, database and role", _LOOK,
               "supabase_connection_threshold"),
        Number("Probe", _CALL, _LOOK, "supabase_query_time_threshold"),
        Number("Average query", "`pg_stat_statements`, the monitor's own left out", _SINCE,
               "supabase_query_time_threshold"),
        Number("Error rate", "`pg_stat_database`, the monitor's own left out", _SINCE,
               "supabase_error_rate_threshold"),
    ),
    FAL_AI: (
        Number("Cost today", "`fal_ai_usage.cost`", _DAY, "fal_daily_cost_limit"),
        Number("Cost this month", "`fal_ai_usage.cost`", _MONTH, "fal_monthly_cost_limit"),
        Number("Requests left", "`fal_ai_usage.rate_limit_remaining`", "the newest report", "fal_rate_limit_threshold"),
        Number("Error rate", "`fal_ai_usage.status`, customers' own errors left out", _TRAFFIC,
               "fal_error_rate_threshold"),
        Number("Response time, half", "`fal_ai_usage.response_time` of successes", _TIMED),
        Number("Response time, 95 %", "`fal_ai_usage.response_time` of successes", _TIMED,
               "fal_response_time_threshold"),
        Number("Probe", _CALL, _LOOK),
    ),
    STRIPE: (
        Number("Webhooks delivered", "`stripe_webhook_events.status` of events that the shop reports", _EVENTS,
               "stripe_success_rate_threshold"),
        Number("Payments succeeded", "`stripe_webhook_events.payment_outcome`, each payment once", _EVENTS,
               "stripe_payment_success_rate_threshold"),
        Number("Failures in a row", "`stripe_webhook_events.status`", "up to the last success, 28 days at most",
               "stripe_failure_threshold"),
        Number("Response time, half", "`stripe_webhook_events.processing_time`", "24 hours, the newest 500 events"),
        Number("Response time, 95 %", "`stripe_webhook_events.processing_time`", "24 hours, the newest 500 events",
               "stripe_handling_time_threshold"),
        Number("Probe", _CALL, _LOOK),
    ),
}  # fmt: skip
"""By service, in the order in which the dashboard draws them."""


def gauges_of(service: str, settings: dict[str, str] | None = None) -> dict[str, Gauge]:
    """The dashboard's gauges by label, under the thresholds of an environment."""
    given = settings or {}
    gauges = Gauges(
        supabase=SupabaseThresholds.load(given), fal=FalThresholds.load(given), stripe=StripeThresholds.load(given)
    )
    return {gauge.label: gauge for gauge in gauges.all()[service]}


def number_table() -> str:
    """One line per number."""
    lines = [_HEADINGS, ("---",) * len(_HEADINGS), *_rows()]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _rows() -> Iterable[tuple[str, ...]]:
    for service, numbers in NUMBERS.items():
        gauges = gauges_of(service)
        for number in numbers:
            gauge = gauges[number.label]
            yield (
                label_of(service),
                number.label,
                gauge.unit or "count",
                number.source,
                number.window,
                *_judged(number, gauge),
            )


def _judged(number: Number, gauge: Gauge) -> tuple[str, str]:
    if gauge.threshold is None or gauge.rule is None:
        return "none", "none"
    relation = "at least" if gauge.bound == "min" else "below" if gauge.reached else "at most"
    limit = f"{relation} {gauge.threshold:g}, `MONITORING_{number.setting.upper()}`"
    return limit, f"`{gauge.rule.service}.{gauge.rule.name}`"
