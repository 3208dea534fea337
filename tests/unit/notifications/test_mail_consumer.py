"""Mail to single addresses, and mail that another queue asks for."""

from dataclasses import dataclass, field

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.contracts.channel_message import ChannelMessage
from pawpop_monitoring.notifications.delivery_outcome import Outcome, Result
from pawpop_monitoring.notifications.fan_out import ChannelConsumer, FanOut
from pawpop_monitoring.notifications.mail_consumer import USUAL, MailConsumer
from pawpop_monitoring.notifications.pipeline import AlertConsumer
from pawpop_monitoring.routing.notation import routes_of
from tests.factories import NOW
from tests.unit.notifications.bench import UTC_ZONE, Bench
from tests.unit.notifications.fakes import context
from tests.unit.notifications.messages import message, resolved

ANN = "mail:ann@shop.example"


@dataclass
class Desk:
    """AlertQueue's consumer; `sent` is what it puts back into the queue."""

    routes: str = "any -> mail"
    sent: list[ChannelMessage] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.benches = {name: Bench(now=message().at) for name in (USUAL, ANN)}

    def offer(self, bodies: list[str]) -> dict[int, str]:
        self.sent += map(ChannelMessage.model_validate_json, bodies)
        return {}

    def consume(self, body: str) -> Result:
        routes = routes_of(self.routes, ["supabase"])
        fan_out = FanOut(routes, routes.addresses, UTC_ZONE, self.offer)  # type: ignore[arg-type]
        consumers: dict[str, AlertConsumer] = {name: bench.consumer for name, bench in self.benches.items()}
        return MailConsumer(consumers.get, fan_out).consume(body, 1, context())


def alone(told: AlertMessage) -> str:
    return told.model_copy(update={"alone": True}).model_dump_json()


def test_without_single_addresses_a_step_is_told_as_it_comes() -> None:
    desk = Desk()
    assert desk.consume(alone(message())).outcome is Outcome.DELIVERED
    assert desk.sent == []


def test_an_address_that_a_route_names_gets_a_copy_of_its_own() -> None:
    desk = Desk(f"high -> {ANN}; any -> mail")
    assert desk.consume(alone(message())) == Result(Outcome.HANDED_ON)
    assert [each.channel for each in desk.sent] == [USUAL, ANN]
    for each in desk.sent:
        assert desk.consume(each.model_dump_json()).outcome is Outcome.DELIVERED
    assert [len(bench.channel.sent) for bench in desk.benches.values()] == [1, 1]


def test_an_end_goes_to_every_address_that_may_have_heard() -> None:
    desk = Desk(f"high -> {ANN}")
    desk.consume(alone(resolved()))
    assert [each.channel for each in desk.sent] == [USUAL, ANN]


def test_a_step_that_no_address_hears_of_makes_no_copies() -> None:
    desk = Desk(f"critical -> {ANN}; any -> mail")
    assert desk.consume(alone(message())).outcome is Outcome.DELIVERED
    assert desk.sent == []


def test_an_address_that_no_setting_names_any_more_holds_up_nothing() -> None:
    body = ChannelMessage(channel="mail:old@shop.example", message=message()).model_dump_json()
    assert Desk().consume(body) == Result(Outcome.NOT_ROUTED)


def test_what_is_no_message_is_tried_again() -> None:
    assert Desk().consume("{}").outcome is Outcome.FAILED


def test_whoever_knows_of_a_wrong_setting_hands_what_it_takes_away_to_mail() -> None:
    mails: list[ChannelMessage] = []

    def offer(bodies: list[str]) -> dict[int, str]:
        mails.extend(map(ChannelMessage.model_validate_json, bodies))
        return {}

    routes = routes_of(f"any -> mail, {ANN}, slack", ["supabase"])
    fan_out = FanOut(routes, ["webhook:ops"], UTC_ZONE, lambda _: {}, offer_mail=offer)  # type: ignore[arg-type]
    consumer = ChannelConsumer(fan_out, lambda _: None, lambda _: None, lambda: NOW)
    assert consumer.consume(alone(message()), 1, context()) == Result(Outcome.HANDED_ON)
    assert [each.channel for each in mails] == ["mail", ANN]
