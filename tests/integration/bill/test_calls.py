"""What the bill says that each run calls, and how large its items are, is what it does."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest

from bill.measured import RUNS
from bill.workload import SNAPSHOT_KILOBYTES
from local_stack.example_event import filled_in
from tests.integration.bill.monitor import Cost, Monitor
from tests.unit.template.document import functions, template
from tests.unit.template.policies import permissions

pytestmark = pytest.mark.integration

EVENTS = Path(__file__).parents[3] / "events"
SCHEDULED = ("check_supabase", "check_fal_ai", "check_stripe", "check_system", "check_trends", "escalator")
ASKED = {
    "recorder": "health_metric",
    "create_alert": "manual",
    "notifier": "opened",
    "channel_notifier": "opened",
    "get_dashboard": "last_week",
    "get_health": "open",
    "get_metrics": "scrape",
    "list_alerts": "critical_supabase",
    "get_alert": "open",
    "get_on_call": "now",
    "run_health_check": "supabase",
    "manage_silences": "list",
    "manage_incidents": "publish",
    "status_page": "page",
    "status_subscription": "ask",
    "status_mailer": "incident_changed",
    "metrics_exporter": "schedule",
    "cleanup": "schedule",
}
"""Not the lean functions, which call through no library that counts, nor what waits for others for seconds."""
OPENED_AT = "2026-11-23T03:12:40Z"
"""Of the messages in the events: the bill counts what news cost, and what has waited is looked at more closely."""
NAMES = {
    "dynamodb.Scan": "scan",
    "dynamodb.Query": "query",
    "dynamodb.GetItem": "query",
    "dynamodb.PutItem": "put",
    "dynamodb.UpdateItem": "put",
    "dynamodb.DeleteItem": "put",
    "dynamodb.TransactWriteItems": "put",
    "sqs.SendMessage": "send",
    "sqs.SendMessageBatch": "send",
    "sqs.ChangeMessageVisibility": "send",
    "sqs.ChangeMessageVisibilityBatch": "send",
    "sqs.ReceiveMessage": "depth",
    "sqs.GetQueueAttributes": "depth",
    "sns.PublishBatch": "publish",
    "sns.Publish": "publish",
}
UNITS = {"dynamodb.TransactWriteItems": 4}
"""Two items, each of which costs as two."""
ACTIONS = {"dynamodb.TransactWriteItems": "dynamodb.PutItem"}
"""What IAM asks for in its place."""
SECRETS = "ssm.GetParameter"
FUNCTIONS = {each["CodeUri"].removeprefix("functions/"): each for each in functions(template()).values()}


def _round(monitor: Monitor, capsys: pytest.CaptureFixture[str], functions: Iterable[str]) -> Mapping[str, Cost]:
    return {function: monitor.run(function, _event(function), capsys=capsys) for function in functions}


def _event(function: str) -> dict[str, Any]:
    case = ASKED.get(function, "schedule")
    now = datetime.now(UTC)
    text = (EVENTS / function / f"{case}.json").read_text().replace(OPENED_AT, now.isoformat())
    return filled_in(text, read_token="a token that may read", stripe_secret="whsec", now=now)


def _counted(cost: Cost) -> Mapping[str, int]:
    found = Counter[str]()
    for call, times in cost.calls.items():
        if call != SECRETS:
            found[NAMES[call]] += times * UNITS.get(call, 1)
    return dict(found)


def _allowed(function: str) -> set[str]:
    return {action.lower() for action, _ in permissions(FUNCTIONS[function])}


def test_runs_call_what_the_bill_counts_and_the_policies_allow(
    monitor: Monitor, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second round is as all that follow; one of what is asked may find less to do."""
    cold, warm = _round(monitor, capsys, SCHEDULED), _round(monitor, capsys, SCHEDULED)
    items = boto3.client("dynamodb").scan(TableName="snapshots")["Items"]
    monkeypatch.setenv("CHANNELS", "datadog")
    monkeypatch.setenv("CHANNEL_DEAD_LETTER_QUEUE_URL", monitor.dead_channels)
    rounds = [_round(monitor, capsys, ASKED), _round(monitor, capsys, ASKED)]
    every = [cold, warm, *rounds]
    with capsys.disabled():
        for first, then in ((cold, warm), rounds):
            for function, cost in then.items():
                print(
                    f"\n{function}: first {first[function].seconds:.3f} s, then {cost.seconds:.3f}; {dict(cost.calls)}"
                )
    assert {function: _counted(cost) for function, cost in warm.items()} == {
        function: dict(RUNS[function].calls) for function in warm
    }
    assert [each for one in rounds for each in _beyond(one)] == []
    secrets = [(function, cost.calls.get(SECRETS, 0)) for one in every for function, cost in one.items()]
    assert [(function, times) for function, times in secrets if times > RUNS[function].secrets] == []
    called = {(function, call) for one in every for function, cost in one.items() for call in cost.calls}
    assert [each for each in called if _action(each[1]) not in _allowed(each[0])] == []
    assert len(items) == 4
    assert max(len(json.dumps(item)) for item in items) <= SNAPSHOT_KILOBYTES * 1024


def _beyond(costs: Mapping[str, Cost]) -> Iterable[tuple[str, str, int]]:
    for function, cost in costs.items():
        for kind, times in _counted(cost).items():
            if times > RUNS[function].calls.get(kind, 0):
                yield function, kind, times


def _action(call: str) -> str:
    """What IAM calls it."""
    return ACTIONS.get(call, call).replace(".", ":").removesuffix("Batch").lower()
