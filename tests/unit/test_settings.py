"""Configuration fails fast, with a sentence."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.domain.service import CHECKED_SERVICES
from pawpop_monitoring.settings import (
    CommaSeparated,
    Interval,
    ServiceNames,
    ServicesOff,
    Settings,
    TimeZone,
    require,
    watched_services,
)
from pawpop_monitoring.thresholds import FalThresholds, StripeThresholds, SupabaseThresholds


class Example(Settings):
    """One field of each kind."""

    queue_url: str
    recipients: CommaSeparated = ("a@example.com",)
    check_interval: Interval = timedelta(minutes=5)
    display_time_zone: TimeZone = ZoneInfo("UTC")


def test_defaults_are_those_of_the_design() -> None:
    assert SupabaseThresholds.load({}).model_dump() == {
        "supabase_connection_threshold": 80,
        "supabase_query_time_threshold": 5000,
        "supabase_error_rate_threshold": 5,
        "supabase_idle_in_transaction_threshold": 15 * 60 * 1000,
    }
    assert FalThresholds.load({}).model_dump() == {
        "fal_daily_cost_limit": 50,
        "fal_monthly_cost_limit": 1000,
        "fal_rate_limit_threshold": 10,
        "fal_error_rate_threshold": 10,
        "fal_response_time_threshold": 2 * 60 * 1000,
    }
    assert StripeThresholds.load({}).model_dump() == {
        "stripe_success_rate_threshold": 95,
        "stripe_failure_threshold": 3,
        "stripe_payment_success_rate_threshold": 98,
        "stripe_handling_time_threshold": 10 * 1000,
    }


def test_values_are_read_in_their_form() -> None:
    settings = Example.load(
        {
            "QUEUE_URL": "q",
            "RECIPIENTS": "a@example.com, b@example.com,",
            "CHECK_INTERVAL": "rate(1 minute)",
            "DISPLAY_TIME_ZONE": "Europe/Vienna",
        }
    )
    assert settings.recipients == ("a@example.com", "b@example.com")
    assert settings.check_interval == timedelta(minutes=1)
    assert settings.display_time_zone.key == "Europe/Vienna"


@pytest.mark.parametrize("value", ["abc", "-1", "101", "NaN", "inf"])
def test_a_wrong_threshold_is_an_error_not_a_default(value: str) -> None:
    name = "MONITORING_SUPABASE_CONNECTION_THRESHOLD"
    with pytest.raises(ConfigurationError, match=name):
        SupabaseThresholds.load({name: value})


@pytest.mark.parametrize(
    ("model", "name", "value"),
    [
        (FalThresholds, "FAL_DAILY_COST_LIMIT", "-5"),
        (FalThresholds, "FAL_DAILY_COST_LIMIT", "0"),
        (FalThresholds, "FAL_MONTHLY_COST_LIMIT", "1e300"),
        (FalThresholds, "FAL_RATE_LIMIT_THRESHOLD", "-1"),
        (FalThresholds, "FAL_RATE_LIMIT_THRESHOLD", "2.5"),
        (FalThresholds, "FAL_ERROR_RATE_THRESHOLD", "100.1"),
        (FalThresholds, "FAL_ERROR_RATE_THRESHOLD", "100"),  # nothing is ever above it
        (SupabaseThresholds, "SUPABASE_ERROR_RATE_THRESHOLD", "100"),
        (SupabaseThresholds, "SUPABASE_QUERY_TIME_THRESHOLD", "0"),
        (SupabaseThresholds, "SUPABASE_QUERY_TIME_THRESHOLD", "1e12"),
        (StripeThresholds, "STRIPE_SUCCESS_RATE_THRESHOLD", "0"),  # nothing is ever below it
        (StripeThresholds, "STRIPE_PAYMENT_SUCCESS_RATE_THRESHOLD", "980"),
        (StripeThresholds, "STRIPE_FAILURE_THRESHOLD", "0"),
        (StripeThresholds, "STRIPE_FAILURE_THRESHOLD", "100000"),
    ],
)
def test_what_would_mute_a_rule_or_always_break_it_is_refused(model: type[Settings], name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=f"MONITORING_{name}: .*{value}"):
        model.load({f"MONITORING_{name}": value})


def test_wrong_variables_of_several_families_are_told_in_one_go() -> None:
    wrong = {"QUEUE_URL": "q", "CHECK_INTERVAL": "daily"} | {
        f"MONITORING_{name}": "-5" for name in ("FAL_DAILY_COST_LIMIT", "STRIPE_FAILURE_THRESHOLD")
    }
    with pytest.raises(ConfigurationError) as raised:
        require(wrong, Example, FalThresholds, StripeThresholds)
    for name in ("CHECK_INTERVAL", "MONITORING_FAL_DAILY_COST_LIMIT", "MONITORING_STRIPE_FAILURE_THRESHOLD"):
        assert str(raised.value).count(name) == 1


@pytest.mark.parametrize("given", ["10", "20", "99.9"])
def test_whoever_raises_the_error_rate_of_fal_is_not_told_below_it(given: str) -> None:
    limits = FalThresholds.load({"MONITORING_FAL_ERROR_RATE_THRESHOLD": given}).error_rate_limits
    assert limits.first == (5 if given == "10" else float(given))
    assert limits.high == float(given)


def test_every_wrong_variable_is_named_at_once() -> None:
    wrong = {"CHECK_INTERVAL": "5 minutes", "DISPLAY_TIME_ZONE": "Mars/Base"}
    with pytest.raises(ConfigurationError) as raised:
        Example.load(wrong)
    for name in ("QUEUE_URL", "CHECK_INTERVAL", "DISPLAY_TIME_ZONE"):
        assert name in str(raised.value)


class Watch(Settings):
    """What is checked, and what else there is."""

    services_off: ServicesOff = ()
    additional_services: ServiceNames = ()


def test_services_are_switched_off_by_name() -> None:
    off = Watch.load({"SERVICES_OFF": "stripe , fal-ai"}).services_off
    assert watched_services(off) == ("supabase", "system")
    assert watched_services(Watch.load({}).services_off) == CHECKED_SERVICES


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("SERVICES_OFF", "strpe", "must be some of supabase, fal-ai, stripe, system, not strpe"),
        ("SERVICES_OFF", "printify", "not printify"),
        ("SERVICES_OFF", "supabase,fal-ai,stripe,system", "must leave a service on"),
        ("ADDITIONAL_SERVICES", "Gift Cards", "not Gift Cards"),
    ],
)
def test_a_name_that_is_none_is_refused(name: str, value: str, told: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{name}: .*{told}"):
        Watch.load({name: value})


@pytest.mark.parametrize(
    "text", ["rate(0 minutes)", "rate(10081 minutes)", "rate(99999999999999999999 minutes)", "rate(٣ minutes)"]
)
def test_an_interval_beyond_all_measure_is_a_wrong_setting(text: str) -> None:
    class Timed(Settings):
        check_interval: Interval

    with pytest.raises(ConfigurationError, match="CHECK_INTERVAL"):
        Timed.load({"CHECK_INTERVAL": text})


def test_bytes_that_are_no_text_are_a_wrong_setting_and_no_accident() -> None:
    class Off(Settings):
        services_off: ServicesOff = ()

    with pytest.raises(ConfigurationError, match=r"SERVICES_OFF.*\?"):
        Off.load({"SERVICES_OFF": "\udcff"})
