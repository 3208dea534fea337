"""Which queues of dead letters are looked at, by what is deployed."""

import pytest

from pawpop_monitoring.bootstrap.system_check import system_check

ENVIRONMENT = {
    "CHECK_INTERVAL": "rate(5 minutes)",
    "SNAPSHOT_TABLE": "snapshots",
    "STANDBY_TABLE": "standby",
    "RECORD_QUEUE_URL": "https://sqs.example/records",
    "ALERT_DEAD_LETTER_QUEUE_URL": "https://sqs.example/alerts-dead",
    "RECORD_DEAD_LETTER_QUEUE_URL": "https://sqs.example/records-dead",
}


@pytest.mark.parametrize(
    ("url", "looked_at"),
    [("", ["alerts", "records"]), ("https://sqs.example/channels-dead", ["alerts", "records", "channels"])],
)
def test_those_of_the_channels_only_where_there_is_one(
    monkeypatch: pytest.MonkeyPatch, url: str, looked_at: list[str]
) -> None:
    for name, value in {**ENVIRONMENT, "CHANNEL_DEAD_LETTER_QUEUE_URL": url}.items():
        monkeypatch.setenv(name, value)
    check = system_check("secret")
    assert list(check.sources.dead_letters) == looked_at
    assert {*check.queues_gone, *looked_at} == {"alerts", "records", "channels", "presses"}
