"""`dead_letters` and `delivery_failing`: below, at and above, missing, nonsense, recovery."""

from typing import Any

import pytest

from pawpop_monitoring.domain.readings.system import Deliveries, QueueDepth, Unread
from tests.unit.checks.system.readings import ago, found, judged, make_own_snapshot, make_snapshots, make_stored

EMPTY = QueueDepth(messages=0)
FAILING = "delivery_failing high"


@pytest.mark.parametrize(
    ("depth", "expected", "status"),
    [
        (EMPTY, [], "healthy"),
        (QueueDepth(messages=1), ["dead_letters:alerts high"], "warning"),
        (QueueDepth(messages=900), ["dead_letters:alerts high"], "warning"),
        (QueueDepth(messages=-1), [], "unknown"),
        (Unread("The queue can't be looked at."), [], "unknown"),
    ],
)
def test_dead_letters(depth: QueueDepth | Unread, expected: list[str], status: str) -> None:
    judgement = judged(dead_letters={"alerts": depth, "records": EMPTY})
    assert (found(judgement), judgement.status) == (expected, status)
    assert ("system:dead_letters:alerts" in judgement.good) is (depth == EMPTY)
    assert "system:dead_letters:records" in judgement.good


@pytest.mark.parametrize(("oldest", "age"), [(ago(90), 90.0), (ago(-0.1), 0.0), (None, None)])
def test_the_finding_says_how_many_and_how_old(oldest: Any, age: float | None) -> None:
    details = judged(dead_letters={"records": QueueDepth(messages=4, oldest=oldest)}).findings[0].details
    assert (details["value"], details["threshold"], details["unit"]) == (4, 0, "messages")
    assert (details["queue"], details["oldestAgeMinutes"]) == ("records", age)


@pytest.mark.parametrize(
    ("deliveries", "expected", "good"),
    [
        (Deliveries(), [], True),
        (Deliveries(accepted=5), [], True),
        (Deliveries(failures=1), [], False),
        (Deliveries(failures=2, accepted=1), [], False),
        (Deliveries(failures=3), [FAILING], False),
        (Deliveries(failures=3, accepted=9), [FAILING], False),
        (Deliveries(undelivered=1, oldest_undelivered=ago(11)), [FAILING], False),
        (Deliveries(undelivered=1, accepted=1), [FAILING], False),
    ],
)
def test_deliveries(deliveries: Deliveries, expected: list[str], good: bool) -> None:
    judgement = judged(stored=make_stored(deliveries=deliveries))
    assert (found(judgement), "system:delivery_failing" in judgement.good) == (expected, good)


@pytest.mark.parametrize(
    ("deliveries", "expected", "good"),
    [
        (Deliveries(undelivered=2), [], False),
        (Deliveries(), [], False),
        (Deliveries(accepted=1), [], True),
        (Deliveries(failures=3), [FAILING], False),
    ],
)
def test_what_is_not_yet_written_down_counts_for_nothing(
    deliveries: Deliveries, expected: list[str], good: bool
) -> None:
    own = make_own_snapshot(database_read_since=ago(9).isoformat())
    judgement = judged(snapshots=make_snapshots(own=own), stored=make_stored(deliveries=deliveries))
    assert (found(judgement), "system:delivery_failing" in judgement.good) == (expected, good)


def test_the_finding_says_what_the_provider_says() -> None:
    deliveries = Deliveries(failures=4, undelivered=2, oldest_undelivered=ago(30), last_error="Resend: quota used up.")
    finding = judged(stored=make_stored(deliveries=deliveries)).findings[0]
    assert (finding.value, finding.threshold, finding.unit) == (4, 2, "attempts")
    assert finding.evidence == {
        "failedInARow": 4,
        "undelivered": 2,
        "oldestAgeMinutes": 30.0,
        "lastError": "Resend: quota used up.",
    }


def test_the_finding_names_the_channels_that_fail() -> None:
    deliveries = Deliveries(failures=3, failing=["slack:ops", "email"], undelivered_by=["webhook:shop"])
    finding = judged(stored=make_stored(deliveries=deliveries)).findings[0]
    assert finding.message == "Alerts can't be delivered over slack:ops, email"
    assert finding.evidence["channels"] == ["slack:ops", "email"]


def test_one_message_is_not_several() -> None:
    told = [judged(dead_letters={"alerts": QueueDepth(messages=number)}).findings[0].message for number in (1, 2)]
    assert told == ["A message of the queue of alerts was given up", "Messages of the queue of alerts were given up"]
