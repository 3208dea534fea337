"""The death of the channel notifier's process, once for each channel, at a point of one's choice."""

from dataclasses import dataclass, field, replace
from typing import Any

from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer
from aws_lambda_powertools.utilities.idempotency.persistence.datarecord import DataRecord

from pawpop_monitoring.bootstrap.channel_set_up import ChannelSetUp
from pawpop_monitoring.notifications.channel import Channel, Receipt
from pawpop_monitoring.notifications.channel_kind import ChannelKind, WiredChannel, Workshop
from tests.integration.faults.cloud import IDEMPOTENCY
from tests.integration.faults.deaths import KilledError, Point


@dataclass
class Deaths:
    """Kills whoever tells one of `left` and reaches `at`."""

    at: Point | None = None
    left: set[str] = field(default_factory=set)
    happened: int = 0

    def reach(self, point: Point, channel: str) -> None:
        if point is self.at and channel in self.left:
            self.left.remove(channel)
            self.happened += 1
            raise KilledError(point)


@dataclass(frozen=True)
class MortalChannel:
    """A channel in a process that may die before it has asked the provider, or before it has read the answer."""

    channel: Channel[Any]
    deaths: Deaths

    @property
    def name(self) -> str:
        return self.channel.name

    def send(self, notification: Any) -> Receipt:
        self.deaths.reach(Point.BEFORE_SEND, self.name)
        receipt = self.channel.send(notification)
        self.deaths.reach(Point.AFTER_SEND, self.name)
        return receipt


class MortalPersistence(DynamoDBPersistenceLayer):
    """Powertools' table, in a process that may die before it marks something as told."""

    def __init__(self, deaths: Deaths, client: Any) -> None:
        super().__init__(table_name=IDEMPOTENCY, boto3_client=client)
        self._deaths = deaths

    def _update_record(self, data_record: DataRecord) -> None:
        self._deaths.reach(Point.BEFORE_MARKING, data_record.idempotency_key.partition("#")[0])
        super()._update_record(data_record)


@dataclass(frozen=True, slots=True)
class MortalSetUp:
    """The channels that are set up, each in a process that may die."""

    set_up: ChannelSetUp
    deaths: Deaths

    def __call__(self) -> ChannelSetUp:
        return _Mortal(self.set_up.texts, self.set_up.channels, self.set_up.problems, deaths=self.deaths)


@dataclass(frozen=True)
class _Mortal(ChannelSetUp):
    deaths: Deaths = field(default_factory=Deaths)

    def kind(self, channel: str) -> ChannelKind | None:
        found = super().kind(channel)
        if found is None:
            return None

        def wire(name: str, setting: str, workshop: Workshop) -> WiredChannel:
            wired = found.wire(name, setting, workshop)
            return replace(wired, channel=MortalChannel(wired.channel, self.deaths))

        return replace(found, wire=wire)
