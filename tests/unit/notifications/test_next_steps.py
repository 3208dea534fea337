"""Every rule has next steps of its own."""

import pytest

from pawpop_monitoring.notifications.content.next_steps.catalogue import all_next_steps, next_steps_for

RULES = {
    "supabase": [
        "unreachable",
        "connections",
        "query_time",
        "error_rate",
        "blind",
        "wraparound",
        "replication_slot",
        "idle_in_transaction",
        "disk_usage",
        "service_unhealthy",
    ],
    "fal-ai": ["unreachable", "daily_cost", "monthly_cost", "cost_gap", "rate_limit", "error_rate"],
    "stripe": [
        "unreachable",
        "webhook_success_rate",
        "consecutive_failures",
        "payment_success_rate",
        "endpoint_disabled",
        "undelivered",
    ],
    "system": ["stale_check", "dead_letters", "delivery_failing", "records_waiting", "network_down"],
}


@pytest.mark.parametrize(("service", "rule"), [(name, rule) for name, rules in RULES.items() for rule in rules])
def test_each_rule_has_steps_of_its_own(service: str, rule: str) -> None:
    steps = next_steps_for(service, rule)
    assert steps is all_next_steps()[f"{service}:{rule}"]
    assert 1 <= len(steps.first) <= 4
    assert 1 <= len(steps.then) <= 5
    assert all(len(step) <= 160 for step in steps.first + steps.then)


def test_what_a_person_raised_has_its_own_steps_whatever_the_service() -> None:
    assert next_steps_for("printify", "manual") is next_steps_for("stripe", "manual")
    assert next_steps_for("stripe", "manual") is not next_steps_for("stripe", "unheard_of")


@pytest.mark.parametrize("service", ["nobody", "../../settings", ""])
def test_an_unknown_rule_gets_the_general_steps(service: str) -> None:
    assert next_steps_for(service, "unheard_of") is all_next_steps()["any-service:general"]
