"""Wiring of the functions that the shop reports to."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pawpop_monitoring.aws.lean_clients import sender
from pawpop_monitoring.bootstrap.clients import load_settings
from pawpop_monitoring.contracts.records import Record
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.settings import Settings


class TrackingSettings(Settings):
    """Environment of a tracking function."""

    record_queue_url: str


@dataclass(frozen=True, slots=True)
class TrackingServices:
    """What a tracking function needs; `send` hands over all records for RecordQueue or raises."""

    send: Callable[[Sequence[str]], None]
    clock: Clock

    def moments(self) -> Iterator[datetime]:
        """A moment per item of a batch, in their order, so that it is known which came first."""
        now = self.clock()
        while True:
            yield now
            now += timedelta(microseconds=1)

    def record(self, records: Sequence[Record]) -> None:
        """Hand over all records or raise."""
        self.send([record.model_dump_json() for record in records])


def tracking_services() -> TrackingServices:
    """The services of this Lambda environment."""
    return TrackingServices(send=sender(load_settings(TrackingSettings).record_queue_url).send, clock=system_clock)
