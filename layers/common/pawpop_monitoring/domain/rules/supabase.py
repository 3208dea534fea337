"""The rules of the Supabase check.

Beyond the present state they look at what ends in an outage if nobody acts: at two billion unfrozen
transactions the database stops, a slot that lags fills the disk, and at 95 % of the disk Supabase makes the
database read-only. Customers feel none of that before it happens: the shop works with 90 of 97 connections taken.
"""

from pawpop_monitoring.domain.rules.patience import GAUGE, LASTING, RATE
from pawpop_monitoring.domain.rules.rule import Rule
from pawpop_monitoring.domain.service import SUPABASE
from pawpop_monitoring.domain.severity import Severity

UNREACHABLE = Rule(
    SUPABASE,
    "unreachable",
    "the database can't be used in three tries: it refuses, times out, rejects the login, has no slot, is read-only",
    (Severity.CRITICAL,),
    felt_from=Severity.CRITICAL,
    may_be_theirs=True,
)
CONNECTIONS = Rule(
    SUPABASE,
    "connections",
    "more than 80 % (medium) or 90 % (high) of the usable connections are taken (idle too; blind: 90 % of processes)",
    (Severity.MEDIUM, Severity.HIGH),
    patience=GAUGE,
    inhibited_by=(UNREACHABLE,),
)
QUERY_TIME = Rule(
    SUPABASE,
    "query_time",
    "the average statement since the check before, or the probe, took more than 5 s",
    (Severity.MEDIUM,),
    patience=RATE,
    inhibited_by=(UNREACHABLE,),
    may_be_theirs=True,
)
ERROR_RATE = Rule(
    SUPABASE,
    "error_rate",
    "more than 5 % (medium) or 10 % (high) of the transactions since the check before were rolled back",
    (Severity.MEDIUM, Severity.HIGH),
    patience=RATE,
    inhibited_by=(UNREACHABLE,),
    may_be_theirs=True,
)
BLIND = Rule(
    SUPABASE,
    "blind",
    "a right is missing for connections or statements, row security hides rows, statistics are dropped too fast",
    (Severity.LOW,),
)
LOCKS = Rule(
    SUPABASE,
    "locks",
    "a session has been blocked by the lock of another for longer than a query may take (5 s)",
    (Severity.HIGH,),
    patience=GAUGE,
    inhibited_by=(UNREACHABLE,),
)
WRAPAROUND = Rule(SUPABASE, "wraparound", "more than a billion transactions are not frozen", (Severity.HIGH,))
REPLICATION_SLOT = Rule(
    SUPABASE, "replication_slot", "a slot is lost, or keeps more than 5 GiB of log", (Severity.MEDIUM,)
)
IDLE_IN_TRANSACTION = Rule(
    SUPABASE, "idle_in_transaction", "a session sits idle in a transaction for over 15 minutes", (Severity.MEDIUM,)
)
DISK_USAGE = Rule(SUPABASE, "disk_usage", "the data disk is over 90 % full", (Severity.HIGH,))
SERVICE_UNHEALTHY = Rule(
    SUPABASE,
    "service_unhealthy",
    "a service of the project fails",
    (Severity.HIGH,),
    patience=GAUGE,
    inhibited_by=(UNREACHABLE,),
    target="the service of the project",
    felt_from=Severity.HIGH,
    may_be_theirs=True,
)
CAPACITY = Rule(
    SUPABASE,
    "capacity",
    "disk or connections run out in 14 days (medium), 3 (high), transaction ids in 180 (low), 30 (high), at this pace",
    (Severity.LOW, Severity.MEDIUM, Severity.HIGH),
    patience=LASTING,
    target="what runs out",
)

RULES = (
    UNREACHABLE,
    CONNECTIONS,
    QUERY_TIME,
    ERROR_RATE,
    BLIND,
    LOCKS,
    WRAPAROUND,
    REPLICATION_SLOT,
    IDLE_IN_TRANSACTION,
    DISK_USAGE,
    SERVICE_UNHEALTHY,
)
TRENDS = (CAPACITY,)
"""Those that the check of trends judges."""
