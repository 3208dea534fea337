"""What the bill says that each run calls, and how large its items are, is what it does."""

import json
from collections.abc import Mapping

import boto3
import pytest

from bill.measured import RUNS
from bill.workload import SNAPSHOT_KILOBYTES
from tests.integration.bill.monitor import Cost, Monitor

pytestmark = pytest.mark.integration

SCHEDULED = ("check_supabase", "check_fal_ai", "check_stripe", "check_system", "escalator")
NAMES = {
    "dynamodb.Scan": "scan",
    "dynamodb.Query": "query",
    "dynamodb.PutItem": "put",
    "sqs.SendMessageBatch": "send",
    "sqs.GetQueueAttributes": "depth",
}


def _round(monitor: Monitor, capsys: pytest.CaptureFixture[str]) -> Mapping[str, Cost]:
    return {function: monitor.run(function, {}, capsys=capsys) for function in SCHEDULED}


def test_a_quiet_round_of_checks(monitor: Monitor, capsys: pytest.CaptureFixture[str]) -> None:
    """The first round reads secrets, the second is as all that follow."""
    cold, warm = _round(monitor, capsys), _round(monitor, capsys)
    with capsys.disabled():
        for function in SCHEDULED:
            first, then = cold[function].seconds, warm[function].seconds
            print(f"\n{function}: first {first:.3f} s of the processor, then {then:.3f}")
    for function, cost in warm.items():
        assert {NAMES[call]: times for call, times in cost.calls.items()} == dict(RUNS[function].calls), function
    items = boto3.client("dynamodb").scan(TableName="snapshots")["Items"]
    assert len(items) == 4
    assert max(len(json.dumps(item)) for item in items) <= SNAPSHOT_KILOBYTES * 1024
