"""Everything that the dashboard shows, as of one moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.history import HistoryPoint, Uptime
from pawpop_monitoring.domain.overall import OpenCondition
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.domain.snapshot import AlertCounts, ServiceSnapshot
from pawpop_monitoring.domain.spending import Spending


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredState:
    """What is stored. Without the database, `spending` is None and there is no history.

    `recent` are the newest open alerts, `worst` the worst.
    `conditions` are those of all open alerts, `silences` those that are in force.
    """

    latest: Mapping[str, ServiceSnapshot]
    counts: AlertCounts
    recent: Sequence[Alert]
    worst: Sequence[Alert] = ()
    conditions: Sequence[OpenCondition] = ()
    silences: Sequence[Silence] = ()
    series: Mapping[str, Sequence[HistoryPoint]] = field(default_factory=dict)
    uptime: Mapping[str, Uptime] = field(default_factory=dict)
    spending: Spending | None = None
