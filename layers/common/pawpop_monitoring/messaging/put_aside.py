"""What a queue will never take: logged, counted, and noted among the dead letters, where alarms and the check look."""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from pawpop_monitoring.domain.clock import system_clock
from pawpop_monitoring.messaging.offering import RefusedForNowError
from pawpop_monitoring.messaging.queue import Queue

_logger = logging.getLogger(__name__)
_METRIC = "MessagesPutAside"
"""The notifier sends the same one, under the same service."""


@dataclass(frozen=True, slots=True)
class Aside:
    """`notes` is the dead-letter queue, if the function may send there; `service` is the dimension of the metric."""

    notes: Queue | None = None
    service: str = "pawpop-monitoring"
    clock: Callable[[], datetime] = system_clock

    def put(self, reasons: Mapping[str, str]) -> None:
        """Tell of each by its name, with the reason; that this fails is logged, and holds up nothing."""
        if not reasons:
            return
        for name, reason in reasons.items():
            _logger.error("%s is put aside, the queue refuses it: %s", name, reason)
        print(put_aside_metric(self.service, len(reasons), self.clock()))
        if self.notes is None:
            return
        try:
            self.notes.send([json.dumps({"putAside": name, "reason": why}) for name, why in reasons.items()])
        except (BotoCoreError, ClientError, RefusedForNowError):
            _logger.exception("no note of what was put aside could be left")


def put_aside_metric(service: str, count: int, now: datetime) -> str:
    """So many, as a line of the log in CloudWatch's embedded format."""
    directive = {
        "Namespace": "PawPopMonitoring",
        "Dimensions": [["service"]],
        "Metrics": [{"Name": _METRIC, "Unit": "Count"}],
    }
    header: dict[str, Any] = {"Timestamp": int(now.timestamp() * 1000), "CloudWatchMetrics": [directive]}
    return json.dumps({"_aws": header, "service": service, _METRIC: count})
