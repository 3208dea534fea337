"""The ports of the Stripe check, with answers that a test lays down."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pawpop_monitoring.domain.readings.stripe import Endpoint, Records, Trouble, Undelivered
from tests.unit.checks.stripe.readings import make_records


@dataclass
class FakeEvents:
    """Records of a shop in which all is well; an exception is raised."""

    records: Records | Exception = field(default_factory=make_records)

    def read(self, now: datetime) -> Records:  # noqa: ARG002
        if isinstance(self.records, Exception):
            raise self.records
        return self.records


@dataclass
class FakeApi:
    """An API that answers the probes one after the other, and everything else with success."""

    probes: Sequence[float | Trouble] = (42.0,)
    asked: list[str] = field(default_factory=list)

    def probe(self, seconds: float) -> float | Trouble:  # noqa: ARG002
        self.asked.append("probe")
        return self.probes[self.asked.count("probe") - 1]

    def endpoints(self, seconds: float) -> tuple[Endpoint, ...] | Trouble:  # noqa: ARG002
        self.asked.append("endpoints")
        return ()

    def undelivered(self, now: datetime, seconds: float) -> Undelivered | Trouble:  # noqa: ARG002
        self.asked.append("undelivered")
        return Undelivered(count=0)
