"""The shop's own response times against their thresholds: told beyond chance, at any number, ended by what is fast."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.response_times import judge_response_times
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.readings.stripe import Handling
from pawpop_monitoring.domain.rules.fal_ai import RESPONSE_TIME
from pawpop_monitoring.domain.service import ServiceStatus
from tests.unit.checks.fal_ai import readings as fal_ai
from tests.unit.checks.stripe import readings as stripe

THRESHOLD = 1000.0
FAST, SLOW = 900.0, 1500.0


def judged(*newest_first: float) -> Judgement:
    judgement = Judgement()
    judge_response_times(judgement, RESPONSE_TIME, newest_first, THRESHOLD, "fal.ai answers slowly")
    return judgement


def found(*newest_first: float) -> Finding:
    (finding,) = judged(*newest_first).findings
    return finding


@pytest.mark.parametrize(
    "newest_first",
    [
        [],
        [SLOW],
        [SLOW, SLOW],
        [FAST, FAST, SLOW],
        [FAST] * 190 + [SLOW] * 10,  # five in a hundred may be
        [FAST] * 60 + [SLOW] * 60,  # it is over
        [FAST] * 180 + [SLOW] * 20,
    ],
)
def test_nobody_is_told(newest_first: Sequence[float]) -> None:
    judgement = judged(*newest_first)
    assert (judgement.findings, judgement.status) == ([], ServiceStatus.HEALTHY)


@pytest.mark.parametrize(
    "newest_first",
    [
        [SLOW] * 4,
        [SLOW] * 5,
        [SLOW] * 200,
        [SLOW] * 6 + [FAST] * 194,  # a slow minute of a busy shop
        [SLOW, FAST, FAST, FAST] * 20,
        [SLOW, *[FAST] * 8] * 20,  # one in nine, all day
    ],
)
def test_it_is_told(newest_first: Sequence[float]) -> None:
    finding = found(*newest_first)
    assert (finding.rule, finding.severity, finding.threshold, finding.unit) == ("response_time", "medium", 1000, "ms")
    assert finding.value == SLOW
    assert judged(*newest_first).status is ServiceStatus.WARNING


def test_a_time_on_the_threshold_is_still_good() -> None:
    judgement = judged(*[THRESHOLD] * 50)
    assert judgement.good == {"fal-ai:response_time"}


def test_what_is_fast_again_ends_it() -> None:
    assert judged(*[FAST] * 60, *[SLOW] * 60).good == {"fal-ai:response_time"}
    assert judged(SLOW, *[FAST] * 3).unclear == {"fal-ai:response_time"}


def test_the_evidence_says_how_many() -> None:
    assert found(*[SLOW] * 6, *[FAST] * 194).evidence == {
        "reason": "6 of 6 took too long; usual are 1 in 100; by chance once in 10^11",
        "slowCalls": 6,
        "judgedCalls": 6,
    }


@pytest.mark.parametrize(("variable", "told"), [({}, []), ({"MONITORING_FAL_RESPONSE_TIME_THRESHOLD": "20000"}, True)])
def test_the_shop_sets_the_limit_of_fal_ai(variable: dict[str, str], told: object) -> None:
    usage = replace(fal_ai.make_usage(), latest_ms=(25_000.0,) * 20)
    outline = fal_ai.outline(fal_ai.judged(variable, usage=usage))
    assert outline == (["response_time medium"] if told else [])


def test_a_handler_that_takes_long_is_told() -> None:
    times = (12_000.0,) * 20
    judgement = stripe.judged(handling=Handling(p50_ms=12_000, p95_ms=12_000, latest_ms=times))
    assert stripe.found(judgement) == ["handling_time medium", "warning"]
    assert judgement.findings[0].value == 12_000
