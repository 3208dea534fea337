"""The rules on webhook events as the shop's handler took them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from pawpop_monitoring.analytics.between_looks import BetweenLooks
from pawpop_monitoring.analytics.rates import RateJudgement, Verdict
from pawpop_monitoring.analytics.words import reason_of
from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.rate_verdict import judge_verdict
from pawpop_monitoring.checks.stripe.delivery_rates import (
    MANY_IN_A_ROW,
    failing_types,
    is_explained_by_a_rate,
    judge_delivery_rate,
    judge_row,
    row_between_looks,
)
from pawpop_monitoring.domain.finding import Evidence, Finding, percent_beside
from pawpop_monitoring.domain.plural import plural
from pawpop_monitoring.domain.readings.stripe import Deliveries, Unknown
from pawpop_monitoring.domain.rules.stripe import CONSECUTIVE_FAILURES, EVENT_TYPE_FAILING, WEBHOOK_SUCCESS_RATE
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.thresholds import StripeThresholds

_TYPES_NAMED = 5
_SETTLED = timedelta(minutes=4)
"""A deploy that nothing follows for so long may be none; less than the interval of five minutes, at which the second
look is told."""
_NOTHING_HANDLED = "No webhook event was handled in 24 hours, so nothing is said of how many fail."


def judge_deliveries(
    judgement: Judgement, deliveries: Deliveries | Unknown, thresholds: StripeThresholds, now: datetime
) -> None:
    """Failures in a row up to now, types of which all fail, and the rate: one trouble, told by what says most of it.

    While one of them is broken, those after it are evidence of it, and neither good nor bad.
    """
    if isinstance(deliveries, Unknown):
        judgement.unknown(f"Webhook events: {deliveries.reason}")
        return
    if deliveries.handled_later:
        judgement.note(f"Webhook events of 24 h that failed first and were handled later: {deliveries.handled_later}.")
    if _is_broken_off(judgement, deliveries, thresholds, now):
        return
    if not _is_failing_by_type(judgement, deliveries):
        _judge_rate(judgement, deliveries, thresholds.stripe_success_rate_threshold)


def _is_broken_off(judgement: Judgement, deliveries: Deliveries, thresholds: StripeThresholds, now: datetime) -> bool:
    wanted = thresholds.stripe_success_rate_threshold
    least = thresholds.stripe_failure_threshold
    if deliveries.failed_in_a_row < least:
        over = row_between_looks(deliveries, least, wanted, now)
        if over:
            judgement.bad(_was_broken_off(deliveries, over, least), ServiceStatus.WARNING)
        else:
            _judge_what_follows(judgement, deliveries, wanted)
        return over is not None
    if is_explained_by_a_rate(deliveries, wanted):
        return False
    finding = CONSECUTIVE_FAILURES.broken(
        Severity.HIGH,
        "Webhook events fail one after the other",
        value=deliveries.failed_in_a_row,
        threshold=least,
        unit="events",
        as_of=_known_since(deliveries, now),
        lasted=_lasted(deliveries),
        evidence={"reason": reason_of(judge_row(deliveries)), **_counted(deliveries)},
    )
    judgement.bad(finding, ServiceStatus.WARNING)
    return True


def _lasted(deliveries: Deliveries) -> timedelta:
    row = deliveries.failed_at[: deliveries.failed_in_a_row]
    return row[0] - row[-1] if len(row) >= MANY_IN_A_ROW else timedelta(0)


def _was_broken_off(deliveries: Deliveries, over: BetweenLooks, least: int) -> Finding:
    return CONSECUTIVE_FAILURES.broken(
        Severity.HIGH,
        f"Webhook events {over.in_words}",
        value=over.rate.seen.failed,
        threshold=least,
        unit="events",
        lasted=over.lasted,
        evidence={"reason": reason_of(over.rate), **_counted(deliveries)},
    )


def _known_since(deliveries: Deliveries, now: datetime) -> datetime | None:
    """A second look at the same failures says no more than the first, until something else would have come by now."""
    last = deliveries.last_failed_at
    return last if last is not None and now - last < _SETTLED else None


def _judge_what_follows(judgement: Judgement, deliveries: Deliveries, wanted: float) -> None:
    """One that goes well ends a row, but not the trouble, if most fail as before. Nothing at all proves nothing;
    `newest` reaches further back than any run of failures.
    """
    if judge_delivery_rate(deliveries, wanted).verdict is Verdict.BAD:
        judgement.undecided([CONSECUTIVE_FAILURES])
    elif deliveries.newest.total:
        judgement.clear([CONSECUTIVE_FAILURES])


def _is_failing_by_type(judgement: Judgement, deliveries: Deliveries) -> bool:
    failing = failing_types(deliveries)
    if failing:
        judgement.bad(_every_one_fails(failing, deliveries), ServiceStatus.WARNING)
    elif deliveries.latest_by_type:
        judgement.clear([EVENT_TYPE_FAILING])
    return bool(failing)


def _every_one_fails(failing: Mapping[str, RateJudgement], deliveries: Deliveries) -> Finding:
    worst_first = sorted(failing, key=lambda name: (-failing[name].seen.failed, name))
    worst = failing[worst_first[0]]
    return EVENT_TYPE_FAILING.broken(
        Severity.HIGH,
        f"Every {worst_first[0]} fails in the shop's handler",
        value=worst.seen.failed,
        unit="events",
        evidence={
            "reason": reason_of(worst),
            "failuresByType": {name: failing[name].seen.failed for name in worst_first[:_TYPES_NAMED]},
            **_counted(deliveries),
        },
    )


def _judge_rate(judgement: Judgement, deliveries: Deliveries, threshold: float) -> None:
    if deliveries.window.success_rate is None and deliveries.window.total:
        judgement.unknown("Webhook events: the counts make no sense.")
        return
    if deliveries.unreported:
        judgement.note(_unreported(deliveries))
    rate = judge_delivery_rate(deliveries, threshold)
    nothing = "" if deliveries.unreported else _NOTHING_HANDLED
    judge_verdict(
        judgement,
        WEBHOOK_SUCCESS_RATE,
        rate,
        lambda: _low_rate(deliveries, rate, threshold),
        "Webhook events",
        nothing,
    )


def _unreported(deliveries: Deliveries) -> str:
    arrived = plural(deliveries.received, "webhook delivery", "webhook deliveries")
    those = "it" if deliveries.received == 1 else f"{deliveries.unreported:,} of them"
    return (
        f"{arrived} arrived in 24 h; how the shop handled {those} is not"
        " reported: set StripeForwardUrl, or report to /track/stripe."
    )


def _low_rate(deliveries: Deliveries, rate: RateJudgement, threshold: float) -> Finding:
    return WEBHOOK_SUCCESS_RATE.broken(
        Severity.MEDIUM if rate.lasting else Severity.HIGH,
        "Low webhook success rate, as it has been for weeks" if rate.lasting else "Low webhook success rate",
        value=percent_beside(100 * (1 - rate.seen.share), threshold),
        threshold=threshold,
        unit="%",
        evidence={"reason": reason_of(rate), "judgedEvents": rate.seen.total, **_counted(deliveries)},
    )


def _counted(deliveries: Deliveries) -> Evidence:
    since = deliveries.failing_since
    return {
        "webhooks24h": deliveries.window.total,
        "webhooksFailed24h": deliveries.window.failed,
        "failedInARow": deliveries.failed_in_a_row,
        "failingSince": since.isoformat() if since else None,
        "lastError": deliveries.last_error,
        "lastEventType": deliveries.last_event_type,
    }
