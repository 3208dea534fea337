"""Why a rate is told can be read: in the mail and in what the API answers, as the check found it."""

from zoneinfo import ZoneInfo

import pytest

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.contracts.alert_snapshot import AlertSnapshot
from pawpop_monitoring.domain.readings.stripe import Sample
from pawpop_monitoring.notifications.channels.email.compose import EmailComposer
from pawpop_monitoring.notifications.channels.email.recipients import Recipients
from tests.unit.checks.stripe.readings import judged, make_deliveries, make_history, make_payments
from tests.unit.notifications.messages import message

COMPOSER = EmailComposer(Recipients(("shop@example.com",)), ZoneInfo("UTC"), "PawPop <monitoring@example.com>", "")
BEFORE = make_payments(11_500, processing_error=59)


@pytest.mark.parametrize(
    ("judgement", "reason"),
    [
        (
            judged(payments=make_history(make_payments(2, processing_error=12), before=BEFORE)),
            "12 of 14 failed; usual are 1 in 200; by chance once in 10^25",
        ),
        (
            judged(deliveries=make_deliveries(in_a_row=12, before=Sample(11_559, 59))),
            "12 of 12 failed; usual are 1 in 200; by chance once in 10^27",
        ),
    ],
)
def test_mail_and_api_say_by_which_chance(judgement: Judgement, reason: str) -> None:
    (finding,) = judgement.findings
    told = message(rule=finding.rule, service="stripe", severity=finding.severity, details=dict(finding.details))
    mail = COMPOSER.compose(told)
    assert reason in mail.text
    assert reason in mail.html
    assert AlertSnapshot.of(told.alert.to_alert()).model_dump()["details"]["reason"] == reason
