"""PATCH /alerts says who did it: a person's name, or that of the token."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from functions.update_alert.app import run
from pawpop_monitoring.alerting.decide.resolution import RESOLVED_BY_CHECK
from pawpop_monitoring.bootstrap.api_services import AlertWriter
from pawpop_monitoring.contracts.alert_requests import UpdateAlertRequest
from pawpop_monitoring.contracts.link_claims import LINK_ACTOR
from pawpop_monitoring.domain.errors import InvalidRequestError
from pawpop_monitoring.domain.severity import Severity
from tests.factories import make_finding
from tests.unit.alerting.world import World


def acknowledged(**fields: str) -> str | None:
    world = World()
    world.check(make_finding(rule="unreachable", severity=Severity.CRITICAL))
    alert_id = world.queue.messages[-1].alert.id
    writer = AlertWriter(commands=world.commands, known_services=(), clock=lambda: world.now + timedelta(minutes=1))
    request = UpdateAlertRequest.model_validate({"alertId": alert_id, "action": "acknowledge", **fields})
    return run(writer, request, "admin").alert.acknowledged_by


def reopened(**fields: str) -> str | None:
    world = World()
    world.check(make_finding(rule="unreachable", severity=Severity.CRITICAL))
    alert_id = world.queue.messages[-1].alert.id
    world.commands.resolve(alert_id, "Bob", world.now)
    writer = AlertWriter(commands=world.commands, known_services=(), clock=lambda: world.now + timedelta(minutes=1))
    run(writer, UpdateAlertRequest.model_validate({"alertId": alert_id, "action": "reopen", **fields}), "admin")
    return world.queue.messages[-1].by


def test_who_opens_it_again_is_named_too() -> None:
    assert reopened(by="Zoe") == "Zoe"
    assert reopened() == "admin"


def test_it_is_the_person_who_is_named_and_the_token_otherwise() -> None:
    assert acknowledged(by="Ann Müller") == "Ann Müller"
    assert acknowledged() == "admin"


def test_a_name_is_one_short_line() -> None:
    assert acknowledged(by=" Ann\n\u202eBob ") == "Ann Bob"
    assert len(acknowledged(by="ä" * 500) or "") == 80


@pytest.mark.parametrize("name", ["", "  ", "\u200b"])
def test_no_name_is_refused(name: str) -> None:
    with pytest.raises((ValidationError, InvalidRequestError)):
        acknowledged(by=name)


@pytest.mark.parametrize("name", [RESOLVED_BY_CHECK, LINK_ACTOR])
def test_nobody_can_pass_for_the_monitoring_itself(name: str) -> None:
    with pytest.raises(InvalidRequestError, match="what the monitoring calls itself"):
        acknowledged(by=name)
