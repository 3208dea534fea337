"""A cold start imports what every run takes, and no more; what only some runs take comes when a client is built."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CLIENTS = frozenset({"psycopg", "boto3", "httpx", "stripe", "resend"})
PROVIDERS = frozenset({"stripe", "resend"})
STORES = frozenset({"psycopg", "boto3"})
LEAN = CLIENTS | {"pydantic", "aws_lambda_powertools"}
UNWANTED = {
    "stripe_webhook": LEAN | {"concurrent.futures"},
    "resend_webhook": LEAN,
    "slack_interaction": LEAN,
    "pagerduty_webhook": LEAN,
    "authorizer": LEAN | {"http.client"},
    "dashboard_page": LEAN,
    "recorder": PROVIDERS | {"httpx"},
    "get_dashboard": PROVIDERS | {"httpx"},
    "list_alerts": PROVIDERS | {"httpx", "pawpop_monitoring.alerting.apply.commands"},
    "update_alert": PROVIDERS | {"httpx"},
    "check_stripe": PROVIDERS,
    "check_system": PROVIDERS,
    "escalator": PROVIDERS,
    "notifier": PROVIDERS | {"psycopg"},
}
WANTED = {
    "recorder": STORES,
    "get_health": STORES,
    "get_dashboard": STORES,
    "list_alerts": STORES,
    "update_alert": STORES,
    "check_supabase": STORES | {"pawpop_monitoring.alerting.apply.processor"},
    "check_stripe": STORES | {"httpx"},
    "escalator": STORES,
}
"""What every run takes comes in INIT, which has a whole processor; a run has a third of one."""


def _imported(function: str) -> set[str]:
    path = os.pathsep.join(map(str, (ROOT / "functions" / function, ROOT / "layers" / "common")))
    environment = os.environ | {"PYTHONPATH": path, "POWERTOOLS_METRICS_NAMESPACE": "Test"}
    command = [sys.executable, "-c", "import app, json, sys; print(json.dumps(list(sys.modules)))"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("function", UNWANTED)
def test_a_cold_start_is_lean(function: str) -> None:
    assert _imported(function) & UNWANTED[function] == set()


@pytest.mark.parametrize("function", WANTED)
def test_what_every_run_takes_is_there_before_the_first(function: str) -> None:
    assert WANTED[function] - _imported(function) == set()
