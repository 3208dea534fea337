"""A press and a webhook, answered in AWS's runtime by a process that is started for it, or several at once."""

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx

from local_stack import emulator, ports, processes, runtime_emulator
from local_stack.paths import CHECKOUT
from pawpop_monitoring.contracts import pagerduty_signature, slack_signature
from tests.fakes.quiet_aws import quiet_aws

SECRET, PARAMETER = "a signing secret of tests", "/pawpop/tests/secret"


def press() -> dict[str, Any]:
    body = urlencode({"command": "/pawpop", "user_id": "U0ANN", "text": uuid4().hex})
    moment = str(int(time.time()))
    signature = slack_signature.sign(SECRET, moment, body.encode())
    return {"headers": {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": signature}, "body": body}


def happened() -> dict[str, Any]:
    data = {"id": "Q1", "incident_key": "alert_1"}
    named = {"id": uuid4().hex, "event_type": "incident.acknowledged"}
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    body = json.dumps({"event": {**named, "occurred_at": moment, "data": data}})
    return {"headers": {"X-PagerDuty-Signature": pagerduty_signature.sign(SECRET, body.encode())}, "body": body}


EVENTS: Mapping[str, Callable[[], dict[str, Any]]] = {"slack_interaction": press, "pagerduty_webhook": happened}
"""By the function that takes it."""


@contextmanager
def answering_cloud() -> Iterator[Mapping[str, str]]:
    """The environment of the functions, with what they ask in it."""
    with quiet_aws({PARAMETER.strip("/"): SECRET}) as url:
        yield {
            "AWS_ENDPOINT_URL": url,
            "SLACK_SIGNING_SECRET_ID": PARAMETER,
            "PAGERDUTY_WEBHOOK_SECRET_ID": PARAMETER,
            "IDEMPOTENCY_TABLE": "requests",
            "PRESS_QUEUE_URL": f"{url}/000000000000/presses",
        }


def from_cold(cloud: Mapping[str, str], log: Path, function: str, event: dict[str, Any]) -> float:
    """Seconds from the call to the answer of a process that is started for it."""
    return at_once(cloud, log, CHECKOUT / "functions" / function, [event])[0]


def at_once(cloud: Mapping[str, str], log: Path, code: Path, events: Sequence[dict[str, Any]]) -> Sequence[float]:
    """The same of several that call at the same moment, each answered by a process of its own that runs `code`."""
    with ExitStack() as stack:
        logs = [log.with_name(f"{log.name}-{number}") for number in range(len(events))]
        environment = _environment(cloud, code)
        listening = [stack.enter_context(runtime_emulator.served(code, environment, each)) for each in logs]
        with ThreadPoolExecutor(len(events)) as pool:
            return [*pool.map(_seconds, listening, events, logs)]


def _environment(cloud: Mapping[str, str], code: Path) -> dict[str, str]:
    return processes.clean_environment(
        **emulator.CREDENTIALS,
        **cloud,
        AWS_REGION=emulator.REGION,
        AWS_LAMBDA_FUNCTION_NAME=code.name,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE="512",
        AWS_LAMBDA_FUNCTION_TIMEOUT="10",
        PYTHONPATH=os.pathsep.join(map(str, [code, CHECKOUT / "layers" / "common"])),
    )


def _seconds(port: int, event: dict[str, Any], log: Path) -> float:
    started = time.perf_counter()
    url = f"http://{ports.LOOPBACK}:{port}/2015-03-31/functions/function/invocations"
    answer = httpx.post(url, json=event, timeout=30)
    seconds = time.perf_counter() - started
    assert answer.json()["statusCode"] == httpx.codes.OK, (answer.text, log.read_text())
    return seconds
