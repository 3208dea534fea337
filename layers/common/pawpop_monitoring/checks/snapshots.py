"""Where the runner leaves what was last seen, for readers that can't reach Postgres."""

from typing import Protocol

from pawpop_monitoring.contracts.records import HealthMetricRecord


class SnapshotStore(Protocol):
    """The last observation of each service, kept away from the monitored database."""

    def keep(self, record: HealthMetricRecord) -> None:
        """Remember `record` as the last of its service; StoreUnavailableError if that can't be done."""
        ...
