"""The worker as a Lambda environment wires it."""

import os

import pytest

from pawpop_monitoring.bootstrap.slack_press_services import SlackPressSettings, StandingNow, slack_presses
from pawpop_monitoring.bootstrap.standby_reads import StandbyReads
from pawpop_monitoring.domain.errors import ConfigurationError, StoreUnavailableError
from pawpop_monitoring.notifications.channels.slack.permits import Permits
from tests.factories import NOW, make_alert
from tests.fakes.silence_store import InMemorySilenceStore
from tests.fakes.standby_store import InMemoryStandbyStore

ENVIRONMENT = {
    "DATABASE_SECRET_ID": "database",
    "STANDBY_TABLE": "standby",
    "SNAPSHOT_TABLE": "snapshots",
    "ALERT_TOPIC_ARN": "arn:aws:sns:us-east-1:000000000000:alerts",
    "CHANNEL_SANDBOX_URL": "http://127.0.0.1:9",
    "RECORD_QUEUE_URL": "https://sqs.example/records",
    "CHECK_FUNCTIONS": "supabase=shop-check-supabase, stripe=shop-check-stripe",
    "SLACK_ALLOWED": "T0SHOP",
    "DISPLAY_TIME_ZONE": "Europe/Vienna",
}


def test_the_worker_is_wired_from_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("AWS_"):
            monkeypatch.delenv(name)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    presses = slack_presses()
    assert presses.permits == Permits(frozenset({"T0SHOP"}))
    assert presses.zone.key == "Europe/Vienna"


def test_checks_are_named_by_service() -> None:
    settings = SlackPressSettings.load(ENVIRONMENT)
    assert settings.check_functions == {"supabase": "shop-check-supabase", "stripe": "shop-check-stripe"}
    with pytest.raises(ConfigurationError, match="CHECK_FUNCTIONS"):
        SlackPressSettings.load(ENVIRONMENT | {"CHECK_FUNCTIONS": "supabase"})


def test_how_all_is_comes_from_what_outlives_the_database() -> None:
    standby = InMemoryStandbyStore()
    known = StandbyReads(alerts=standby, silences=InMemorySilenceStore())
    standing = StandingNow(known, SlackPressSettings.load(ENVIRONMENT), lambda: NOW)
    assert standing().splitlines()[0] == "🟡 *Warning*"
    assert "⚪ Supabase" in standing()
    standby.put(make_alert())
    assert "🚨 Supabase: High connection usage detected" in standing()
    standby.unavailable = True
    with pytest.raises(StoreUnavailableError):
        standing()
