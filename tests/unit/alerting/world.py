"""The alert engine wired with fakes of its own ports."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pawpop_monitoring.alerting.apply.commands import AlertCommands
from pawpop_monitoring.alerting.apply.escalator import Timekeeper
from pawpop_monitoring.alerting.apply.outbox import Outbox
from pawpop_monitoring.alerting.apply.processor import AlertProcessor
from pawpop_monitoring.alerting.apply.silence_notices import SilenceNotices
from pawpop_monitoring.alerting.apply.writer import DecisionWriter
from pawpop_monitoring.alerting.decide.policy import USUAL_INTERVAL
from pawpop_monitoring.alerting.standby.degraded import DegradedAlerting
from pawpop_monitoring.alerting.standby.mirror import StandbyMirror
from pawpop_monitoring.domain.finding import Finding
from tests.factories import NOW, make_observation
from tests.fakes.alert_store import InMemoryAlertStore
from tests.fakes.publishers import InMemoryAlertPublisher, InMemoryRecordPublisher
from tests.fakes.silence_store import InMemorySilenceStore
from tests.fakes.standby_store import InMemoryStandbyStore

LASTS = timedelta(hours=24)


@dataclass
class World:
    """Everything around the engine; `minute` is how much time has passed since noon."""

    store: InMemoryAlertStore = field(default_factory=InMemoryAlertStore)
    standby: InMemoryStandbyStore = field(default_factory=InMemoryStandbyStore)
    silences: InMemorySilenceStore = field(default_factory=InMemorySilenceStore)
    queue: InMemoryAlertPublisher = field(default_factory=InMemoryAlertPublisher)
    records: InMemoryRecordPublisher = field(default_factory=InMemoryRecordPublisher)
    minute: float = 0
    interval: timedelta = USUAL_INTERVAL

    def __post_init__(self) -> None:
        standby = StandbyMirror(self.standby, self.silences)
        writer, outbox = DecisionWriter(self.store, standby), Outbox(self.store, self.queue)
        degraded = DegradedAlerting(standby, self.queue, self.records, LASTS)
        self.processor = AlertProcessor(writer, outbox, degraded, self.interval)
        self.commands = AlertCommands(self.store, writer, outbox, degraded)
        self.silence_notices = SilenceNotices(self.standby, self.silences, self.queue)
        self.escalator = Timekeeper(self.store, writer, outbox, degraded, LASTS)

    @property
    def now(self) -> datetime:
        return NOW + timedelta(minutes=self.minute)

    def check(self, *findings: Finding, good: tuple[str, ...] = (), service: str = "supabase") -> None:
        """One run of a check that found this; a minute passes."""
        observation = make_observation(
            service=service, observed_at=self.now, findings=findings, cleared=frozenset(good)
        )
        self.processor.process(observation)
        self.minute += 1

    def run_escalator(self) -> None:
        self.escalator.run(self.now)

    @property
    def told(self) -> list[str]:
        """What people read, each key once, as the notifier sees to."""
        seen: dict[str, str] = {}
        for message in self.queue.messages:
            seen.setdefault(message.key, f"{message.kind} {message.alert.rule}")
        return list(seen.values())
