"""Names of the rules, and how a finding of one is made.

Of DESIGN.md, section 6: unreachable, connections, query_time, error_rate, blind. Beyond it, what ends in an
outage if nobody acts:

- wraparound (high): more than a billion transactions not frozen; at two billion the database stops.
- replication_slot (medium): a slot is lost, or keeps more than 5 GiB of log, which fills the disk.
- idle_in_transaction (medium): a session sits idle in a transaction for over 15 minutes, and keeps its locks.
- disk_usage (high): the data disk is over 90 % full; at 95 % Supabase makes the database read-only.
- service_unhealthy (high): a service of the project fails; the target names it.
"""

from typing import Any

from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.service import SUPABASE
from pawpop_monitoring.domain.severity import Severity

UNREACHABLE = "unreachable"
CONNECTIONS = "connections"
QUERY_TIME = "query_time"
ERROR_RATE = "error_rate"
BLIND = "blind"
WRAPAROUND = "wraparound"
REPLICATION_SLOT = "replication_slot"
IDLE_IN_TRANSACTION = "idle_in_transaction"
DISK_USAGE = "disk_usage"
SERVICE_UNHEALTHY = "service_unhealthy"


def finding_of(rule: str, severity: Severity, message: str, **fields: Any) -> Finding:
    """A finding of this service; `fields` are those of Finding."""
    return Finding(service=SUPABASE, rule=rule, severity=severity, message=message, **fields)
