"""A few figures of the server from the metrics endpoint, in Prometheus's text format.

Supabase may rename its series at any time: what is not there is left out.
"""

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from pawpop_monitoring.checks.supabase.project_services import DISK_USED, POOLER_WAITING

_SAMPLE = re.compile(r"(?P<name>[a-zA-Z_:][\w:]*)(?:\{(?P<labels>.*)\})?\s+(?P<value>\S+)(?:\s+-?\d+)?")
_DATA_DISK = 'mountpoint="/data"'

type _Samples = Mapping[str, Sequence[tuple[str, float]]]
"""Labels and value of each sample, by name."""


def figures_in(text: str) -> dict[str, float]:
    """Percentages, a load and numbers of clients, by the name under which they are shown."""
    samples = _samples(text)
    figures = {
        DISK_USED: _complement(
            _sum(samples, "node_filesystem_avail_bytes", _DATA_DISK),
            _sum(samples, "node_filesystem_size_bytes", _DATA_DISK),
        ),
        "memoryUsedPercent": _complement(
            _sum(samples, "node_memory_MemAvailable_bytes"), _sum(samples, "node_memory_MemTotal_bytes")
        ),
        "load1": _sum(samples, "node_load1"),
        POOLER_WAITING: _sum(samples, "pgbouncer_pools_client_waiting_connections"),
        "restWaitingClients": _sum(samples, "pgrst_db_pool_waiting"),
    }
    return {name: value for name, value in figures.items() if value is not None}


def _samples(text: str) -> _Samples:
    samples: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for line in text.splitlines():
        if (match := _SAMPLE.fullmatch(line.strip())) and (value := _number(match["value"])) is not None:
            samples[match["name"]].append((match["labels"] or "", value))
    return samples


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _sum(samples: _Samples, name: str, label: str = "") -> float | None:
    """Over all samples that carry `label`; only the database server's own, where there are replicas of it."""
    values = [value for labels, value in samples.get(name, ()) if label in labels]
    return sum(values) if values else None


def _complement(rest: float | None, total: float | None) -> float | None:
    if rest is None or not total or not 0 <= rest <= total:
        return None
    return (1 - rest / total) * 100
