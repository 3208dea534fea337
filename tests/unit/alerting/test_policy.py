"""How many checks a rule waits for: the same trouble counts alike at every interval."""

from datetime import timedelta

import pytest

from pawpop_monitoring.alerting.decide.engine import decide_bad, decide_good
from pawpop_monitoring.alerting.decide.policy import policy_for
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.rules.patience import REMEMBERED, Patience, Policy
from tests.factories import NOW, make_finding

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("rule", "minutes", "open_after", "window"),
    [
        ("supabase:connections", 1, 3, 4),
        ("supabase:connections", 2, 2, 3),
        ("supabase:connections", 5, 2, 3),
        ("supabase:connections", 15, 2, 3),
        ("supabase:error_rate", 1, 4, 6),
        ("supabase:error_rate", 2, 3, 4),
        ("supabase:error_rate", 3, 2, 3),
        ("supabase:error_rate", 5, 2, 3),
        ("fal-ai:cost_gap", 5, 6, 6),
        ("fal-ai:cost_gap", 1, 30, 30),  # as far as the engine looks back
        ("fal-ai:error_rate", 1, 1, 1),
    ],
)
def test_the_checks_that_open_an_alert(rule: str, minutes: int, open_after: int, window: int) -> None:
    service, _, name = rule.partition(":")
    policy = policy_for(service, name, minutes * MINUTE)
    assert (policy.open_after, policy.window) == (open_after, window)


@pytest.mark.parametrize("minutes", [1, 2, 5, 15])
@pytest.mark.parametrize(
    "rule",
    [
        "supabase:unreachable",
        "fal-ai:unreachable",
        "stripe:unreachable",
        "fal-ai:daily_cost",
        "fal-ai:monthly_cost",
        "stripe:endpoint_disabled",
        "system:network_down",
    ],
)
def test_what_can_not_wait_is_told_at_the_first_check(rule: str, minutes: int) -> None:
    service, _, name = rule.partition(":")
    assert policy_for(service, name, minutes * MINUTE).open_after == 1


@pytest.mark.parametrize("minutes", range(1, 16))
def test_a_hiccup_is_over_before_there_were_enough_bad_checks(minutes: int) -> None:
    """However it lies to the checks, one of up to two minutes, less a second, meets fewer than are needed."""
    interval, hiccup = minutes * MINUTE, timedelta(minutes=2, seconds=-1)
    met = -(-hiccup // interval)
    assert met < Patience(bad_checks=2, outlasts=timedelta(minutes=2)).policy(interval).open_after


def test_no_policy_asks_for_more_than_the_engine_remembers() -> None:
    with pytest.raises(ValueError, match="can never open"):
        Policy(open_after=REMEMBERED + 1, window=REMEMBERED + 1)


@pytest.mark.parametrize("minutes", [1, 5])
def test_a_rule_may_close_only_after_it_was_calm_for_a_while(minutes: int) -> None:
    policy = Patience(calm_for=20 * MINUTE).policy(minutes * MINUTE)
    finding, state = make_finding(), RuleState(fingerprint="supabase:connections")
    state = decide_bad(state, finding, NOW, policy).after
    for minute in range(minutes, 20, minutes):
        decision = decide_good(state, NOW + minute * MINUTE, policy)
        assert decision.reason is Reason.RECOVERING
        state = decision.after
    assert decide_good(state, NOW + 20 * MINUTE, policy).reason is Reason.RESOLVED
