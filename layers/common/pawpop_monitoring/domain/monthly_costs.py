"""What is paid each month whatever is used: plans of providers, as one readable setting."""

import re
from collections.abc import Sequence
from math import isfinite

from pawpop_monitoring.domain.service import FAL_AI, label_of

type Fees = Sequence[tuple[str, float]]
"""Providers and US dollars a month, whatever is used."""

MOST_DOLLARS = 100_000
_MOST_NAMES = 20
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,38}")


def monthly_costs_of(text: str) -> tuple[tuple[str, float], ...]:
    """Names and US dollars of `supabase:25, resend:20`, in that order; ValueError says what is wrong with it."""
    found: dict[str, float] = {}
    for part in filter(None, (each.strip() for each in text.split(","))):
        name, colon, amount = (each.strip() for each in part.partition(":"))
        if not colon or not _NAME.fullmatch(name):
            raise ValueError(f"must read supabase:25,resend:20, a name and US dollars a month, not {part[:60]!r}")
        if name in found:
            raise ValueError(f"names {name} twice")
        found[name] = _dollars(name, amount)
    if len(found) > _MOST_NAMES:
        raise ValueError(f"must name at most {_MOST_NAMES} providers")
    return tuple(found.items())


def fee_label(name: str) -> str:
    """The name that people read: `Supabase`, `Resend`; one with a dot stays as it is.

    What fal.ai takes each month stands beside a row of its calls, and is told from that.
    """
    label = label_of(name)
    if label == label_of(FAL_AI):
        return f"{label}, fixed"
    return label.capitalize() if label == name and "." not in name else label


def _dollars(name: str, amount: str) -> float:
    try:
        dollars = float(amount.removeprefix("$"))
    except ValueError:
        dollars = float("nan")
    if not isfinite(dollars) or not 0 <= dollars <= MOST_DOLLARS:
        raise ValueError(f"must give {name} an amount of US dollars from 0 to {MOST_DOLLARS:,}, not {amount[:40]!r}")
    return dollars
