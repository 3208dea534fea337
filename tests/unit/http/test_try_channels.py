"""POST /channels/test: what came of a test, channel by channel."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from functions.try_channels.app import run
from pawpop_monitoring.bootstrap.channel_test_services import ChannelTestServices
from pawpop_monitoring.contracts.alert_message import is_test
from pawpop_monitoring.domain.device import NO_DEVICE
from pawpop_monitoring.domain.errors import StoreUnavailableError
from tests.factories import NOW
from tests.fakes.publishers import InMemoryAlertPublisher

type Known = Mapping[str, tuple[str, str | None]]


@dataclass
class Installation:
    """What is known of the test after each second."""

    seconds: list[Known] = field(default_factory=list)
    down: bool = False
    waited: float = 0

    def __post_init__(self) -> None:
        self.publisher = InMemoryAlertPublisher()

    def came_of(self, key: str) -> Known:
        if self.down:
            raise StoreUnavailableError("down")
        assert key.endswith("/1-opened")
        return self.seconds[min(int(self.waited), len(self.seconds)) - 1] if self.seconds else {}

    def pause(self, seconds: float) -> None:
        self.waited += seconds

    def test(self) -> list[tuple[str, str, str | None]]:
        names = ["email", "slack", "webhook:shop"]
        services = ChannelTestServices(self.publisher, names, (), self.came_of, self.pause, lambda: NOW)
        return [(each.channel, each.outcome, each.reason) for each in run(services, "ann").channels]


ACCEPTED = ("accepted", None)


def test_it_ends_as_soon_as_all_have_answered() -> None:
    shop = Installation(
        [{"email": ACCEPTED}, {"email": ACCEPTED, "slack": ACCEPTED, "webhook:shop": ("failed", "410")}]
    )
    assert shop.test() == [("email", "accepted", None), ("slack", "accepted", None), ("webhook:shop", "refused", "410")]
    assert shop.waited == 2


def test_what_reached_nobody_is_not_called_accepted() -> None:
    """As web push before a device is added: the channel is in order, and yet no phone rings."""
    shop = Installation([{"email": ACCEPTED, "slack": ("accepted", NO_DEVICE), "webhook:shop": ACCEPTED}])
    assert shop.test()[1] == ("slack", "unheard", NO_DEVICE)
    assert shop.waited == 1
    assert NO_DEVICE.startswith("nobody was reached: no device is added")


def test_what_is_tried_again_and_what_says_nothing_is_told_when_time_is_up() -> None:
    shop = Installation([{"email": ACCEPTED, "slack": ("retry", "500")}])
    assert shop.test() == [("email", "accepted", None), ("slack", "failing", "500"), ("webhook:shop", "waiting", None)]
    assert 10 < shop.waited < 25


def test_with_the_database_down_it_is_sent_and_the_outcome_unknown() -> None:
    shop = Installation(down=True)
    assert {outcome for _, outcome, _ in shop.test()} == {"waiting"}
    assert len(shop.publisher.messages) == 2


def test_all_is_marked_as_a_test_and_it_is_over_afterwards() -> None:
    shop = Installation([dict.fromkeys(["email", "slack", "webhook:shop"], ACCEPTED)])
    shop.test()
    opened, resolved = shop.publisher.messages
    assert is_test(opened)
    assert is_test(resolved)
    assert (opened.kind, resolved.kind, opened.alert.id) == ("opened", "resolved", resolved.alert.id)
