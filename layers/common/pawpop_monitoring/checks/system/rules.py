"""The rules of the system check by name, and how their findings begin.

Of DESIGN.md, section 6: stale_check (target: the service), dead_letters (target: the queue), delivery_failing.
Beyond it:

- records_waiting (medium): checks run, but what they saw does not get into Postgres.
- network_down (critical): we can't reach anything; found by whichever check met it, see network.py.
"""

from typing import Any

from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.service import SYSTEM
from pawpop_monitoring.domain.severity import Severity

STALE_CHECK = "stale_check"
DEAD_LETTERS = "dead_letters"
DELIVERY_FAILING = "delivery_failing"
RECORDS_WAITING = "records_waiting"
NETWORK_DOWN = "network_down"

LATE_AFTER_INTERVALS = 3
"""How many intervals without a sign of life make a check late (DESIGN.md, section 6)."""


def broken(rule: str, severity: Severity, message: str, **fields: Any) -> Finding:
    """A finding of this service; `fields` are the others of Finding."""
    return Finding(service=SYSTEM, rule=rule, severity=severity, message=message, **fields)
