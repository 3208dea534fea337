"""POST /api/monitoring/channels/test: a marked test over each channel, the way that alerts go, and what came of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.alerting.decide.actions import close
from pawpop_monitoring.alerting.decide.decision import Decision
from pawpop_monitoring.alerting.decide.engine import open_anew
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.bootstrap.channel_test_services import ChannelTestServices, channel_test_services
from pawpop_monitoring.bootstrap.database import hang_up_afterwards
from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.contracts.channel_test_response import ChannelTestReport, ChannelTestResponse, TestOutcome
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.device import NO_DEVICE
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.rules import manual_rule
from pawpop_monitoring.domain.service import SYSTEM
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.http.audit import record_change
from pawpop_monitoring.http.requests import caller_of
from pawpop_monitoring.http.resolver import api_resolver
from pawpop_monitoring.http.responses import json_response

logger = Logger()
app = api_resolver()
services = channel_test_services

_LOOKS, _SECONDS = 18, 1.0
"""Within what API Gateway waits for an answer."""
_MESSAGE = "This is a test of the channels; nothing is wrong"
_MARK = {"test": True}
_OUTCOMES: Mapping[str, TestOutcome] = {
    "accepted": "accepted",
    "failed": "refused",
    "dropped": "refused",
    "retry": "failing",
}
_OVER = frozenset({"accepted", "refused", "unheard"})


def run(services: ChannelTestServices, caller: str) -> ChannelTestResponse:
    """Tell, look until each channel has an outcome or time is up, and say that it is over."""
    now = services.clock()
    opened = _opened(now)
    message = AlertMessage.of(_transition(opened)).model_copy(update={"alone": True})
    services.publisher.publish([message])
    reports = _looked(services, message.key)
    closed = close(opened.after, _alert(opened), caller, services.clock() + timedelta(milliseconds=1))
    services.publisher.publish([AlertMessage.of(_transition(closed)).model_copy(update={"alone": True})])
    return ChannelTestResponse(
        timestamp=services.clock(),
        alert_id=message.alert.id,
        channels=reports,
        problems=tuple(services.problems),
    )


def _opened(now: datetime) -> Decision:
    finding = manual_rule(SYSTEM).broken(Severity.HIGH, _MESSAGE, target="channels", evidence=_MARK)
    return open_anew(RuleState(fingerprint=finding.fingerprint), finding, now)


def _transition(decision: Decision) -> Any:
    if decision.transition is None:
        raise ValueError("a test is always told")
    return decision.transition


def _alert(decision: Decision) -> Alert:
    if decision.after.alert is None:
        raise ValueError("a test opens an alert")
    return decision.after.alert


def _looked(services: ChannelTestServices, key: str) -> tuple[ChannelTestReport, ...]:
    reports: tuple[ChannelTestReport, ...] = ()
    for _ in range(_LOOKS):
        services.pause(_SECONDS)
        try:
            known = services.came_of(key)
        except StoreUnavailableError:
            why = "It was sent; what came of it is not known while the database is down."
            return tuple(ChannelTestReport(channel=name, outcome="waiting", reason=why) for name in services.channels)
        reports = tuple(_report(name, known.get(name)) for name in services.channels)
        if all(report.outcome in _OVER for report in reports):
            break
    return reports


def _report(channel: str, known: tuple[str, str | None] | None) -> ChannelTestReport:
    outcome, reason = known or ("", None)
    # Nothing went wrong with web push before a device is added, and yet no alert would be heard there.
    said: TestOutcome = "unheard" if reason == NO_DEVICE else _OUTCOMES.get(outcome, "waiting")
    return ChannelTestReport(channel=channel, outcome=said, reason=reason)


@app.post("/api/monitoring/channels/test")
def try_channels() -> Response[str]:
    """The route."""
    answer = run(services(), caller_of(app.current_event))
    record_change(app.current_event, "test channels", answer.alert_id)
    return json_response(200, answer)


@hang_up_afterwards
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway."""
    return app.resolve(event, context)
