"""The whole is as bad as its worst service, and as its worst open alert that is not silenced."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from pawpop_monitoring.domain.overall import OpenCondition, loud_severities, overall_status
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.silence import Silence
from tests.factories import NOW

HEALTHY, WARNING, CRITICAL = ServiceStatus.HEALTHY, ServiceStatus.WARNING, ServiceStatus.CRITICAL
ORDERS = OpenCondition("printify", "manual", "printify:manual:1f", Severity.CRITICAL)
SLOW = OpenCondition("supabase", "query_time", "supabase:query_time", Severity.MEDIUM)


def _silence(**fields: Any) -> Silence:
    """One in force; which those are is asked before."""
    return Silence(
        id="s",
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=1),
        reason="r",
        created_by="a",
        created_at=NOW,
        **fields,
    )


@pytest.mark.parametrize(
    ("statuses", "alerts", "whole"),
    [
        ([], [], WARNING),  # nothing is known
        ([HEALTHY], [], HEALTHY),
        ([HEALTHY], [Severity.LOW], HEALTHY),
        ([HEALTHY], [Severity.MEDIUM], WARNING),
        ([HEALTHY], [Severity.HIGH, Severity.LOW], WARNING),
        ([HEALTHY], [Severity.CRITICAL], CRITICAL),
        ([WARNING], [Severity.CRITICAL, Severity.LOW], CRITICAL),
        ([HEALTHY, ServiceStatus.UNKNOWN], [], WARNING),
        ([HEALTHY, ServiceStatus.UNKNOWN], [Severity.CRITICAL], CRITICAL),
        ([HEALTHY, ServiceStatus.DOWN], [Severity.LOW], CRITICAL),
        ([CRITICAL], [Severity.MEDIUM], CRITICAL),
    ],
)
def test_the_worst_counts(statuses: Sequence[ServiceStatus], alerts: Sequence[Severity], whole: ServiceStatus) -> None:
    assert overall_status(statuses, alerts) is whole


@pytest.mark.parametrize(
    ("silences", "loud"),
    [
        ([], {Severity.CRITICAL, Severity.MEDIUM}),
        ([_silence(service="printify")], {Severity.MEDIUM}),
        ([_silence(fingerprint="printify:manual:1f")], {Severity.MEDIUM}),
        ([_silence(fingerprint="printify:manual:2e")], {Severity.CRITICAL, Severity.MEDIUM}),
        ([_silence(service="printify"), _silence(rule="query_time")], set()),
        ([_silence()], set()),
    ],
)
def test_what_is_silenced_is_not_held_against_the_whole(silences: list[Silence], loud: set[Severity]) -> None:
    assert loud_severities([ORDERS, SLOW], silences) == loud
