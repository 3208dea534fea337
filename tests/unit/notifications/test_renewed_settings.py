"""A setting of a channel that was put right is used soon, by functions that never cool down as well."""

from collections.abc import Iterator

import pytest

from pawpop_monitoring.aws.secret import KeptSecrets
from pawpop_monitoring.bootstrap import channel_services, clients, metrics_exporter_services
from pawpop_monitoring.domain.errors import SecretMissingError, SecretUnavailableError

WEBHOOK, DATADOG = "/pawpop/channels/webhook", "/pawpop/channels/datadog"
KEY = "A" * 32
ENVIRONMENT = {
    "CHANNELS": "webhook,datadog",
    "CHANNELS_SECRET_ID": f"{WEBHOOK},{DATADOG}",
    "METRICS_TO": "datadog",
    **{f"{name}_QUEUE_URL": name for name in ("CHANNEL", "ALERT", "CHANNEL_DEAD_LETTER", "RECORD")},
    **{name: name for name in ("DATABASE_SECRET_ID", "IDEMPOTENCY_TABLE", "STANDBY_TABLE", "SNAPSHOT_TABLE")},
    "CHECK_INTERVAL": "rate(5 minutes)",
    "DISPLAY_TIME_ZONE": "UTC",
    "AWS_DEFAULT_REGION": "us-east-1",
}


class Store:
    """Implements SecretSource."""

    def __init__(self) -> None:
        self.texts = {WEBHOOK: f"shop https://old.example whsec_{KEY}"}
        self.now, self.asked, self.refused = 0.0, 0, ""

    def read(self, secret_id: str) -> str:
        self.asked += 1
        if secret_id == self.refused:
            raise SecretUnavailableError("AccessDeniedException", store_away=False)
        try:
            return self.texts[secret_id]
        except KeyError:
            raise SecretMissingError(secret_id) from None


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    store = Store()
    kept = KeptSecrets(store, monotonic=lambda: store.now)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(clients, "_secrets", lambda: kept)
    yield store
    channel_services._services.cache_clear()  # noqa: SLF001
    metrics_exporter_services._services.cache_clear()  # noqa: SLF001


def _channels() -> list[str]:
    return list(channel_services.channel_services().consumer.fan_out.channels)


def test_a_channel_is_set_up_anew_within_a_minute_of_its_repair(store: Store) -> None:
    assert _channels() == ["webhook:shop"]
    store.texts = {WEBHOOK: f"new https://new.example whsec_{KEY}", DATADOG: f"datadoghq.eu {'a' * 32}"}
    store.now = 59.0
    first = channel_services.channel_services()
    assert first is channel_services.channel_services()
    store.now = 60.0
    assert _channels() == ["webhook:new", "datadog"]


def test_what_was_not_changed_is_not_made_again(store: Store) -> None:
    first = channel_services.channel_services()
    store.now = 3600.0
    assert channel_services.channel_services() is first
    assert store.asked > 2


def test_a_collector_has_its_new_key_within_a_quarter_of_an_hour(store: Store) -> None:
    assert "ChannelDatadog" in " ".join(metrics_exporter_services.exporter_services().problems.values())
    store.texts[DATADOG] = f"datadoghq.eu {'a' * 32}"
    store.now = 900.0
    assert not metrics_exporter_services.exporter_services().problems


def test_a_setting_that_is_kept_from_us_costs_its_own_channel_alone(store: Store) -> None:
    store.refused = DATADOG
    services = channel_services.channel_services()
    assert list(services.consumer.fan_out.channels) == ["webhook:shop"]
    assert services.consumer.fan_out.offer_mail is not None
    assert services.consumer.consumer_of("webhook:shop") is not None
    assert services.consumer.consumer_of("slack") is None
    with pytest.raises(SecretUnavailableError):
        services.consumer.consumer_of("datadog")
    assert metrics_exporter_services.exporter_services().problems == {"datadog": "AccessDeniedException"}
