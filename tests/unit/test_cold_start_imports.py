"""A cold start imports little; the rest comes with the first answer, for which who is waited for has a processor."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CLIENTS = frozenset({"psycopg", "boto3", "httpx", "stripe", "resend"})
LATE = CLIENTS | {"pydantic", "jinja2"}
LEAN = CLIENTS | {"pydantic", "aws_lambda_powertools"}
UNWANTED = {
    "stripe_webhook": LEAN | {"concurrent.futures", "dataclasses", "http.client"},
    "resend_webhook": LEAN,
    "slack_interaction": LEAN,
    "pagerduty_webhook": LEAN,
    "authorizer": LEAN | {"http.client"},
    "get_change": LEAN | {"http.client"},
    "dashboard_page": LEAN,
    "answer_preflight": LEAN,
    "get_openapi": LEAN,
    **dict.fromkeys(("get_health", "list_alerts", "get_alert", "get_dashboard", "get_metrics"), LATE),
    **dict.fromkeys(("get_on_call", "status_page", "get_insights", "check_trends"), LATE),
    **dict.fromkeys(("check_supabase", "check_fal_ai", "check_stripe", "check_system"), LATE),
    **dict.fromkeys(("recorder", "escalator", "cleanup", "notifier", "channel_notifier"), LATE),
    "update_alert": CLIENTS,
    "create_alert": CLIENTS,
    "alert_link": CLIENTS,
}
"""Beside five times an empty handler there is no room for these in INIT: what answers imports them."""


def _imported(function: str) -> set[str]:
    path = os.pathsep.join(map(str, (ROOT / "functions" / function, ROOT / "layers" / "common")))
    environment = os.environ | {"PYTHONPATH": path, "POWERTOOLS_METRICS_NAMESPACE": "Test"}
    command = [sys.executable, "-c", "import app, json, sys; print(json.dumps(list(sys.modules)))"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("function", UNWANTED)
def test_a_cold_start_is_lean(function: str) -> None:
    assert _imported(function) & UNWANTED[function] == set()
