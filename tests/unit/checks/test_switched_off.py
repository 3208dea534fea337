"""POST /health leaves out what is switched off, and says so."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from pawpop_monitoring.checks.runner import CheckRunner
from pawpop_monitoring.contracts.health_response import RunHealthCheckRequest
from pawpop_monitoring.domain.errors import InvalidRequestError
from tests.unit.alerting.world import World
from tests.unit.checks.system.test_function import runner

APP = Path(__file__).parents[3] / "functions" / "run_health_check" / "app.py"


@pytest.fixture
def function() -> ModuleType:
    spec = importlib.util.spec_from_file_location("run_health_check", APP)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def services() -> CheckRunner:
    """The check of the system is on, that of Stripe off."""
    on = runner(World())
    return CheckRunner(on.checks, on.processor, on.records, on.snapshots, on.clock, off=("stripe",))


def test_the_others_are_checked(function: ModuleType, services: CheckRunner) -> None:
    answer = function.run(services, RunHealthCheckRequest())
    assert [service.service for service in answer.services] == ["system"]
    assert answer.message == "Health check completed for system; switched off: stripe"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("stripe", "Invalid service name: stripe is switched off"),
        ("strpe", "Invalid service name"),
        ("no_such service!", "Invalid service name"),
        ("", "Invalid service name"),
    ],
)
def test_one_that_is_off_is_refused_like_one_that_is_unknown(
    function: ModuleType, services: CheckRunner, name: str, told: str
) -> None:
    with pytest.raises(InvalidRequestError) as refused:
        function.run(services, RunHealthCheckRequest(service=name))
    assert str(refused.value) == told
