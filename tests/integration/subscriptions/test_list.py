"""Getting on the list and off it: asked twice, told to nobody else, and bounded."""

import pytest

from pawpop_monitoring.domain.errors import RetryableDeliveryError
from pawpop_monitoring.domain.subscriber import PublicMailBudget
from pawpop_monitoring.http import subscription_pages as pages
from tests.integration.subscriptions.conftest import Town

ONE_CLICK = "List-Unsubscribe=One-Click"


def _listed(town: Town) -> list[str]:
    return [each.address for each in town.store.confirmed()]


def test_only_who_presses_the_button_in_the_mail_is_on_the_list(town: Town) -> None:
    assert town.page("GET", "/status/subscribe") == pages.FORM
    assert town.ask("Jane Doe <jane@example.com>") == pages.ASKED
    town.deliver()
    (mail,) = town.mails
    assert mail.recipients == ("jane@example.com",)
    (link,) = town.links()
    assert town.follow(link) == pages.CONFIRM
    assert town.follow(link, "confirm=no") == pages.CONFIRM
    assert _listed(town) == []
    assert town.follow(link, "confirm=yes") == town.follow(link, "confirm=yes") == town.follow(link) == pages.CONFIRMED
    assert _listed(town) == ["jane@example.com"]


@pytest.mark.parametrize(
    "address", ["", "jane", "jane@", "a@b@c.example", "jane@example.com, eve@example.com", "\r\nBcc: x@y.z"]
)
def test_what_is_no_address_is_said(address: str, town: Town) -> None:
    assert town.ask(address) == pages.NO_ADDRESS
    town.deliver()
    assert town.mails == []


def test_nobody_learns_who_is_on_the_list(town: Town) -> None:
    town.subscribe("jane@example.com")
    assert town.ask("JANE@example.com") == town.ask("eve@example.com") == pages.ASKED
    town.deliver()
    assert [mail.recipients for mail in town.mails] == [("jane@example.com",), ("eve@example.com",)]


def test_a_mailbox_is_not_flooded(town: Town) -> None:
    for minutes in (0, 9, 2, 11, 11, 60):
        town.later(minutes=minutes)
        town.ask("jane@example.com")
        town.deliver()
    assert len(town.mails) == 3


@pytest.mark.parametrize(("hours", "page"), [(23.9, pages.CONFIRMED), (24, pages.GONE)])
def test_a_question_is_forgotten_after_a_day(hours: float, page: pages.SubscriptionPage, town: Town) -> None:
    town.ask("jane@example.com")
    town.deliver()
    town.later(hours=hours)
    assert town.follow(town.links()[0], "confirm=yes") == page


def test_a_question_that_resend_refuses_is_asked_again_and_once(town: Town) -> None:
    town.refusals = [RetryableDeliveryError("429")]
    town.ask("jane@example.com")
    with pytest.raises(RetryableDeliveryError):
        town.deliver()
    town.again()
    town.again()
    assert len(town.mails) == 1


@pytest.mark.parametrize("body", [ONE_CLICK, "confirm=yes"])
def test_one_press_takes_off_the_list_whatever_comes_twice(body: str, town: Town) -> None:
    town.subscribe("jane@example.com")
    town.publish()
    town.deliver()
    link = town.mails[-1].headers["List-Unsubscribe"]
    assert town.mails[-1].headers["List-Unsubscribe-Post"] == ONE_CLICK
    assert town.follow(link) == pages.LEAVE
    assert _listed(town) == ["jane@example.com"]
    assert town.follow(link, body) == town.follow(link, body) == pages.LEFT
    assert _listed(town) == []
    assert "jane" not in str(town.client().scan(TableName="status")["Items"])


@pytest.mark.parametrize(
    "link", ["", "?id=x&do=confirm", "?id=x&do=delete", f"?id={'x' * 65}&do=unsubscribe", "?id=é&do=confirm"]
)
def test_links_that_are_none_lead_nowhere(link: str, town: Town) -> None:
    assert town.follow(link, "confirm=yes") == pages.GONE


def test_so_many_may_ask_a_day(town: Town) -> None:
    answers = [town.ask(f"p{number}@example.com") for number in range(11)]
    assert answers == [pages.ASKED] * 10 + [pages.TOO_MANY]
    town.later(days=1)
    assert town.ask("p11@example.com") == pages.ASKED


def test_the_list_has_an_end(town: Town) -> None:
    for number in range(15):
        town.subscribe(f"p{number}@example.com")
        town.later(hours=13)
    assert town.ask("late@example.com") == town.page("GET", "/status/subscribe") == pages.FULL


@pytest.mark.parametrize(
    ("quota", "day", "asks", "subscribers"), [(100, 40, 10, 15), (0, 4000, 1000, 1500), (1, 0, 0, 0)]
)
def test_the_budget_leaves_most_mails_to_alerts(quota: int, day: int, asks: int, subscribers: int) -> None:
    budget = PublicMailBudget.of(quota)
    assert (budget.day, budget.asks, budget.subscribers) == (day, asks, subscribers)
    assert budget.asks + 2 * budget.subscribers <= budget.day
