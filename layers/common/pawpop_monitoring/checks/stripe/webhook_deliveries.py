"""The rules on webhook events as the shop's handler took them."""

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.stripe.samples import Verdict, judge_rate, too_few
from pawpop_monitoring.domain.finding import Evidence, Finding
from pawpop_monitoring.domain.readings.stripe import Deliveries, Unknown
from pawpop_monitoring.domain.rules.stripe import CONSECUTIVE_FAILURES, WEBHOOK_SUCCESS_RATE
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.thresholds import StripeThresholds


def judge_deliveries(judgement: Judgement, deliveries: Deliveries | Unknown, thresholds: StripeThresholds) -> None:
    """Success rate over 24 hours, and failures in a row up to now."""
    if isinstance(deliveries, Unknown):
        judgement.unknown(f"Webhook events: {deliveries.reason}")
        return
    _judge_rate(judgement, deliveries, thresholds.stripe_success_rate_threshold)
    _judge_run(judgement, deliveries, thresholds.stripe_failure_threshold)


def _judge_rate(judgement: Judgement, deliveries: Deliveries, threshold: float) -> None:
    match judge_rate(deliveries.window, deliveries.newest, threshold):
        case Verdict.GOOD:
            judgement.clear([WEBHOOK_SUCCESS_RATE])
        case Verdict.UNKNOWN:
            judgement.unknown(too_few("webhook events", deliveries.window))
        case Verdict.BAD:
            judgement.bad(_low_rate(deliveries, threshold), ServiceStatus.WARNING)


def _low_rate(deliveries: Deliveries, threshold: float) -> Finding:
    window = deliveries.window
    return WEBHOOK_SUCCESS_RATE.broken(
        Severity.HIGH,
        "Low webhook success rate",
        value=round(window.success_rate or 0.0, 2),
        threshold=threshold,
        unit="%",
        evidence={"webhooks24h": window.total, "webhooksFailed24h": window.failed, **_last_failure(deliveries)},
    )


def _judge_run(judgement: Judgement, deliveries: Deliveries, threshold: int) -> None:
    if deliveries.failed_in_a_row < threshold:
        # Nothing at all proves nothing; `newest` reaches further back than any run of failures.
        if deliveries.newest.total:
            judgement.clear([CONSECUTIVE_FAILURES])
        return
    finding = CONSECUTIVE_FAILURES.broken(
        Severity.HIGH,
        "Webhook events fail one after the other",
        value=deliveries.failed_in_a_row,
        threshold=threshold,
        unit="events",
        evidence=_last_failure(deliveries),
    )
    judgement.bad(finding, ServiceStatus.WARNING)


def _last_failure(deliveries: Deliveries) -> Evidence:
    since = deliveries.failing_since
    return {
        "failedInARow": deliveries.failed_in_a_row,
        "failingSince": since.isoformat() if since else None,
        "lastError": deliveries.last_error,
        "lastEventType": deliveries.last_event_type,
    }
