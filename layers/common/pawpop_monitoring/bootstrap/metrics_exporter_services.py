"""Wiring of metrics_exporter."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pawpop_monitoring.bootstrap.channel_settings import KnownSettings, fresh_settings
from pawpop_monitoring.bootstrap.clients import load_settings
from pawpop_monitoring.bootstrap.dashboard_services import DashboardServices, dashboard_services
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.domain.errors import ConfigurationError, SecretUnavailableError
from pawpop_monitoring.domain.otlp import OtlpReceiver, otlp_receiver_of
from pawpop_monitoring.notifications.channels.datadog.account import account_of as datadog_account_of
from pawpop_monitoring.notifications.channels.new_relic.account import account_of as new_relic_account_of
from pawpop_monitoring.outbound.http_client import bounded_client
from pawpop_monitoring.settings import CommaSeparated, Settings, WebAddress
from pawpop_monitoring.telemetry.exporting import Collector, Exporter, datadog, opentelemetry

_KEPT_SECONDS = 900.0
"""It runs every few minutes all day, and each key that is read is a decryption that counts."""


class ExporterSettings(Settings):
    """Environment of metrics_exporter, beside that of the dashboard."""

    metrics_to: CommaSeparated
    channels_secret_id: str
    channel_sandbox_url: WebAddress = ""


@dataclass(frozen=True, slots=True)
class ExporterServices:
    """What metrics_exporter works with; `problems` say why a collector is left out, by its name."""

    dashboard: DashboardServices
    exporter: Exporter
    problems: Mapping[str, str]
    clock: Clock


def exporter_services() -> ExporterServices:
    """The services of this Lambda environment, made anew when a key is another by now."""
    settings = load_settings(ExporterSettings)
    setting = fresh_settings(settings.channels_secret_id, _KEPT_SECONDS)
    return _services(KnownSettings.of(dict.fromkeys(settings.metrics_to), setting))


@lru_cache(maxsize=1)
def _services(known: KnownSettings) -> ExporterServices:
    settings = load_settings(ExporterSettings)
    collectors, problems = collectors_of(settings.metrics_to, known, settings.channel_sandbox_url)
    exporter = Exporter(bounded_client(), collectors)
    return ExporterServices(dashboard_services(), exporter, problems, system_clock)


def collectors_of(
    names: Sequence[str], setting: Callable[[str], str], sandbox: str = ""
) -> tuple[Sequence[Collector], Mapping[str, str]]:
    """Those that can be told, and why the others can't: one wrong setting costs only itself."""
    collectors, problems = list[Collector](), dict[str, str]()
    for name in dict.fromkeys(names):
        try:
            collectors.append(_collector(name, setting, sandbox))
        except (ConfigurationError, SecretUnavailableError) as error:
            problems[name] = str(error)
    return collectors, problems


def _collector(name: str, setting: Callable[[str], str], sandbox: str) -> Collector:
    match name:
        case "datadog":
            account = datadog_account_of(setting(name))
            return datadog(f"{sandbox}/datadog" if sandbox else f"https://api.{account.site}", account.api_key)
        case "new-relic":
            known = new_relic_account_of(setting(name))
            endpoint = f"{sandbox}/new-relic" if sandbox else known.otlp_url
            return opentelemetry(name, OtlpReceiver(endpoint, {"api-key": known.licence_key}))
        case "otlp":
            return opentelemetry(name, otlp_receiver_of(setting(name)))
    raise ConfigurationError(f"METRICS_TO names '{name[:40]}'; there are datadog, new-relic and otlp.")
