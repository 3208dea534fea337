"""The rules on what Stripe's API says."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pawpop_monitoring.domain.readings.stripe import Account, Endpoint, Trouble, TroubleKind, Undelivered, Unknown
from tests.factories import NOW
from tests.unit.checks.stripe.readings import ALL_RULES, found, judged, make_account

SILENT = Trouble(TroubleKind.NO_ANSWER, "Stripe did not answer within 2.5 s.")
REJECTED = Trouble(TroubleKind.KEY_REJECTED, "Stripe rejects the API key (401).")
FORBIDDEN = Trouble(TroubleKind.FORBIDDEN, "The API key lacks the permission to read Events (403).")
LIMITED = Trouble(TroubleKind.RATE_LIMITED, "Stripe limits the rate of requests (429).")
ENABLED = Endpoint(id="we_1", url="https://shop.example/hook", enabled=True)
DISABLED = Endpoint(id="we_2", url="https://shop.example/old", enabled=False)
DOWN = ["unreachable critical", "down"]
API_RULES = {"stripe:unreachable", "stripe:endpoint_disabled", "stripe:undelivered"}


def out_of_order(trouble: Trouble) -> Account:
    return make_account(probe=trouble, attempts=3, endpoints=trouble, undelivered=trouble)


@pytest.mark.parametrize(
    ("account", "expected", "not_judged"),
    [
        (make_account(), ["healthy"], set()),
        (make_account(endpoints=(ENABLED,)), ["healthy"], set()),
        (make_account(endpoints=(ENABLED, DISABLED)), ["endpoint_disabled critical", "critical"], set()),
        (make_account(undelivered=Undelivered(count=1)), ["undelivered medium", "warning"], set()),
        (out_of_order(SILENT), DOWN, API_RULES),
        (out_of_order(REJECTED), DOWN, API_RULES),
        (out_of_order(LIMITED), ["unknown"], API_RULES),
        (make_account(probe=FORBIDDEN), ["healthy"], set()),
        (make_account(endpoints=FORBIDDEN), ["unknown"], {"stripe:endpoint_disabled"}),
        (make_account(undelivered=FORBIDDEN), ["unknown"], {"stripe:undelivered"}),
        (make_account(undelivered=SILENT), ["unknown"], {"stripe:undelivered"}),
        (Unknown("This part of the check took too long."), ["unknown"], API_RULES),
        (None, ["healthy"], API_RULES),
    ],
)
def test_rules(account: Account | Unknown | None, expected: list[str], not_judged: set[str]) -> None:
    judgement = judged(account=account)
    assert found(judgement) == expected
    bad = {finding.fingerprint for finding in judgement.findings}
    assert judgement.good == ALL_RULES - not_judged - bad


@pytest.mark.parametrize(
    ("trouble", "message"),
    [(SILENT, "Stripe's API can't be reached"), (REJECTED, "Stripe rejects the API key")],
)
def test_a_rejected_key_is_told_from_an_outage(trouble: Trouble, message: str) -> None:
    (finding,) = judged(account=out_of_order(trouble)).findings
    assert finding.message == message
    assert finding.evidence == {"reason": trouble.reason, "attempts": 3}


def test_an_alert_names_the_endpoints_that_are_disabled() -> None:
    (finding,) = judged(account=make_account(endpoints=(ENABLED, DISABLED))).findings
    assert finding.fingerprint == "stripe:endpoint_disabled"
    assert finding.evidence["disabledEndpoints"] == ["we_2 https://shop.example/old"]


@pytest.mark.parametrize("url", ["https://me:pa?ss@shop.example/old", "https://shop.example/old?token=4711#secret"])
def test_an_alert_tells_no_secret_of_an_endpoint(url: str) -> None:
    endpoint = replace(DISABLED, url=url)
    (finding,) = judged(account=make_account(endpoints=(ENABLED, endpoint))).findings
    assert finding.evidence["disabledEndpoints"] == ["we_2 https://shop.example/old"]


def test_an_alert_tells_how_long_deliveries_wait() -> None:
    waiting = Undelivered(count=100, more=True, oldest=NOW - timedelta(hours=2), types=("charge.refunded",))
    (finding,) = judged(account=make_account(undelivered=waiting)).findings
    assert (finding.value, finding.evidence["orMore"], finding.evidence["oldestAgeMinutes"]) == (100, True, 120)


def test_what_waits_for_less_than_nothing_by_our_clock_has_only_just_come() -> None:
    waiting = Undelivered(count=1, oldest=NOW + timedelta(seconds=1))
    (finding,) = judged(account=make_account(undelivered=waiting)).findings
    assert finding.evidence["oldestAgeMinutes"] == 0


def test_one_endpoint_that_is_disabled_is_not_several() -> None:
    told = [judged(account=make_account(endpoints=(DISABLED,) * number)).findings[0].message for number in (1, 2)]
    assert told == ["A webhook endpoint is disabled", "Webhook endpoints are disabled"]
