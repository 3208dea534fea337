"""The number that a mail shows large."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pawpop_monitoring.contracts.alert_message import TransitionMessage
from pawpop_monitoring.domain.duration import duration
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.content.figures import is_word, quantity, real, told_apart
from pawpop_monitoring.notifications.content.plain_text import one_line

HEADLINE_KEYS = frozenset({"value", "threshold", "unit"})
"""Where the checks put a rule's numbers in an alert's details."""
_MAX_UNIT = 20
_SAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "judgedPayments": "payments",
        "judgedEvents": "webhook events",
        "judgedRequests": "requests",
        "connectionLimit": "connections",
        "usableConnections": "usable connections",
        "transactions": "transactions",
    }
)
"""Of what a percentage is one, by the fact that counts it; the first that is there."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`93.4 % of 60 usable connections`, `above the limit of 90 %`."""

    value: str
    note: str


def figure_of(message: TransitionMessage) -> Figure | None:
    """The value against its threshold; of what is over, how long it lasted. None if there is no number."""
    if message.kind is TransitionKind.RESOLVED:
        return Figure(duration(message.at - message.alert.timestamp), "from start to end")
    return headline_of(message.alert.details)


def headline_of(details: Mapping[str, Any]) -> Figure | None:
    """The number that broke the rule, and the limit that it broke; None if there is no such pair."""
    value, threshold = real(details.get("value")), real(details.get("threshold"))
    if value is None or threshold is None:
        return None
    unit = _unit_of(details)
    sample = _sample_of(details) if unit == "%" else ""
    told, limit = told_apart(value, threshold, unit)
    if threshold == 0 < value and is_word(unit):
        return Figure(told, "where there should be none")
    relation = "above" if value > threshold else "below" if value < threshold else "reaching"
    return Figure(f"{told}{sample}", f"{relation} the limit of {limit}")


def number_of(details: Mapping[str, Any]) -> str | None:
    """The number of a rule that has no limit, with its unit; None if there is none."""
    value = real(details.get("value"))
    return None if value is None else quantity(value, _unit_of(details))


def _unit_of(details: Mapping[str, Any]) -> str:
    return one_line(str(details.get("unit") or ""), _MAX_UNIT)


def _sample_of(details: Mapping[str, Any]) -> str:
    """` of 27 payments` for a percentage of something that was counted."""
    counts = ((real(details.get(key)), noun) for key, noun in _SAMPLES.items())
    return next((f" of {quantity(count, noun)}" for count, noun in counts if count is not None), "")
