"""The check as a whole: tries, parts that fail, what it reports."""

import json

import pytest

from pawpop_monitoring.checks.stripe import StripeCheck
from pawpop_monitoring.checks.stripe.port import StripeApi
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.readings.stripe import Trouble, TroubleKind, Unknown
from tests.factories import NOW
from tests.unit.checks.stripe.fakes import FakeApi, FakeEvents
from tests.unit.checks.stripe.readings import ALL_RULES, THRESHOLDS, make_deliveries, make_records

SILENT = Trouble(TroubleKind.NO_ANSWER, "Stripe did not answer within 2.5 s.")
REJECTED = Trouble(TroubleKind.KEY_REJECTED, "Stripe rejects the API key (401).")
LIMITED = Trouble(TroubleKind.RATE_LIMITED, "Stripe limits the rate of requests (429).")
TIMES = ("probeMs", "responseTimeP50", "responseTimeP95")
REST = {"endpoints", "undelivered"}


def observe(api: StripeApi | None, events: FakeEvents | None = None, pauses: list[float] | None = None) -> Observation:
    waited: list[float] = [] if pauses is None else pauses
    check = StripeCheck(
        events=events or FakeEvents(), api=api, thresholds=THRESHOLDS, clock=lambda: NOW, pause=waited.append
    )
    return check.observe()


@pytest.mark.parametrize(
    ("probes", "tries", "status"),
    [
        ([42.0], 1, "healthy"),
        ([SILENT, 42.0], 2, "healthy"),
        ([SILENT, REJECTED, 42.0], 3, "healthy"),
        ([SILENT, SILENT, SILENT], 3, "down"),
        ([REJECTED, REJECTED, REJECTED], 3, "down"),
        ([LIMITED], 1, "unknown"),
    ],
)
def test_an_outage_is_confirmed_by_three_tries(probes: list[float | Trouble], tries: int, status: str) -> None:
    api, pauses = FakeApi(probes), list[float]()
    observation = observe(api, pauses=pauses)
    assert (api.asked.count("probe"), len(pauses), observation.status) == (tries, tries - 1, status)
    assert REST & set(api.asked) == (set() if status == "down" else REST)


def test_all_well_reports_times_and_figures() -> None:
    observation = observe(FakeApi())
    assert (observation.status, observation.response_time, observation.error_rate) == ("healthy", 240.0, 0.0)
    assert {key: observation.details[key] for key in TIMES} == {
        "probeMs": 42.0,
        "responseTimeP50": 90.0,
        "responseTimeP95": 240.0,
    }
    assert observation.cleared == ALL_RULES
    assert observation.details["webhooks24h"] == 100
    assert "unknown" not in observation.details
    json.dumps(observation.details)


def test_without_a_key_only_the_records_are_judged() -> None:
    observation = observe(None)
    assert (observation.status, observation.response_time) == ("healthy", 240.0)
    assert "probeMs" not in observation.details
    assert "stripe:unreachable" not in observation.cleared
    assert "No Stripe API key" in observation.details["notes"][0]


def test_stripe_being_down_hides_nothing_of_what_the_shop_recorded() -> None:
    observation = observe(
        FakeApi([SILENT] * 3), FakeEvents(make_records(deliveries=make_deliveries(100, 50, in_a_row=7)))
    )
    rules = [finding.rule for finding in observation.findings]
    assert rules == ["unreachable", "consecutive_failures"]
    assert (observation.status, observation.error_rate) == ("down", 50.0)


def test_records_that_can_not_be_read_leave_the_api_known() -> None:
    observation = observe(FakeApi(), FakeEvents(make_records(deliveries=Unknown("The database refuses connections."))))
    assert (observation.status, observation.error_rate) == ("unknown", None)
    assert "stripe:unreachable" in observation.cleared


def test_a_mistake_of_ours_in_one_part_is_unknown_and_hides_nothing_of_the_other() -> None:
    observation = observe(FakeApi(), FakeEvents(KeyError("oops")))
    assert observation.status == "unknown"
    assert observation.cleared == {"stripe:unreachable", "stripe:endpoint_disabled", "stripe:undelivered"}


@pytest.mark.parametrize("handling", [None, Unknown("The database is read-only.")])
def test_what_stripe_itself_took_is_not_shown_as_the_time_of_the_shop(handling: Unknown | None) -> None:
    observation = observe(FakeApi(), FakeEvents(records=make_records(handling=handling)))
    assert (observation.response_time, observation.details["probeMs"]) == (None, 42.0)
    assert "responseTimeP95" not in observation.details
