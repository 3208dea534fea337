"""How each fact of an alert is told: by its key, a label and a form with its unit, so that no key is shown raw."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from zoneinfo import ZoneInfo

from pawpop_monitoring.domain.money import dollars
from pawpop_monitoring.domain.service import label_of
from pawpop_monitoring.notifications.content.figures import moment, quantity, real
from pawpop_monitoring.notifications.content.plain_text import describe, label, one_line

type Form = Callable[[object, ZoneInfo], str | None]
"""A value as text, by the local clock where it is a moment; None for a value that is not of this form."""

_MAX_KEY = 60
_MAX_VALUE = 200
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d\S*")
_MOST_COUNTED = 8
_NONE = "none"
_SMALL = 0.001


@dataclass(frozen=True, slots=True)
class Field:
    """What a fact is called, and its form; without one, its own kind decides."""

    label: str = ""
    form: Form | None = None


def measured(unit: str) -> Form:
    """A number in `unit`, which is plural where it is a word: `27 payments`, `1 payment`."""
    return lambda value, _zone: None if (number := real(value)) is None else quantity(number, unit)


def at(value: object, zone: ZoneInfo) -> str | None:
    """A moment from ISO text."""
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return None
    try:
        read = datetime.fromisoformat(value)
        return moment(read, zone) if read.utcoffset() is not None else None
    except (ValueError, OverflowError):
        return None


def counted(value: object, _zone: ZoneInfo) -> str | None:
    """`idle 79, active 3` of numbers by code, the largest first."""
    return _ranked(value, lambda name: name.replace("_", " "))


def counted_by_name(value: object, _zone: ZoneInfo) -> str | None:
    """`invoice.payment_failed 3` of numbers by a name that people look for as it is written."""
    return _ranked(value, str)


def _ranked(value: object, shown: Callable[[str], str]) -> str | None:
    if not isinstance(value, Mapping) or not value or not all(real(number) is not None for number in value.values()):
        return None
    ranked = sorted(value.items(), key=lambda item: (-(real(item[1]) or 0), str(item[0])))
    texts = [f"{shown(str(name))} {quantity(real(number) or 0, '')}" for name, number in ranked]
    more = [f"{len(texts) - _MOST_COUNTED} more"] if len(texts) > _MOST_COUNTED else []
    return describe(", ".join([*texts[:_MOST_COUNTED], *more]), _MAX_VALUE)


def named(value: object, zone: ZoneInfo) -> str | None:
    """`auth: healthy, rest: down` of plain values by name."""
    if not isinstance(value, Mapping) or not all(map(_is_plain, value.values())):
        return None
    facts = (told(str(name), item, zone) for name, item in value.items())
    return describe(", ".join(f"{name.lower()}: {text}" for name, text in facts), _MAX_VALUE) or _NONE


def listed(value: object, zone: ZoneInfo) -> str | None:
    """`a, b` of plain values, and `name: a; name: b` of such by name."""
    if not isinstance(value, list | tuple):
        return None
    if all(map(_is_plain, value)):
        return describe(", ".join(_plain(item, zone) for item in value), _MAX_VALUE) or _NONE
    texts = [named(item, zone) for item in value]
    return None if None in texts else describe("; ".join(filter(None, texts)), _MAX_VALUE)


def service_name(value: object, _zone: ZoneInfo) -> str | None:
    """`fal.ai` of `fal-ai`."""
    return describe(label_of(value), _MAX_VALUE) if isinstance(value, str) else None


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | int | float)


def _plain(value: object, zone: ZoneInfo) -> str:
    return at(value, zone) or measured("")(value, zone) or describe(value, _MAX_VALUE)


PERCENT, MINUTES, SECONDS = measured("%"), measured("minutes"), measured("s")

FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        "atLeastUsd": Field("The month costs at least", measured("USD")),
        "atMostUsd": Field("The month costs at most", measured("USD")),
        "attempts": Field("Tried", measured("times")),
        "averageMs": Field("Average statement", measured("ms")),
        "byApplication": Field("By application", counted_by_name),
        "calls": Field("Statements", measured("")),
        "costPerRequestUsd": Field("Cost of a request", lambda value, _zone: _dollars(value)),
        "daysLeft": Field("Credit is left for", measured("days")),
        "failedInARow": Field("Failed in a row", measured("")),
        "failuresByCode": Field("Failures by code", counted),
        "failuresByType": Field("Failures by type", counted_by_name),
        "heldBeforePercent": Field("Such forecasts held before", PERCENT),
        "hours": Field("Looked back", measured("hours")),
        "limitReachedOn": Field("The limit falls on"),
        "oldestAgeMinutes": Field("Oldest waits for", MINUTES),
        "judgedCalls": Field("Judged by", measured("calls")),
        "judgedEvents": Field("Judged by", measured("webhook events")),
        "judgedPayments": Field("Judged by", measured("payments")),
        "judgedRequests": Field("Judged by", measured("requests")),
        "orMore": Field("There may be more"),
        "payments24h": Field("Payments in 24 h", measured("")),
        "paymentsDeclinedByBank": Field("Declined by banks", measured("payments")),
        "paymentsFailed": Field("Failed on our side", measured("payments")),
        "paymentsGivenUp": Field("Broken off by customers", measured("payments")),
        "paymentsBlocked": Field("Blocked by Radar", measured("payments")),
        "paymentSuccessRate": Field("Succeeded, declines left out", PERCENT),
        "paymentSuccessRateWithDeclines": Field("Succeeded, declines counted", PERCENT),
        "pid": Field("Pid", lambda value, _zone: str(value) if isinstance(value, int) else None),
        "probeMs": Field("Probe", measured("ms")),
        "refusedByContent": Field("Refused for their content", measured("requests")),
        "sampleSeconds": Field("Measured over", SECONDS),
        "statusPage": Field("Their status page"),
        "service": Field("Service", service_name),
        "slowCalls": Field("Of these too slow", measured("")),
        "usualActiveMinutes": Field("Usual at these hours", measured("minutes with events")),
        "usualDeclineShare": Field("Usually declined", PERCENT),
        "webhooks24h": Field("Events in 24 h", measured("")),
        "webhooksFailed24h": Field("Of these failed", measured("")),
        "weeksCompared": Field("Compared with", measured("weeks")),
    }
)
"""Facts that are told in other words than their key's; all others by what their key ends in, and by their kind."""

