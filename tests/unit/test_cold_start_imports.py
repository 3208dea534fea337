"""A cold start imports what every run takes, and no more; what only some runs take comes when a client is built."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CLIENTS = frozenset({"psycopg", "boto3", "httpx", "stripe", "resend"})
LEAN = CLIENTS | {"pydantic", "aws_lambda_powertools"}
UNWANTED = {
    "stripe_webhook": LEAN | {"concurrent.futures"},
    "resend_webhook": LEAN,
    "slack_interaction": LEAN,
    "pagerduty_webhook": LEAN,
    "authorizer": LEAN | {"http.client"},
    "dashboard_page": LEAN,
    "recorder": CLIENTS,
    "get_dashboard": CLIENTS,
    "list_alerts": CLIENTS,
    "update_alert": CLIENTS,
    "check_stripe": CLIENTS,
    "check_system": CLIENTS,
    "escalator": CLIENTS,
    "notifier": frozenset({"psycopg", "stripe", "resend"}),
}


def _imported(function: str) -> set[str]:
    path = os.pathsep.join(map(str, (ROOT / "functions" / function, ROOT / "layers" / "common")))
    environment = os.environ | {"PYTHONPATH": path, "POWERTOOLS_METRICS_NAMESPACE": "Test"}
    command = [sys.executable, "-c", "import app, json, sys; print(json.dumps(list(sys.modules)))"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("function", UNWANTED)
def test_a_cold_start_is_lean(function: str) -> None:
    assert _imported(function) & UNWANTED[function] == set()
