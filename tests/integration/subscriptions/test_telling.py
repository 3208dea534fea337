"""Subscribers hear of the beginning and of the end of an incident, once each, and never more than a day may cost."""

import pytest

from pawpop_monitoring.domain.errors import PermanentDeliveryError, RetryableDeliveryError
from tests.integration.subscriptions.conftest import Town


def _subjects(town: Town, address: str = "jane@example.com") -> list[str]:
    mails = [mail for mail in town.mails if mail.recipients == (address,) and "List-Unsubscribe" in mail.headers]
    return [mail.subject for mail in mails]


def test_the_beginning_and_the_end_are_told_and_nothing_between(town: Town) -> None:
    town.subscribe("jane@example.com")
    incident = town.publish()
    for stage in ("identified", "monitoring", "resolved"):
        town.deliver()
        town.later(minutes=20)
        town.note(incident, stage)
    town.deliver()
    assert _subjects(town) == ["Investigating: Some payments fail", "Resolved: Some payments fail"]
    assert town.spent == len(town.mails) == 3
    _, begun, over = town.mails
    assert "\n\nDegraded service: Checkout\n\n" in begun.text
    assert "<p>Degraded service: Checkout</p>" in begun.html
    assert "Degraded service" not in over.text + over.html


def test_messages_that_come_twice_tell_nobody_twice(town: Town) -> None:
    town.subscribe("jane@example.com")
    town.publish()
    town.deliver()
    town.later(hours=2)
    town.again()
    assert len(_subjects(town)) == town.spent - 1 == 1


def test_whoever_could_not_be_told_is_told_when_it_is_run_again(town: Town) -> None:
    for name in ("jane", "eve"):
        town.subscribe(f"{name}@example.com")
    town.publish()
    town.refusals = [RetryableDeliveryError("503")]
    with pytest.raises(RetryableDeliveryError):
        town.deliver()
    town.again()
    assert len(_subjects(town)) == len(_subjects(town, "eve@example.com")) == 1


def test_one_refused_address_costs_itself_alone(town: Town) -> None:
    for name in ("jane", "eve"):
        town.subscribe(f"{name}@example.com")
    town.publish()
    town.refusals = [PermanentDeliveryError("422", status=422)]
    town.deliver()
    assert len(_subjects(town)) + len(_subjects(town, "eve@example.com")) == 1


def test_of_what_nobody_heard_nobody_hears_the_end(town: Town) -> None:
    incident = town.publish()
    town.deliver()
    town.note(incident, "resolved")
    town.subscribe("jane@example.com")
    assert _subjects(town) == []


@pytest.mark.parametrize(("hours", "told"), [(6, 1), (6.01, 0)])
def test_what_is_old_is_no_news(hours: float, told: int, town: Town) -> None:
    town.subscribe("jane@example.com")
    town.publish()
    town.later(hours=hours)
    town.deliver()
    assert len(_subjects(town)) == told


def test_mails_for_the_end_are_kept_free(town: Town) -> None:
    town.quota = 10  # four mails a day: one question, one subscriber
    town.subscribe("jane@example.com")
    first = town.publish("First")
    town.deliver()
    town.publish("Second")
    town.deliver()
    town.note(first, "resolved")
    town.deliver()
    assert _subjects(town) == ["Investigating: First", "Resolved: First"]
    town.later(minutes=1)
    assert town.spent <= 4


def test_what_people_wrote_is_escaped_and_breaks_no_header(town: Town) -> None:
    town.subscribe("jane@example.com")
    town.publish("<b>Payments\r\nBcc: eve@example.com")
    town.deliver()
    (mail,) = [mail for mail in town.mails if "List-Unsubscribe" in mail.headers]
    assert "\n" not in mail.subject
    assert "<b>" not in mail.html


def test_with_nobody_on_the_list_incidents_cost_nothing_each(town: Town) -> None:
    for index in range(3):
        town.publish(f"Incident {index}")
    asked: list[str] = []
    client = town.client()
    client.meta.events.register("before-call.dynamodb", lambda model, **_: asked.append(model.name))
    town.deliver()
    assert asked == ["Query"] * 3