_BY_ENDING: Mapping[str, Form] = MappingProxyType(
    {
        "Ms": measured("ms"),
        "Usd": measured("USD"),
        "Percent": PERCENT,
        "Rate": PERCENT,
        "Share": PERCENT,
        "Minutes": MINUTES,
        "Seconds": SECONDS,
        "Bytes": measured("bytes"),
    }
)
_UNIT_ENDINGS = frozenset({"Ms", "Usd", "Percent", "Minutes", "Seconds", "Bytes"})
_BY_KIND: tuple[Form, ...] = (at, counted, named, listed, measured(""))


def told(key: str, value: object, zone: ZoneInfo) -> tuple[str, str]:
    """The label and the text of one fact, each on one line of bounded length."""
    field = FIELDS.get(key)
    if field is not None:
        text = field.form(value, zone) if field.form else None
        return field.label, text or _of_kind(value, zone)
    for ending, form in _BY_ENDING.items():
        if key.endswith(ending) and (text := form(value, zone)) is not None:
            name = key.removesuffix(ending) if ending in _UNIT_ENDINGS else key
            return label(name or key, _MAX_KEY), text
    name = one_line(key, _MAX_KEY) if "@" in key else label(key, _MAX_KEY)
    return name, _of_kind(value, zone)


def _of_kind(value: object, zone: ZoneInfo) -> str:
    known = (text for form in _BY_KIND if (text := form(value, zone)) is not None)
    return next(known, None) or describe(value, _MAX_VALUE)


def _dollars(value: object) -> str | None:
    """Fractions of a cent count here, however small."""
    number = real(value)
    if number is None:
        return None
    return dollars(number, 4) if not 0 < abs(number) < _SMALL else f"${Decimal(f'{number:.2g}'):f}"
