"""What was measured of the functions, and how; and what is assumed where only AWS could tell.

`calls`, bytes and items: tests/integration/bill runs each function against a migrated database, moto and the
providers' sandbox, everything configured and nothing wrong, and fails if they are no longer so. Processor seconds:
the same test prints them, the least of several runs, on one core of a shared machine; `cold` is the import with
bytecode and the first run, in which clients are made. Lambda gives 1,769 MB of memory one whole processor.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

MEGABYTES_PER_PROCESSOR = 1769


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One invocation: seconds of the processor, seconds that it `waits` for others, and its calls to AWS.

    `secrets` are parameters that it reads, each a decryption.
    """

    warm: Decimal
    cold: Decimal
    waits: Decimal
    secrets: int
    memory_megabytes: int
    calls: Mapping[str, int]

    def seconds(self, memory: int, cold_share: Decimal) -> Decimal:
        """What is billed on average, with `memory` in MB; INIT is billed as well."""
        processor = self.cold * cold_share + self.warm * (1 - cold_share)
        return processor * MEGABYTES_PER_PROCESSOR / memory + self.waits


def _run(warm: str, cold: str, waits: str, secrets: int, memory: int, **calls: int) -> Run:
    return Run(
        warm=Decimal(warm),
        cold=Decimal(cold),
        waits=Decimal(waits),
        secrets=secrets,
        memory_megabytes=memory,
        calls=MappingProxyType(calls),
    )


RUNS: Mapping[str, Run] = MappingProxyType(
    {
        "check_supabase": _run("0.033", "1.06", "1.0", 3, 107, scan=1, put=1, send=1),
        "check_fal_ai": _run("0.041", "0.79", "1.0", 3, 106, scan=1, put=1, send=1),
        "check_stripe": _run("0.041", "0.80", "1.2", 2, 106, scan=1, put=1, send=1),
        "check_system": _run("0.045", "0.80", "0.5", 1, 104, scan=1, query=2, put=1, send=1, depth=3),
        "metrics_exporter": _run("0.060", "1.00", "1.0", 4, 110, scan=2, query=1),
        "check_trends": _run("0.150", "1.00", "1.0", 1, 110, scan=1, put=1),
        "escalator": _run("0.010", "0.70", "0.2", 1, 104, scan=2),
        "recorder": _run("0.010", "0.70", "0.2", 1, 104),
        "cleanup": _run("0.010", "0.70", "5.0", 2, 104),
        "notifier": _run("0.050", "1.50", "1.0", 2, 120, query=4, put=4, send=1),
        "get_dashboard": _run("0.060", "0.90", "0.3", 1, 110, scan=2, query=1),
        "authorizer": _run("0.002", "0.50", "0.05", 3, 70),
        "track_fal_usage": _run("0.010", "0.60", "0.05", 0, 90, send=1),
        "stripe_webhook": _run("0.002", "0.10", "0.05", 1, 50, send=1),
    }
)
"""By folder. `waits` are assumed: on loopback they are next to nothing."""
