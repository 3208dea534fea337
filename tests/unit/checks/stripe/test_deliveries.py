"""The rules on webhook events: below, at and above the threshold, small samples, recovery, nonsense."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pawpop_monitoring.domain.readings.stripe import Deliveries, Sample, Unknown
from pawpop_monitoring.domain.tracking_bounds import MOST_EVENTS_A_DAY
from tests.factories import NOW
from tests.unit.checks.stripe.readings import ALL_RULES, found, judged, make_deliveries

RATE, RUN = "stripe:webhook_success_rate", "stripe:consecutive_failures"
TYPES = "stripe:event_type_failing"
NONE = Sample(0, 0)


@pytest.mark.parametrize(
    ("deliveries", "expected"),
    [
        (make_deliveries(100, 4), ["healthy"]),
        (make_deliveries(100, 6), ["warning"]),  # 94 %, which may be chance: said, not told
        (make_deliveries(100, 1), ["healthy"]),
        (make_deliveries(100, 10), ["webhook_success_rate high", "warning"]),
        (make_deliveries(100, 100, in_a_row=2), ["webhook_success_rate high", "warning"]),
        (make_deliveries(10_000, 500, before=Sample(280_000, 14_000)), ["healthy"]),
        (make_deliveries(10_000, 800, before=Sample(280_000, 14_000)), ["webhook_success_rate high", "warning"]),
        (make_deliveries(10_000, 800, before=Sample(280_000, 22_400)), ["webhook_success_rate medium", "warning"]),
        (make_deliveries(20, 5), ["webhook_success_rate high", "warning"]),
        (make_deliveries(19, 19, newest=Sample(19, 19)), ["webhook_success_rate high", "warning"]),
        (make_deliveries(20, 1), ["healthy"]),
        (make_deliveries(19, 0), ["healthy"]),
        (make_deliveries(0, 0, newest=NONE), ["healthy"]),
        (make_deliveries(in_a_row=2), ["healthy"]),
        (make_deliveries(in_a_row=3), ["consecutive_failures high", "warning"]),
        (make_deliveries(in_a_row=4), ["consecutive_failures high", "warning"]),
    ],
)
def test_rules(deliveries: Deliveries, expected: list[str]) -> None:
    assert found(judged(deliveries=deliveries)) == expected


def test_a_flood_that_is_not_all_kept_is_said() -> None:
    kept = replace(make_deliveries(100, 0), received=MOST_EVENTS_A_DAY)
    assert any("only those are kept" in said for said in judged(deliveries=kept).unknowns)
    assert not judged(deliveries=replace(kept, received=MOST_EVENTS_A_DAY - 1)).unknowns


def test_an_hour_of_failures_is_over_when_twenty_went_well() -> None:
    assert RATE in judged(deliveries=make_deliveries(900, 80, newest=Sample(20, 0))).good
    assert RATE not in judged(deliveries=make_deliveries(900, 80, newest=Sample(20, 8))).good


def test_nothing_handled_is_neither_good_nor_bad() -> None:
    judgement = judged(deliveries=make_deliveries(0, 0, newest=NONE))
    assert RATE not in judgement.good
    assert RATE in judgement.unclear
    assert judgement.notes == ["No webhook event was handled in 24 hours, so nothing is said of how many fail."]


@pytest.mark.parametrize(
    ("received", "said"),
    [
        (55, "55 webhook deliveries arrived in 24 h; how the shop handled 55 of them is not reported: "),
        (1, "1 webhook delivery arrived in 24 h; how the shop handled it is not reported: "),
    ],
)
def test_deliveries_of_which_nobody_says_how_they_were_handled_are_told_with_what_to_do(
    received: int, said: str
) -> None:
    judgement = judged(deliveries=make_deliveries(0, 0, newest=NONE, received=received))
    assert judgement.notes == [f"{said}set StripeForwardUrl, or report to /track/stripe."]
    assert judgement.status == "healthy"


def test_counts_that_make_no_sense_are_unknown() -> None:
    judgement = judged(deliveries=make_deliveries(100, 101))
    assert found(judgement) == ["unknown"]
    assert RATE not in judgement.good | judgement.unclear


def test_a_type_that_always_fails_is_named_although_the_others_go_well() -> None:
    by_type = {"checkout.session.completed": (True,) * 9, "payment_intent.succeeded": (False,) * 9}
    deliveries = make_deliveries(18, 9, newest=Sample(18, 9), latest_by_type=by_type)
    finding = judged(deliveries=deliveries).findings[0]
    assert (finding.rule, finding.severity, finding.value) == ("event_type_failing", "high", 9)
    assert finding.message == "Every checkout.session.completed fails in the shop's handler"


@pytest.mark.parametrize(
    ("latest", "fails"),
    [
        ((True,), False),
        ((True, True), False),
        ((True, True, True), True),
        ((True, True, True, False, False), True),
        ((False, True, True, True), False),
        ((False,), False),
    ],
)
def test_a_type_fails_if_its_last_ones_all_did(latest: tuple[bool, ...], fails: bool) -> None:
    judgement = judged(deliveries=make_deliveries(latest_by_type={"charge.refunded": latest}))
    assert found(judgement) == (["event_type_failing high", "warning"] if fails else ["healthy"])
    assert ("stripe:event_type_failing" in judgement.good) is not fails


def test_on_a_slow_day_the_newest_events_end_the_alert_of_a_busy_one() -> None:
    judgement = judged(deliveries=make_deliveries(8, 0, newest=Sample(20, 0)))
    assert RATE in judgement.good
    assert found(judgement) == ["healthy"]


def test_no_events_at_all_say_nothing_of_a_run() -> None:
    assert RUN not in judged(deliveries=make_deliveries(0, 0, newest=NONE)).good


def test_what_could_not_be_read_is_neither_good_nor_bad_and_the_rest_is_judged() -> None:
    judgement = judged(deliveries=Unknown("The database refuses connections."))
    assert found(judgement) == ["unknown"]
    assert judgement.good == ALL_RULES - {RATE, RUN, TYPES}
    assert judgement.unknowns == ["Webhook events: The database refuses connections."]


def test_the_finding_carries_value_threshold_unit_and_the_last_error() -> None:
    deliveries = Deliveries(
        window=Sample(200, 30),
        newest=Sample(20, 6),
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


def test_one_trouble_is_told_by_the_rule_that_says_most_of_it() -> None:
    by_type = {"charge.refunded": (True,) * 9}
    deliveries = make_deliveries(100, 50, in_a_row=7, latest_by_type=by_type)
    judgement = judged(deliveries=deliveries)
    assert found(judgement) == ["consecutive_failures high", "warning"]
    assert judgement.findings[0].evidence["webhooksFailed24h"] == 50
    assert judgement.good == ALL_RULES - {RATE, RUN, TYPES}


@pytest.mark.parametrize(("sample", "rate"), [(Sample(800, 3), 99.63), (Sample(3, 1), 66.67), (Sample(0, 0), None)])
def test_a_rate_is_rounded_as_the_database_rounds_it(sample: Sample, rate: float | None) -> None:
    """99.625 was 99.62 here and 99.63 in get_stripe_webhook_health()."""
    assert sample.rounded_rate == rate


def test_a_row_that_the_rate_explains_is_left_to_the_rate() -> None:
    """Where a third fails, three in a row come about every hour; where hardly any does, they are a broken handler."""

    def rows(failed_before: int) -> list[str]:
        newest = Sample(20, 3 + failed_before)
        deliveries = replace(make_deliveries(in_a_row=3), newest=newest)
        return [
            finding.rule for finding in judged(deliveries=deliveries).findings if finding.rule == "consecutive_failures"
        ]

    assert (rows(6), rows(0)) == ([], ["consecutive_failures"])


OFTEN = (True, False, False) * 20
"""A third fails, newest first."""


def _crowded(latest: tuple[bool, ...], in_a_row: int) -> Deliveries:
    return make_deliveries(
        1000, sum(latest), newest=Sample(20, sum(latest[:20])), in_a_row=in_a_row, latest=latest,
        before=Sample(28_000, 30),
    )  # fmt: skip


@pytest.mark.parametrize("row", [3, 6, 20])
def test_a_row_in_what_fails_anyway_is_evidence_of_the_rate(row: int) -> None:
    (finding,) = judged(deliveries=_crowded((True,) * row + (False, *OFTEN), row)).findings
    assert (finding.rule, finding.evidence["failedInARow"]) == ("webhook_success_rate", row)


@pytest.mark.parametrize(("row", "told"), [(3, False), (12, True)])
def test_few_in_a_row_are_no_second_alert_while_the_rate_has_hardly_settled(row: int, told: bool) -> None:
    latest = (True,) * row + (False,) * 25 + (True, False, False, False, False, *OFTEN[:18])
    rules = [finding.rule for finding in judged(deliveries=_crowded((*latest, *(False,) * 60), row)).findings]
    assert ("consecutive_failures" in rules) is told


@pytest.mark.parametrize("row", [3, 6, 20])
def test_a_row_where_all_went_well_before_is_told_as_one(row: int) -> None:
    (finding,) = judged(deliveries=_crowded((True,) * row + (False,) * 60, row)).findings
    assert finding.rule == "consecutive_failures"
    assert str(finding.evidence["reason"]).startswith(f"{row} of {row} failed; usual are 1 in ")


def test_a_row_beside_what_has_failed_for_weeks_is_news() -> None:
    latest = (True,) * 20 + (False, *OFTEN)
    weeks = make_deliveries(
        1000, 350, newest=Sample(20, 20), in_a_row=20, latest=latest, before=Sample(28_000, 9300)
    )  # fmt: skip
    assert [finding.rule for finding in judged(deliveries=weeks).findings] == ["consecutive_failures"]


@pytest.mark.parametrize(("minutes", "is_known"), [(-5, True), (0.5, True), (3.9, True), (4, False), (600, False)])
def test_a_row_is_no_news_at_a_second_look_unless_something_else_would_have_come(
    minutes: float, is_known: bool
) -> None:
    last = NOW - timedelta(minutes=minutes)
    [finding] = judged(deliveries=make_deliveries(in_a_row=3, last_failed_at=last)).findings
    assert finding.as_of == (last if is_known else None)


@pytest.mark.parametrize("step", [5, 10, 16])  # seconds between events
@pytest.mark.parametrize(
    ("seconds", "since_the_end", "told"),
    [(175, 120, True), (240, 60, True), (345, 60, True), (110, 120, False), (345, 175, False), (1500, 200, False)],
)
def test_a_handler_that_was_broken_for_minutes_between_two_looks_is_told(
    step: int, seconds: int, since_the_end: int, told: bool
) -> None:
    ages = range(1, 3600, step)
    latest = tuple(since_the_end <= age <= since_the_end + seconds for age in ages)
    failed_at = tuple(NOW - timedelta(seconds=age) for age, failed in zip(ages, latest, strict=True) if failed)
    deliveries = make_deliveries(
        86_400 // step, sum(latest), newest=Sample(20, sum(latest[:20])), latest=latest[:200],
        failed_at=failed_at, before=Sample(2_300_000 // step, 200),
    )  # fmt: skip
    findings = judged(deliveries=deliveries).findings
    assert [(one.rule, one.severity) for one in findings] == [("consecutive_failures", "high")] * told
    assert all(120 <= one.lasted.total_seconds() <= seconds for one in findings)


@pytest.mark.parametrize(("row", "lasted"), [(3, 0), (9, 0), (10, 180), (12, 220)])
def test_a_long_row_says_for_how_long_it_has_failed(row: int, lasted: int) -> None:
    """Where a third fails, three in a row come about by themselves before that is known."""
    failed_at = tuple(NOW - timedelta(seconds=5 + 20 * place) for place in range(30))
    [finding] = judged(deliveries=make_deliveries(in_a_row=row, failed_at=failed_at)).findings
    assert finding.lasted == timedelta(seconds=lasted)


def test_a_short_row_between_two_looks_is_left_to_the_next_one() -> None:
    latest = (False, False, *(True,) * 6, *(False,) * 100)
    failed_at = tuple(NOW - timedelta(seconds=60 + 40 * place) for place in range(6))
    short = make_deliveries(1000, 6, newest=Sample(20, 6), latest=latest, failed_at=failed_at)
    assert [finding.rule for finding in judged(deliveries=short).findings if finding.lasted] == []


def test_one_that_goes_well_does_not_end_a_row_while_most_fail() -> None:
    failing, over = _crowded((False, *(True,) * 30), 0), _crowded((False,) * 60, 0)
    assert RUN in judged(deliveries=failing).unclear
    assert RUN in judged(deliveries=over).good
