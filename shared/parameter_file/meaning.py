"""What the functions would say of a value that has the right form: they fall back from it, so that it acts nowhere."""

import re

from pawpop_monitoring.domain.mail_addresses import parse_addresses
from pawpop_monitoring.settings import MonthlyCosts, Sales, Sender, ServicesOff, Settings, TimeZone


class _Decorations(Settings):
    """Each by itself: what depends on others as well is told by the system check."""

    display_time_zone: TimeZone
    alert_sender: Sender
    ses_fallback_sender: Sender
    services_off: ServicesOff
    monthly_costs: MonthlyCosts
    sale_days: Sales


_ADDRESSES = frozenset({"AlertRecipients", "EscalationRecipients"})


def problem_of(name: str, value: str) -> str | None:
    """What a function would find wrong with the value of the parameter `name`, without a full stop."""
    return _addresses(value) if name in _ADDRESSES else _setting(name, value)


def _addresses(value: str) -> str | None:
    bad = parse_addresses(value).bad
    return f"must be mail addresses, separated by commas, which '{bad[0]}' is not" if bad else None


def _setting(name: str, value: str) -> str | None:
    variable = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper()
    said = _Decorations.mistakes({variable: value}).get(variable, "") if value.strip() else ""
    reason = said.removeprefix(f"{variable}: ").removeprefix("Value error, ").rpartition(" (it is ")[0]
    return reason or None
