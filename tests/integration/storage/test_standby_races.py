"""Checks that meet in the standby table while the database is down."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from pawpop_monitoring.alerting.standby.degraded import DegradedAlerting
from pawpop_monitoring.alerting.standby.mirror import StandbyMirror
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.storage.silence_store import DynamoSilenceStore
from pawpop_monitoring.storage.standby_store import DynamoStandbyStore
from tests.factories import NOW, make_finding
from tests.fakes.publishers import InMemoryAlertPublisher, InMemoryRecordPublisher
from tests.integration.one_at_a_time import OneAtATime
from tests.integration.storage.conftest import TABLE

pytestmark = pytest.mark.integration

CHECKS = 8


@pytest.fixture
def queue() -> InMemoryAlertPublisher:
    return InMemoryAlertPublisher()


@pytest.fixture
def degraded(dynamodb: Any, queue: InMemoryAlertPublisher) -> DegradedAlerting:
    client: Any = OneAtATime(dynamodb)
    silences = DynamoSilenceStore(client=lambda: client, table=TABLE)
    standby = StandbyMirror(DynamoStandbyStore(client=lambda: client, table=TABLE), silences)
    return DegradedAlerting(standby, queue, InMemoryRecordPublisher(), timedelta(hours=24))


def check_at_once(degraded: DegradedAlerting, *severities: Severity) -> None:
    """Each of these checks sees it at its own moment, a second apart, and gets there at the same time."""
    moments = [NOW + timedelta(minutes=5, seconds=second) for second in range(len(severities))]
    with ThreadPoolExecutor(len(severities)) as pool:
        list(pool.map(lambda seen, now: degraded.open(make_finding(severity=seen), now), severities, moments))


def test_checks_that_all_see_it_worse_tell_it_once(degraded: DegradedAlerting, queue: InMemoryAlertPublisher) -> None:
    opened = degraded.open(make_finding(severity=Severity.MEDIUM), NOW)

    check_at_once(degraded, *[Severity.CRITICAL] * CHECKS)

    assert {message.key for message in queue.messages} == {f"{opened.id}/1-opened", f"{opened.id}/2-escalated"}
    (kept,) = degraded.standby.entries()
    assert (kept.alert.severity, kept.alert.occurrences) == (Severity.CRITICAL, CHECKS + 1)


def test_of_checks_that_differ_the_worst_is_told_and_none_twice(
    degraded: DegradedAlerting, queue: InMemoryAlertPublisher
) -> None:
    degraded.open(make_finding(severity=Severity.LOW), NOW)

    check_at_once(degraded, Severity.MEDIUM, Severity.CRITICAL, Severity.HIGH, Severity.CRITICAL)
    degraded.open(make_finding(severity=Severity.CRITICAL), NOW + timedelta(minutes=6))

    by_key = {message.key: message.alert.severity for message in queue.messages}
    assert max(Counter(by_key.values()).values()) == 1
    assert Severity.CRITICAL in by_key.values()
