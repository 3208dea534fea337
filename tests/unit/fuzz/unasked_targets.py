"""Functions that nobody outside asks: what a schedule hands over is looked at by none of them, whatever it is."""

from collections.abc import Callable, Mapping
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from functions.check_fal_ai import app as check_fal_ai
from functions.check_stripe import app as check_stripe
from functions.check_supabase import app as check_supabase
from functions.check_system import app as check_system
from functions.check_trends import app as check_trends
from functions.cleanup import app as cleanup
from functions.escalator import app as escalator
from functions.metrics_exporter import app as metrics_exporter
from functions.status_mailer import app as status_mailer
from pawpop_monitoring.checks.runner import CheckRunner
from pawpop_monitoring.domain.service import FAL_AI, STRIPE, SUPABASE, SYSTEM
from tests.factories import NOW, make_observation
from tests.fakes.publishers import InMemoryRecordPublisher
from tests.unit.alerting.world import World

ANSWERED = {"statusCode": 200, "body": ""}
INVOCATION: Any = SimpleNamespace(
    function_name="fuzz",
    function_version="1",
    memory_limit_in_mb=512,
    invoked_function_arn="arn:aws:lambda:eu-central-1:123456789012:function:fuzz",
    aws_request_id="request",
    get_remaining_time_in_millis=lambda: 30_000,
)


def runner_of(service: str) -> CheckRunner:
    """One healthy service."""
    look: Any = SimpleNamespace(observe=lambda: make_observation(service=service))
    keep: Any = SimpleNamespace(keep=lambda _record: None)
    return CheckRunner({service: lambda: look}, World().processor, InMemoryRecordPublisher(), keep, lambda: NOW)


def _scheduled(module: ModuleType, **services: Any) -> Callable[[Any], Any]:
    def handle(event: Any) -> Any:
        with pytest.MonkeyPatch.context() as patch:
            for name, service in services.items():
                patch.setattr(module, name, lambda service=service: service)
            module.lambda_handler(event, INVOCATION)
        return ANSWERED

    return handle


_SIGN_OF_LIFE = SimpleNamespace(succeeded=lambda: None, failed=lambda: None)

_EXPORTER = SimpleNamespace(
    exporter=SimpleNamespace(export=lambda _state, _at: {}, collectors=()),
    dashboard=SimpleNamespace(look=lambda _range: None),
    problems={},
    clock=lambda: NOW,
)

SCHEDULED: Mapping[str, Callable[[Any], Any]] = {
    "check_fal_ai": _scheduled(check_fal_ai, runner=runner_of(FAL_AI)),
    "check_stripe": _scheduled(check_stripe, runner=runner_of(STRIPE)),
    "check_supabase": _scheduled(check_supabase, runner=runner_of(SUPABASE)),
    "check_system": _scheduled(check_system, runner=runner_of(SYSTEM), sign_of_life=_SIGN_OF_LIFE),
    "check_trends": _scheduled(check_trends, check=SimpleNamespace(run=lambda: None)),
    "cleanup": _scheduled(cleanup, services=SimpleNamespace(delete_batch=dict), inquiry=SimpleNamespace(run=dict)),
    "status_mailer": _scheduled(status_mailer, services=SimpleNamespace(tell=int, ask=lambda *_: None)),
    "metrics_exporter": _scheduled(metrics_exporter, services=_EXPORTER),
    "escalator": _scheduled(escalator, services=World().escalator),
}
