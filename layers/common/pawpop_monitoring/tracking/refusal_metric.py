"""The metric of refused deliveries, in CloudWatch's embedded format: printed, it is counted."""

import json
from datetime import datetime

from pawpop_monitoring.tracking.refusal import Reason

_METRIC = "StripeDeliveryRefused"


def refusal_metric(reason: Reason, now: datetime) -> str:
    """One refused delivery, as a line of the log, which has the reason; as a dimension each would be paid for."""
    directive = {
        "Namespace": "PawPopMonitoring",
        "Dimensions": [["service"]],
        "Metrics": [{"Name": _METRIC, "Unit": "Count"}],
    }
    header = {"Timestamp": int(now.timestamp() * 1000), "CloudWatchMetrics": [directive]}
    return json.dumps({"_aws": header, "service": "stripe", "reason": reason.value, _METRIC: 1})
