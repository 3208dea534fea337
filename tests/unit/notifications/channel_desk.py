"""The consumer of ChannelQueue around fakes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from pawpop_monitoring.contracts.channel_message import ChannelMessage
from pawpop_monitoring.notifications.delivery_outcome import Result
from pawpop_monitoring.notifications.fan_out import ChannelConsumer, FanOut
from pawpop_monitoring.notifications.pipeline import AlertConsumer
from pawpop_monitoring.routing.notation import routes_of
from tests.factories import NOW
from tests.unit.notifications.bench import Bench
from tests.unit.notifications.fakes import context

CHANNELS = ("slack:ops", "slack:team", "webhook:ops", "webhook:shop", "pagerduty")
ROUTES = "any -> mail, slack:team; high+ -> webhook; critical -> pagerduty, slack"


class QueueDownError(Exception):
    """What the fake queue raises."""


@dataclass
class Desk:
    """The consumer of ChannelQueue around fakes."""

    sent: list[ChannelMessage] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    down: bool = False
    refuses: str = ""
    keep_state: Sequence[str] = ()
    show_silences: Sequence[str] = ()
    bench: Bench = field(default_factory=Bench)

    def offer(self, bodies: Sequence[str]) -> Mapping[int, str]:
        if self.down:
            raise QueueDownError
        refused = {place: "no" for place, body in enumerate(bodies) if self.refuses and self.refuses in body}
        self.sent += [
            ChannelMessage.model_validate_json(body) for place, body in enumerate(bodies) if place not in refused
        ]
        return refused

    def consume(self, body: str, attempt: int = 1) -> Result:
        fan_out = FanOut(
            routes_of(ROUTES, ["supabase"]),
            CHANNELS,
            ZoneInfo("UTC"),
            self.offer,
            self.keep_state,
            show_silences=self.show_silences,
        )
        consumers: dict[str, AlertConsumer] = {"slack:team": self.bench.consumer}
        return ChannelConsumer(fan_out, consumers.get, self.aside.append, lambda: NOW).consume(body, attempt, context())

    @property
    def names(self) -> list[str]:
        return [sent.channel for sent in self.sent]
