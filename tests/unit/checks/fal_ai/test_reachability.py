"""`unreachable`: broken, rejected, undecided, not configured."""

from decimal import Decimal

import pytest

from pawpop_monitoring.domain.readings.fal_ai import Answered, NotConfigured, Probe, Unreachable, Unread
from tests.unit.checks.fal_ai.readings import ALL_RULES, holds, judged, make_spend, make_traffic, make_usage, outline

NO_KEY = NotConfigured("Set the parameter FalApiKey.")


@pytest.mark.parametrize(
    ("probe", "found", "status"),
    [
        (Answered(80.0), [], "healthy"),
        (Unreachable("fal.ai has an error of its own (500)."), ["unreachable critical"], "down"),
        (Unread("fal.ai answers, but limits how often it may be asked (429)."), [], "unknown"),
        (NO_KEY, [], "healthy"),
    ],
)
def test_the_probe_decides(probe: Probe, found: list[str], status: str) -> None:
    judgement = judged(probe=probe)
    assert (outline(judgement), judgement.status) == (found, status)
    assert holds(judgement, "unreachable") is isinstance(probe, Answered)


def test_a_healthy_reading_clears_every_rule() -> None:
    assert judged().good == {f"fal-ai:{rule}" for rule in ALL_RULES}


def test_the_finding_says_why_and_how_often_it_was_tried() -> None:
    reason = "fal.ai rejects the key (401); it was revoked or is mistyped."
    finding = judged(probe=Unreachable(reason), attempts=3).findings[0]
    assert finding.message == "fal.ai unreachable: rejects the key (401)"
    assert finding.details == {"reason": reason, "attempts": 3}


def test_an_outage_does_not_hide_the_costs() -> None:
    usage = make_usage(today=make_spend("51"))
    judgement = judged(probe=Unreachable("fal.ai refuses connections."), usage=usage, billed_today=Decimal(51))
    assert (outline(judgement), judgement.status) == (["unreachable critical", "daily_cost high"], "down")


def test_without_a_key_the_tracked_requests_speak_for_fal_ai() -> None:
    judgement = judged(probe=NO_KEY)
    assert (judgement.unknowns, len(judgement.notes)) == ([], 1)
    assert "FalApiKey" in judgement.notes[0]


def test_with_neither_a_key_nor_a_request_nothing_bad_is_known_and_that_is_said() -> None:
    nothing = make_spend("0", requests=0)
    judgement = judged(probe=NO_KEY, usage=make_usage(today=nothing, month=nothing, traffic=(make_traffic(0, 0),)))
    assert judgement.status == "healthy"
    assert any("no request tracked" in note for note in judgement.notes)
