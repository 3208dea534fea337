"""Which service of PagerDuty, as a person writes it down."""

from dataclasses import dataclass

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.notifications.channels.quoting import named

_HOSTS = {"us": "https://events.pagerduty.com", "eu": "https://events.eu.pagerduty.com"}
_KEY_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Service:
    """The integration's routing key, and the address of its region."""

    routing_key: str
    url: str


def service_of(text: str) -> Service:
    """From `eu <integration key>`, or the key alone for the US; ConfigurationError says what is wrong."""
    words = text.split()
    region, key = (words[0].lower(), words[1]) if len(words) == 2 else ("us", words[0] if len(words) == 1 else "")  # noqa: PLR2004
    if region not in _HOSTS:
        said = named(region, "what stands before the key")
        raise ConfigurationError(f"ChannelPagerduty: {said} is no region of PagerDuty; there are us and eu.")
    if len(key) != _KEY_LENGTH or not key.isalnum() or not key.isascii():
        raise ConfigurationError(
            "ChannelPagerduty: give the integration key of an Events API v2, 32 letters and digits."
        )
    return Service(key, _HOSTS[region])
