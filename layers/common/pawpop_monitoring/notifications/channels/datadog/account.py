"""Whose Datadog, as a person writes it down."""

from dataclasses import dataclass

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.notifications.channels.quoting import named

SITES = (
    "datadoghq.com",
    "us3.datadoghq.com",
    "us5.datadoghq.com",
    "ap1.datadoghq.com",
    "ap2.datadoghq.com",
    "uk1.datadoghq.com",
    "datadoghq.eu",
    "ddog-gov.com",
    "us2.ddog-gov.com",
)
_KEY_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Account:
    """The site that holds it, and an API key."""

    site: str
    api_key: str


def account_of(text: str) -> Account:
    """From `datadoghq.eu <API key>`, or the key alone for datadoghq.com; ConfigurationError says what is wrong."""
    words = text.split()
    site, key = words if len(words) == 2 else (SITES[0], words[0] if len(words) == 1 else "")  # noqa: PLR2004
    if site not in SITES:
        said = named(site, "what stands before the key")
        raise ConfigurationError(f"ChannelDatadog: {said} is no site of Datadog; there are: {', '.join(SITES)}.")
    if len(key) != _KEY_LENGTH or not key.isalnum() or not key.isascii():
        raise ConfigurationError(
            "ChannelDatadog: give an API key of 32 letters and digits, after the site if it is not US1."
        )
    return Account(site, key)
