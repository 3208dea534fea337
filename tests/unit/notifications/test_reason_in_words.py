"""Why a rate is told can be read: in the mail and in what the API answers, as the check found it."""

import re
from zoneinfo import ZoneInfo

import pytest

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.supabase.activity import Transactions
from pawpop_monitoring.contracts.alert_snapshot import AlertSnapshot
from pawpop_monitoring.domain.readings.stripe import Sample
from pawpop_monitoring.notifications.channels.email.compose import EmailComposer
from pawpop_monitoring.notifications.channels.email.recipients import Recipients
from tests.unit.checks.fal_ai import readings as fal_ai
from tests.unit.checks.stripe.readings import judged, make_deliveries, make_history, make_payments
from tests.unit.checks.supabase import readings as supabase
from tests.unit.notifications.messages import message

COMPOSER = EmailComposer(Recipients(("shop@example.com",)), ZoneInfo("UTC"), "PawPop <monitoring@example.com>", "")
BEFORE = make_payments(11_500, processing_error=59)
_EVENTS = Sample(11_559, 59)
_BY_TYPE = {"invoice.paid": (True,) * 12, "payment_intent.succeeded": (False,)}
_IN_WORDS = re.compile(r"[\d,]+ of [\d,]+ failed; usual are (1 in [\d,]+|\d+ %); by chance once in (10\^)?\d+")


@pytest.mark.parametrize(
    ("judgement", "reason"),
    [
        (
            judged(payments=make_history(make_payments(2, processing_error=12), before=BEFORE)),
            "12 of 14 failed; usual are 1 in 200; by chance once in 10^25",
        ),
        (
            judged(payments=make_history(make_payments(60, card_declined=40))),
            "40 of 100 failed; usual are 10 %; by chance once in 10^6",
        ),
        (
            judged(payments=make_history(make_payments(30, payment_method_customer_decline=30))),
            "30 of 60 failed; usual are 1 in 20; by chance once in 10^11",
        ),
        (
            judged(deliveries=make_deliveries(in_a_row=12, before=_EVENTS)),
            "12 of 12 failed; usual are 1 in 200; by chance once in 10^27",
        ),
        (
            judged(deliveries=make_deliveries(24, 12, latest_by_type=_BY_TYPE, before=_EVENTS)),
            "12 of 12 failed; usual are 1 in 200; by chance once in 10^27",
        ),
        (
            judged(deliveries=make_deliveries(1000, 100, before=Sample(28_000, 280))),
            "100 of 1,000 failed; usual are 1 in 100; by chance once in 10^52",
        ),
        (
            fal_ai.judged(usage=fal_ai.make_usage(traffic=(fal_ai.make_traffic(12, 48),))),
            "12 of 48 failed; usual are 1 in 100; by chance once in 10^8",
        ),
        (
            supabase.verdict(activity=supabase.make_activity(transactions=Transactions(200, 1000, 60.0))),
            "200 of 1,000 failed; usual are 1 in 100; by chance once in 10^15",
        ),
    ],
    ids=["payments", "declines", "broken off", "in a row", "one type", "events", "fal.ai", "rollbacks"],
)
def test_mail_and_api_say_by_which_chance(judgement: Judgement, reason: str) -> None:
    (finding,) = judgement.findings
    told = message(rule=finding.rule, service=finding.service, severity=finding.severity, details=dict(finding.details))
    mail = COMPOSER.compose(told)
    assert _IN_WORDS.fullmatch(reason)
    assert reason in mail.text
    assert reason in mail.html
    assert AlertSnapshot.of(told.alert.to_alert()).model_dump()["details"]["reason"] == reason
