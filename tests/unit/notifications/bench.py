"""The consumer of AlertQueue around fakes."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.delivery_log import DeliveryLog
from pawpop_monitoring.notifications.pipeline import AlertConsumer, Stages
from pawpop_monitoring.notifications.stages.business_hours import BusinessHours
from pawpop_monitoring.notifications.stages.group import Grouping
from pawpop_monitoring.notifications.stages.once import Once
from pawpop_monitoring.notifications.stages.readable import readable
from pawpop_monitoring.notifications.stages.send import Send
from pawpop_monitoring.notifications.stages.silenced import Silenced
from pawpop_monitoring.notifications.stages.still_true import StillTrue
from pawpop_monitoring.notifications.turns import Turns
from tests.factories import NOW
from tests.fakes.publishers import InMemoryRecordPublisher
from tests.fakes.silence_store import InMemorySilenceStore
from tests.fakes.standby_store import InMemoryStandbyStore
from tests.unit.notifications.fakes import (
    FakeChannel,
    FakePersistence,
    InMemoryGroupStore,
    InMemoryProgressStore,
    plain,
)
from tests.unit.notifications.messages import message

UTC_ZONE = ZoneInfo("UTC")
WINDOW = timedelta(seconds=20)
OPENING = message().model_dump_json()
PROMPT = message(kind=TransitionKind.ESCALATED, sequence=2).model_dump_json()
"""Held by nothing."""


@dataclass
class Bench:
    """What the consumer stands on, and the consumer."""

    channel: FakeChannel = field(default_factory=FakeChannel)
    aside: list[str] = field(default_factory=list)
    now: datetime = NOW
    groups: InMemoryGroupStore = field(default_factory=InMemoryGroupStore)
    standby: InMemoryStandbyStore = field(default_factory=InMemoryStandbyStore)
    silences: InMemorySilenceStore = field(default_factory=InMemorySilenceStore)
    progress: InMemoryProgressStore = field(default_factory=InMemoryProgressStore)
    records: InMemoryRecordPublisher = field(default_factory=InMemoryRecordPublisher)

    @property
    def stages(self) -> Stages:
        log = DeliveryLog("email", self.records, lambda: self.now)
        still_true = StillTrue(self.standby, self.progress, lambda: self.now)
        return Stages(
            readable=readable,
            still_true=still_true,
            business_hours=BusinessHours(UTC_ZONE),
            silenced=Silenced(self.silences),
            group=Grouping(self.groups, WINDOW, lambda: self.now, still_true.standing),
            once=Once("email", FakePersistence()),
            send=Send(self.channel, plain, log, Turns(self.progress)),
        )

    @property
    def consumer(self) -> AlertConsumer:
        log = DeliveryLog("email", self.records, lambda: self.now)
        return AlertConsumer(self.stages, log, self.aside.append, lambda: self.now)
