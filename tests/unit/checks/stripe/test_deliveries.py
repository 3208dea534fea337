"""The rules on webhook events: below, at and above the threshold, small samples, recovery, nonsense."""

import pytest

from pawpop_monitoring.domain.readings.stripe import Deliveries, Sample, Unknown
from tests.unit.checks.stripe.readings import ALL_RULES, found, judged, make_deliveries

RATE, RUN = "stripe:webhook_success_rate", "stripe:consecutive_failures"
NONE = Sample(0, 0)


@pytest.mark.parametrize(
    ("deliveries", "expected"),
    [
        (make_deliveries(100, 4), ["healthy"]),
        (make_deliveries(100, 5), ["healthy"]),
        (make_deliveries(100, 6), ["webhook_success_rate high", "warning"]),
        (make_deliveries(100, 100, in_a_row=2), ["webhook_success_rate high", "warning"]),
        (make_deliveries(1_000_000, 50_000), ["healthy"]),
        (make_deliveries(1_000_000, 50_001), ["webhook_success_rate high", "warning"]),
        (make_deliveries(20, 2), ["webhook_success_rate high", "warning"]),
        (make_deliveries(20, 1), ["healthy"]),
        (make_deliveries(in_a_row=2), ["healthy"]),
        (make_deliveries(in_a_row=3), ["consecutive_failures high", "warning"]),
        (make_deliveries(in_a_row=4), ["consecutive_failures high", "warning"]),
    ],
)
def test_rules(deliveries: Deliveries, expected: list[str]) -> None:
    assert found(judged(deliveries=deliveries)) == expected


@pytest.mark.parametrize(
    "deliveries",
    [
        make_deliveries(19, 19, newest=Sample(19, 19)),
        make_deliveries(19, 0, newest=Sample(19, 0)),
        make_deliveries(0, 0, newest=NONE),
        make_deliveries(19, 2, newest=Sample(20, 2)),
        make_deliveries(100, 101),
    ],
)
def test_a_sample_that_proves_nothing_raises_and_clears_nothing(deliveries: Deliveries) -> None:
    judgement = judged(deliveries=deliveries)
    assert found(judgement) == ["unknown"]
    assert RATE not in judgement.good


def test_on_a_slow_day_the_newest_events_end_the_alert_of_a_busy_one() -> None:
    judgement = judged(deliveries=make_deliveries(8, 0, newest=Sample(20, 0)))
    assert RATE in judgement.good
    assert found(judgement) == ["healthy"]


def test_no_events_at_all_say_nothing_of_a_run() -> None:
    assert RUN not in judged(deliveries=make_deliveries(0, 0, newest=NONE)).good


def test_what_could_not_be_read_is_neither_good_nor_bad_and_the_rest_is_judged() -> None:
    judgement = judged(deliveries=Unknown("The database refuses connections."))
    assert found(judgement) == ["unknown"]
    assert judgement.good == ALL_RULES - {RATE, RUN}
    assert judgement.unknowns == ["Webhook events: The database refuses connections."]


def test_the_finding_carries_value_threshold_unit_and_the_last_error() -> None:
    deliveries = Deliveries(
        window=Sample(200, 30),
        newest=Sample(20, 3),
        failed_in_a_row=0,
        last_error="502 from the handler",
        last_event_type="payment_intent.succeeded",
    )
    details = judged(deliveries=deliveries).findings[0].details
    assert (details["value"], details["threshold"], details["unit"]) == (85.0, 95.0, "%")
    assert (details["webhooks24h"], details["webhooksFailed24h"]) == (200, 30)
    assert details["lastError"] == "502 from the handler"


def test_all_well_clears_every_rule() -> None:
    judgement = judged()
    assert found(judgement) == ["healthy"]
    assert judgement.good == ALL_RULES
