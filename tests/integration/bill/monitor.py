"""Functions as Lambda calls them, and what AWS would count while they run."""

import importlib
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self, cast

import boto3
import pytest

from pawpop_monitoring.bootstrap import clients

REGION = "us-east-1"
_SECRETS = {
    "resend": "re_test",
    "stripe": "sk_test_sandbox",
    "supabase/api-key": "sb_secret_sandbox",
    "supabase/management-token": "sbp_sandbox",
    "fal/api": "pawpop-local:sandbox",
    "fal/admin": "pawpop-local:sandbox",
    "tokens/read": "a token that may read",
    "link-key": "k" * 32,
    "channels/datadog": "d" * 32,
}


@dataclass
class Invocation:
    """What Lambda hands to the handler."""

    function_name: str = "function"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:us-east-1:000000000000:function:function"
    aws_request_id: str = "request-1"

    def get_remaining_time_in_millis(self) -> int:
        return 30_000


@dataclass(frozen=True)
class Cost:
    """What one run took: calls by `service.Operation`, seconds of the processor, bytes that were logged."""

    calls: Mapping[str, int]
    seconds: float
    logged: int


@dataclass
class Monitor:
    """The functions of one set of Lambda environments, all on this machine."""

    capture: pytest.MonkeyPatch
    dead_channels: str
    calls: Counter[str] = field(default_factory=Counter)

    @classmethod
    def start(cls, patch: pytest.MonkeyPatch, database_url: str, dead_channels: str) -> Self:
        """Secrets as the template names them, and its counter before each call."""
        started = cls(patch, dead_channels)
        for name, text in {**_SECRETS, "database": database_url}.items():
            boto3.client("ssm").put_parameter(Name=f"/pawpop/{name}", Value=text, Type="SecureString")
        boto3.setup_default_session()
        _forget_what_others_made()
        session = cast("Any", boto3.DEFAULT_SESSION)
        session.events.register("before-send", started._count)
        return started

    def run(self, function: str, event: Mapping[str, Any], *, capsys: pytest.CaptureFixture[str]) -> Cost:
        """Invoke it once, with secrets that nobody has read."""
        clients._secrets.cache_clear()  # noqa: SLF001
        handler = importlib.import_module(f"functions.{function}.app").lambda_handler
        self.calls.clear()
        capsys.readouterr()
        started = time.process_time()
        handler(event, Invocation())
        seconds = time.process_time() - started
        return Cost(dict(self.calls), seconds, sum(map(len, capsys.readouterr())))

    def stop(self) -> None:
        _forget_what_others_made()
        boto3.setup_default_session()

    def _count(self, event_name: str, **_request: Any) -> None:
        service, operation = event_name.split(".")[1:]
        self.calls[f"{service}.{operation}"] += 1


def _forget_what_others_made() -> None:
    """Clients and services that tests of the same process have left in the caches of these environments."""
    ours = [module for name, module in sys.modules.items() if name.startswith(("functions.", "pawpop_monitoring.boot"))]
    for made in [each for module in ours for each in vars(module).values()]:
        if callable(forget := getattr(made, "cache_clear", None)):
            forget()


def environment(sandbox: str, queues: Mapping[str, str], topic: str) -> Mapping[str, str]:
    """What the template hands to functions, all providers on."""
    return {
        "DATABASE_SECRET_ID": "/pawpop/database",
        "RESEND_SECRET_ID": "/pawpop/resend",
        "STRIPE_SECRET_ID": "/pawpop/stripe",
        "SUPABASE_SECRET_ID": "/pawpop/supabase/api-key,/pawpop/supabase/management-token",
        "FAL_SECRET_ID": "/pawpop/fal/api,/pawpop/fal/admin",
        "API_TOKENS_SECRET_ID": "/pawpop/tokens/admin,/pawpop/tokens/read,/pawpop/tokens/track",
        "LINK_SECRET_ID": "/pawpop/link-key",
        "CHANNELS_SECRET_ID": "/pawpop/channels/datadog,/pawpop/channels/otlp",
        "CHANNEL_SANDBOX_URL": sandbox,
        "METRICS_TO": "datadog",
        "STANDBY_TABLE": "standby",
        "SNAPSHOT_TABLE": "snapshots",
        "ALERT_QUEUE_URL": queues["alerts"],
        "ALERT_TOPIC_ARN": topic,
        "ALERT_DEAD_LETTER_QUEUE_URL": queues["alerts-dead"],
        "RECORD_QUEUE_URL": queues["records"],
        "CHANNEL_QUEUE_URL": queues["channels"],
        "PRESS_QUEUE_URL": queues["presses"],
        "IDEMPOTENCY_TABLE": "idempotency",
        "STATUS_TABLE": "status",
        "STATUS_MAIL_TOPIC_ARN": topic,
        "RESEND_BASE_URL": f"{sandbox}/resend",
        "RECORD_DEAD_LETTER_QUEUE_URL": queues["records-dead"],
        "CHECK_INTERVAL": "rate(5 minutes)",
        "NETWORK_ANCHORS": sandbox.removeprefix("http://"),
        "STATUS_PAGES_URL": f"{sandbox}/pages",
        "STRIPE_BASE_URL": f"{sandbox}/stripe",
        "SUPABASE_PROJECT_URL": f"{sandbox}/supabase",
        "SUPABASE_PROJECT_REF": "pawpoplocal",
        "SUPABASE_MANAGEMENT_URL": f"{sandbox}/supabase/management",
        "FAL_BASE_URL": f"{sandbox}/fal/v1",
        "ALERT_RECIPIENTS": "shop@example.com",
        "ESCALATION_RECIPIENTS": "boss@example.com",
        "ALERT_SENDER": "PawPop <monitoring@example.com>",
        "DISPLAY_TIME_ZONE": "America/New_York",
        "DASHBOARD_URL": "https://example.com/dashboard",
        "API_PUBLIC_URL": "https://example.com",
    }
