"""Whose New Relic, as a person writes it down."""

import re
from dataclasses import dataclass

from pawpop_monitoring.domain.errors import ConfigurationError

_SETTING = re.compile(r"(?:(?P<region>us|eu)\s+)?(?P<number>[0-9]{1,12})\s+(?P<key>[!-~]{32,64})", re.IGNORECASE)
_HOSTS = {"us": "https://insights-collector.newrelic.com", "eu": "https://insights-collector.eu01.nr-data.net"}

_OTLP = {"us": "https://otlp.nr-data.net", "eu": "https://otlp.eu01.nr-data.net"}


@dataclass(frozen=True, slots=True)
class Account:
    """Its number, its licence key, and the addresses of its region: for events, and for OpenTelemetry."""

    number: str
    licence_key: str
    url: str
    otlp_url: str


def account_of(text: str) -> Account:
    """From `eu 1234567 <licence key>`, the region `us` if it is left out; ConfigurationError says what is wrong."""
    found = _SETTING.fullmatch(text.strip())
    if found is None:
        raise ConfigurationError("ChannelNewRelic: write `eu 1234567 <licence key>`: region (us or eu), account, key.")
    region = (found["region"] or "us").lower()
    return Account(found["number"], found["key"], _HOSTS[region], _OTLP[region])
