"""A wrong setting never mutes: decorations fall back and are told, thresholds stop their own service alone."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pawpop_monitoring.bootstrap.fal_ai_check import FalSettings
from pawpop_monitoring.bootstrap.notifier_services import NotifierSettings
from pawpop_monitoring.bootstrap.settings_audit import PublicDecorations, mistakes
from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.runner import CheckRunner
from pawpop_monitoring.checks.system.settings_rule import judge_settings
from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.snapshot import ServiceSnapshot
from pawpop_monitoring.http.gauges import Gauges
from pawpop_monitoring.thresholds import FalThresholds, StripeThresholds, SupabaseThresholds
from tests.factories import NOW
from tests.fakes.publishers import InMemoryRecordPublisher
from tests.unit.alerting.world import World

NOTIFIER = {
    "RESEND_SECRET_ID": "r",
    "ALERT_QUEUE_URL": "q",
    "ALERT_TOPIC_ARN": "t",
    "ALERT_DEAD_LETTER_QUEUE_URL": "d",
    "RECORD_QUEUE_URL": "q",
    "IDEMPOTENCY_TABLE": "t",
    "STANDBY_TABLE": "t",
    "ALERT_SENDER": "PawPop <alerts@example.com>",
}
AUDITED = {
    "ALERT_RECIPIENTS": "owner@example.com",
    "ESCALATION_RECIPIENTS": "",
    "DISPLAY_TIME_ZONE": "Europe/Vienna",
    "DASHBOARD_URL": "https://monitoring.example.com/dashboard",
    "API_PUBLIC_URL": "",
    "ALERT_SENDER": "PawPop <alerts@example.com>",
}


def notifier(**variables: str) -> NotifierSettings:
    return NotifierSettings.load(NOTIFIER | variables)


@pytest.mark.parametrize("zone", ["Mars/Phobos", "europe/vienna ", "../etc/passwd", "\0", "UTC+1"])
def test_a_time_zone_that_is_none_is_utc(zone: str) -> None:
    assert FalSettings.load({"DISPLAY_TIME_ZONE": zone}).display_time_zone == ZoneInfo("UTC")
    assert "DISPLAY_TIME_ZONE" in (mistakes(AUDITED | {"DISPLAY_TIME_ZONE": zone}) or {})


@pytest.mark.parametrize(
    "address", ["monitoring.example.com", "javascript:alert(1)", "https://", 'https://a"b', "ftp://a"]
)
def test_an_address_that_is_none_costs_only_the_link(address: str) -> None:
    settings = notifier(DASHBOARD_URL=address, API_PUBLIC_URL=address)
    assert (settings.dashboard_url, settings.api_public_url) == ("", "")
    assert set(mistakes(AUDITED | {"DASHBOARD_URL": address}) or {}) == {"DASHBOARD_URL"}


@pytest.mark.parametrize(
    "address", ["", "https://a.example", "http://127.0.0.1:4566/_aws/execute-api/abc/prod", "https://[::1]/x?y=1#z"]
)
def test_an_address_that_is_one_is_used(address: str) -> None:
    assert notifier(DASHBOARD_URL=address).dashboard_url == address
    assert mistakes(AUDITED | {"DASHBOARD_URL": address}) == {}


@pytest.mark.parametrize(
    ("sender", "used"),
    [
        ("alerts@example.com", "alerts@example.com"),
        ("PawPop <alerts@example.com>", "PawPop <alerts@example.com>"),
        ("Füllstand & Co <alerts@example.com>", "Füllstand & Co <alerts@example.com>"),
        ('"PawPop, Alerts" <alerts@example.com>', '"PawPop, Alerts" <alerts@example.com>'),
        ("PawPop, Alerts <alerts@example.com>", "alerts@example.com"),
        ("PawPop <alerts@example.com", "alerts@example.com"),
        ("Paw\nPop <alerts@example.com>", "alerts@example.com"),
    ],
)
def test_a_name_that_no_mail_can_carry_is_left_out(sender: str, used: str) -> None:
    assert notifier(ALERT_SENDER=sender).alert_sender == used
    assert (mistakes(AUDITED | {"ALERT_SENDER": sender}) == {}) is (sender == used)


@pytest.mark.parametrize("sender", ["", "PawPop", "alerts@example", "a@example.com, b@example.com"])
def test_without_an_address_there_is_no_sender(sender: str) -> None:
    with pytest.raises(ConfigurationError, match="ALERT_SENDER"):
        notifier(ALERT_SENDER=sender)


def test_everything_wrong_is_named_at_once_decorations_too() -> None:
    with pytest.raises(ConfigurationError) as raised:
        NotifierSettings.load({"DASHBOARD_URL": "Mars", "SES_FALLBACK_MINUTES": "-1"})
    for name in ("RESEND_SECRET_ID", "ALERT_SENDER", "DASHBOARD_URL", "SES_FALLBACK_MINUTES"):
        assert name in str(raised.value)


@pytest.mark.parametrize("name", ["ALERT_RECIPIENTS", "ESCALATION_RECIPIENTS"])
def test_an_address_that_is_none_is_told(name: str) -> None:
    assert set(mistakes(AUDITED | {name: "owner@example.com, not an address"}) or {}) == {name}


@pytest.mark.parametrize("limit", ["-5", "0", "NaN", "inf", "1e300", "fifty"])
def test_a_wrong_threshold_is_refused_where_it_judges_and_noted_where_it_is_shown(limit: str) -> None:
    environment = {"MONITORING_FAL_DAILY_COST_LIMIT": limit, "MONITORING_FAL_MONTHLY_COST_LIMIT": "700"}
    with pytest.raises(ConfigurationError, match="MONITORING_FAL_DAILY_COST_LIMIT"):
        FalThresholds.load(environment)
    shown, notes = FalThresholds.load_or_defaults(environment)
    assert (shown.fal_daily_cost_limit, shown.fal_monthly_cost_limit) == (50, 700)
    assert [note.partition(":")[0] for note in notes] == ["MONITORING_FAL_DAILY_COST_LIMIT"]
    gauges = Gauges(supabase=SupabaseThresholds(), fal=shown, stripe=StripeThresholds(), notes={"fal-ai": notes})
    snapshot = ServiceSnapshot(service="fal-ai", status="healthy", details={"notes": ["before"]})  # type: ignore[arg-type]
    before, said = gauges.noted(snapshot).details["notes"]
    assert before == "before"
    assert "MONITORING_FAL_DAILY_COST_LIMIT" in said
    assert "default" in said


def test_all_services_but_that_one_are_checked() -> None:
    class Fine:
        service = "stripe"

        def observe(self) -> Any:
            from tests.factories import make_observation  # noqa: PLC0415

            return make_observation(service="stripe")

    def wrong() -> Any:
        return FalThresholds.load({"MONITORING_FAL_DAILY_COST_LIMIT": "-5"})

    snapshots: Any = type("Snapshots", (), {"keep": lambda _self, _record: None})()
    world = World()
    runner = CheckRunner(
        {"fal-ai": wrong, "stripe": Fine}, world.processor, InMemoryRecordPublisher(), snapshots, lambda: NOW
    )
    fal, stripe = runner.run_all(["fal-ai", "stripe"])
    assert (fal.status, stripe.status) == ("unknown", "healthy")
    assert "MONITORING_FAL_DAILY_COST_LIMIT" in fal.details["unknown"][0]


@pytest.mark.parametrize(
    ("wrong", "severity"),
    [
        ({"DISPLAY_TIME_ZONE": "Mars/Phobos"}, Severity.MEDIUM),
        ({"MONITORING_FAL_DAILY_COST_LIMIT": "-5"}, Severity.HIGH),
        ({"MONITORING_FAL_DAILY_COST_LIMIT": "-5", "DISPLAY_TIME_ZONE": "Mars/Phobos"}, Severity.HIGH),
    ],
)
def test_what_is_wrong_is_an_alert_of_its_own(wrong: dict[str, str], severity: Severity) -> None:
    judgement = Judgement()
    judge_settings(judgement, mistakes(AUDITED | wrong) or {})
    (finding,) = judgement.findings
    assert (finding.fingerprint, finding.severity) == ("system:settings", severity)
    assert all(name in finding.message and name in str(finding.evidence) for name in wrong)


def test_all_right_clears_it_and_half_the_settings_say_nothing() -> None:
    judgement = Judgement()
    judge_settings(judgement, mistakes(AUDITED) or {})
    assert judgement.good == {"system:settings"}
    assert mistakes({"DISPLAY_TIME_ZONE": "UTC"}) is None


@pytest.mark.parametrize("zone", [" Europe/Vienna", "Europe/Vienna\n", "\tEurope/Vienna "])
def test_blanks_that_were_pasted_along_are_no_mistake(zone: str) -> None:
    """A time zone with a blank fell back to UTC, and a threshold of blanks alone stopped its service."""
    assert FalSettings.load({"DISPLAY_TIME_ZONE": zone}).display_time_zone == ZoneInfo("Europe/Vienna")
    assert FalThresholds.load({"MONITORING_FAL_DAILY_COST_LIMIT": "  "}).fal_daily_cost_limit == 50


def test_the_letters_of_a_scheme_may_be_large() -> None:
    assert notifier(DASHBOARD_URL="HTTPS://shop.example\n").dashboard_url == "HTTPS://shop.example"


@pytest.mark.parametrize(
    ("contact", "kept"),
    [
        ("help@shop.example", True),
        ("https://shop.example/contact", True),
        ("the shop", False),
        ("javascript:alert(1)", False),
    ],
)
def test_whom_customers_ask_is_a_mail_address_a_page_or_nobody(contact: str, kept: bool) -> None:
    assert PublicDecorations.load({"STATUS_CONTACT": contact}).status_contact == (contact if kept else "")
    assert ("STATUS_CONTACT" in (mistakes(AUDITED | {"STATUS_CONTACT": contact}) or {})) is not kept
