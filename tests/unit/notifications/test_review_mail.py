"""The monthly review, out of AlertQueue and into a mail: once, escaped, the same to the last letter each time."""

from dataclasses import dataclass, field

import pytest

from pawpop_monitor.sample_review import sample_review
from pawpop_monitoring.contracts.review import ReviewMessage, ReviewRow
from pawpop_monitoring.domain.errors import PermanentDeliveryError, RetryableDeliveryError
from pawpop_monitoring.notifications.channels.email.compose_review import ReviewComposer
from pawpop_monitoring.notifications.delivery_outcome import Outcome, Result
from pawpop_monitoring.notifications.fan_out import FanOut
from pawpop_monitoring.notifications.mail_consumer import MailConsumer
from pawpop_monitoring.notifications.review_consumer import ReviewConsumer
from pawpop_monitoring.notifications.stages.once import Once
from pawpop_monitoring.routing.notation import routes_of
from tests.factories import NOW
from tests.unit.notifications.bench import UTC_ZONE, Bench
from tests.unit.notifications.fakes import FakeChannel, FakePersistence, context
from tests.unit.notifications.messages import message
from tests.unit.notifications.reviews import review_message

COMPOSER = ReviewComposer(("owner@shop.example",), "PawPop <alerts@shop.example>", "https://shop.example/board")


@dataclass
class Desk:
    channel: FakeChannel = field(default_factory=FakeChannel)
    persistence: FakePersistence = field(default_factory=FakePersistence)
    aside: list[str] = field(default_factory=list)

    def consume(self, body: str, attempt: int = 1) -> Result:
        reviews = ReviewConsumer(
            self.channel, COMPOSER.compose, Once("email", self.persistence), self.aside.append, lambda: NOW
        )
        fan_out = FanOut(routes_of("any -> mail", ["supabase"]), (), UTC_ZONE, lambda _: {})
        bench = Bench(now=message().at)
        return MailConsumer(lambda _: bench.consumer, fan_out, reviews.consume).consume(body, attempt, context())


BODY = review_message().model_dump_json()


def test_it_is_mailed_once_however_often_it_comes() -> None:
    desk = Desk()
    assert desk.consume(BODY).outcome is Outcome.DELIVERED
    assert desk.consume(BODY).outcome is Outcome.ALREADY_DELIVERED
    [mail] = desk.channel.sent
    assert mail.recipients == ("owner@shop.example",)
    assert mail.subject == "Monthly review: your shop in October 2026"
    assert mail.idempotency_key == "review/2026-10"


def test_what_the_provider_refuses_for_now_comes_back_and_is_told_then() -> None:
    desk = Desk(channel=FakeChannel(errors=[RetryableDeliveryError("busy", retry_after=30)]))
    assert desk.consume(BODY) == Result(Outcome.FAILED, 30)
    assert desk.consume(BODY, 2).outcome is Outcome.DELIVERED
    assert len(desk.channel.sent) == 1


def test_what_the_provider_never_takes_is_put_aside_whole() -> None:
    desk = Desk(channel=FakeChannel(errors=[PermanentDeliveryError("never")]))
    assert desk.consume(BODY).outcome is Outcome.DEAD_LETTERED
    assert [ReviewMessage.model_validate_json(body) for body in desk.aside] == [review_message()]


def test_another_month_is_another_mail() -> None:
    desk = Desk()
    for month in ("2026-10", "2026-11"):
        assert desk.consume(review_message(month=month).model_dump_json()).outcome is Outcome.DELIVERED
    assert len(desk.channel.sent) == 2


def test_alerts_go_their_own_way() -> None:
    desk = Desk()
    told = message().model_copy(update={"alone": True}).model_dump_json()
    assert desk.consume(told).outcome is Outcome.DELIVERED
    assert desk.channel.sent == []
    assert desk.consume("{}").outcome is Outcome.FAILED


def test_both_bodies_say_all_of_it() -> None:
    mail = COMPOSER.compose(review_message())
    for part in ("6 alerts", "1 critical, 5 high", "$457.30", "$425.00 in September", "Raise it", "$12.50", "lower it"):
        assert part in mail.html
        assert part in mail.text
    assert "https://shop.example/board" in mail.html
    assert mail == COMPOSER.compose(ReviewMessage.model_validate_json(BODY))


def test_a_month_with_nothing_is_short() -> None:
    mail = COMPOSER.compose(review_message(rules=(), advice=(), notes=()))
    assert "What the alerts were about" not in mail.html
    assert "no limit that raises alerts for nothing" in mail.html
    assert "no limit that raises alerts for nothing" in mail.text


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><img src=x>', "{{ 7*7 }}"])
def test_names_of_any_kind_are_escaped(name: str) -> None:
    html = COMPOSER.compose(review_message(happened=(ReviewRow(name=name, value=name, also=name),))).html
    assert "<script>" not in html
    assert "<img" not in html
    assert "49" not in html.split("What happened")[1].split("What the alerts")[0].replace("line-height", "")


def test_the_sample_of_make_test_email_is_a_review_and_none_of_a_month() -> None:
    first, again = (ReviewMessage.model_validate(sample_review(stamp)) for stamp in ("08:15:00", "08:15:09"))
    mail = COMPOSER.compose(first)
    assert mail.subject == "Monthly review: your shop in a month of made-up numbers"
    assert "This is a test: each number in it is made up." in mail.text
    assert len({first.key, again.key, review_message().key}) == 3
