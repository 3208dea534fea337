"""The pipeline of each channel, made when its first message comes."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from aws_lambda_powertools.utilities.idempotency.persistence.base import BasePersistenceLayer

from pawpop_monitoring.bootstrap.channel_set_up import ChannelSetUp
from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.contracts.channel_message import ChannelMessage
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.errors import SecretUnavailableError
from pawpop_monitoring.messaging.publishers import SqsRecordPublisher
from pawpop_monitoring.notifications.channel_kind import ChannelKind, Workshop
from pawpop_monitoring.notifications.delivery_log import DeliveryLog
from pawpop_monitoring.notifications.grouping.group_store import DynamoGroupStore
from pawpop_monitoring.notifications.pipeline import AlertConsumer, Stages
from pawpop_monitoring.notifications.progress import ProgressStore
from pawpop_monitoring.notifications.stages.business_hours import BusinessHours
from pawpop_monitoring.notifications.stages.group import Grouping
from pawpop_monitoring.notifications.stages.once import Once
from pawpop_monitoring.notifications.stages.readable import readable
from pawpop_monitoring.notifications.stages.routed import Routed, everywhere
from pawpop_monitoring.notifications.stages.send import Send
from pawpop_monitoring.notifications.stages.silenced import Silenced, Silences
from pawpop_monitoring.notifications.stages.still_true import Present, StillTrue
from pawpop_monitoring.notifications.stages.switched_on import SwitchedOn
from pawpop_monitoring.notifications.switches import Switch, Switches
from pawpop_monitoring.notifications.turns import Turns
from pawpop_monitoring.routing.routes import Routes, kind_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What all pipelines stand on; `progress_of` and `groups_of` are those of one channel."""

    standby: Present
    silences: Silences
    progress_of: Callable[[str], ProgressStore]
    groups_of: Callable[[str], DynamoGroupStore]
    switches: Switches
    persistence: BasePersistenceLayer
    records: SqsRecordPublisher
    window: timedelta
    clock: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelConsumers:
    """By name; None for a channel that is not set up any more, SecretUnavailableError for one that can't be known."""

    set_up: ChannelSetUp
    workshop: Workshop
    bench: Bench
    routes: Routes
    put_aside: Callable[[str], None]
    made: dict[str, AlertConsumer | None] = field(default_factory=dict)

    def of(self, channel: str) -> AlertConsumer | None:
        """The same at each call."""
        if kind_of(channel) in self.set_up.unread:
            raise SecretUnavailableError(f"The setting of {channel} can't be read; what waits for it comes again.")
        if channel not in self.made:
            kind = self.set_up.kind(channel)
            self.made[channel] = self._consumer(channel, kind) if kind else None
        return self.made[channel]

    def _consumer(self, channel: str, kind: ChannelKind) -> AlertConsumer:
        def put_aside(body: str) -> None:
            message = AlertMessage.model_validate_json(body)
            self.put_aside(ChannelMessage(channel=channel, message=message).model_dump_json())

        log = DeliveryLog(channel, self.bench.records, self.bench.clock)
        return AlertConsumer(self._stages(channel, kind, log), log, put_aside, self.bench.clock)

    def _stages(self, channel: str, kind: ChannelKind, log: DeliveryLog) -> Stages:
        """What rings keeps business hours and gathers, like a mail; what only keeps a record is told at once."""
        bench, setting = self.bench, self.set_up.texts[kind.name]
        switch = Switch(bench.switches, channel, setting, bench.clock)
        wired = kind.wire(channel, setting, replace(self.workshop, gone=switch.turn_off))
        progress = bench.progress_of(channel)
        still_true = StillTrue(bench.standby, progress, bench.clock)
        gathering = Grouping(bench.groups_of(channel), bench.window, bench.clock, still_true.standing)
        return Stages(
            readable=readable,
            routed=Routed(channel, self.routes, self.workshop.zone, progress, standby=bench.standby),
            switched_on=SwitchedOn(switch) if kind.can_end else everywhere,
            still_true=still_true,
            business_hours=BusinessHours(self.workshop.zone) if kind.rings else everywhere,
            silenced=Silenced(bench.silences) if kind.rings else everywhere,
            group=gathering if kind.gathers else everywhere,
            once=Once(channel, bench.persistence),
            send=Send(wired.channel, wired.compose, log, Turns(progress)),
        )
