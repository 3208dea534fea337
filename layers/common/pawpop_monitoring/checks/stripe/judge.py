"""All rules of the Stripe check: a pure function of a reading."""

from datetime import datetime

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.response_times import judge_response_times
from pawpop_monitoring.checks.stripe.account_rules import judge_account, judge_waiting
from pawpop_monitoring.checks.stripe.payments import judge_payments
from pawpop_monitoring.checks.stripe.signatures import judge_signatures
from pawpop_monitoring.checks.stripe.webhook_deliveries import judge_deliveries
from pawpop_monitoring.checks.stripe.webhook_gap import judge_gap
from pawpop_monitoring.domain.readings.stripe import Deliveries, Handling, StripeReading, Unknown
from pawpop_monitoring.domain.rules.stripe import HANDLING_TIME
from pawpop_monitoring.domain.tracking_bounds import MOST_EVENTS_A_DAY
from pawpop_monitoring.thresholds import StripeThresholds


def judge(reading: StripeReading, now: datetime, thresholds: StripeThresholds) -> Judgement:
    """Every rule that the reading can answer; the others are neither good nor bad."""
    judgement = Judgement()
    judge_account(judgement, reading.account)
    _judge_room(judgement, reading.records.deliveries)
    judge_deliveries(judgement, reading.records.deliveries, thresholds, now)
    judge_waiting(judgement, reading.account, now)
    if isinstance(handling := reading.records.handling, Handling):
        slow = thresholds.stripe_handling_time_threshold
        message = "The shop takes long to handle webhook events"
        judge_response_times(judgement, HANDLING_TIME, handling.latest_ms, slow, message)
    judge_payments(judgement, reading.records.payments, thresholds.stripe_payment_success_rate_threshold, now)
    judge_gap(judgement, reading.records.rhythm)
    judge_signatures(judgement, reading.records.refusals)
    return judgement


def _judge_room(judgement: Judgement, deliveries: Deliveries | Unknown) -> None:
    if isinstance(deliveries, Deliveries) and deliveries.received >= MOST_EVENTS_A_DAY:
        judgement.unknown(
            f"{deliveries.received:,} webhook events in 24 h: of more than {MOST_EVENTS_A_DAY:,} a day"
            " only those are kept that Stripe has signed."
        )
