"""The bill counts every metric that the code sends, and there are no more than are free."""

import json
import re
from pathlib import Path

from bill.metrics import DELIVERIES, MAILS, metric_names
from bill.prices import PRICES
from functions.notifier.app import METRIC_NAMES
from pawpop_monitoring.messaging.put_aside import put_aside_metric
from pawpop_monitoring.notifications.delivery_outcome import Outcome
from pawpop_monitoring.tracking.refusal import Reason
from pawpop_monitoring.tracking.refusal_metric import refusal_metric
from tests.factories import NOW

ROOT = Path(__file__).resolve().parents[3]
SENDS = re.compile(r"add_metric\(|CloudWatchMetrics")


def test_the_names_are_those_of_the_code() -> None:
    assert sorted(MAILS) == sorted(set(METRIC_NAMES.values()))
    (directive,) = json.loads(refusal_metric(Reason.STALE, NOW))["_aws"]["CloudWatchMetrics"]
    assert [metric["Name"] for metric in directive["Metrics"]] == list(DELIVERIES)


def test_what_a_queue_refuses_is_counted_with_what_the_notifier_puts_aside() -> None:
    line = json.loads(put_aside_metric("monitor", 2, NOW))
    (directive,) = line["_aws"]["CloudWatchMetrics"]
    assert [metric["Name"] for metric in directive["Metrics"]] == [METRIC_NAMES[Outcome.DEAD_LETTERED]]
    assert (line["service"], line["MessagesPutAside"]) == ("monitor", 2)


def test_nothing_else_sends_metrics() -> None:
    files = [*ROOT.glob("functions/*/*.py"), *ROOT.glob("layers/common/**/*.py")]
    senders = sorted(str(file.relative_to(ROOT)) for file in files if SENDS.search(file.read_text("utf-8")))
    lean = [f"layers/common/pawpop_monitoring/{name}.py" for name in ("messaging/put_aside", "tracking/refusal_metric")]
    assert senders == ["functions/notifier/app.py", *lean], "count them in shared/bill/metrics.py"


def test_all_of_them_are_free() -> None:
    assert len(metric_names()) <= PRICES["cloudwatch.metrics"].free
