"""What a whole function costs in AWS's runtime interface emulator while a provider answers as badly as it can.

From cold, and once more, warm; with its own settings, and no network beside the provider. Postgres refuses, and in
the last column it hangs as well. A check has 10 s and 300 MB.
"""

import json
import os
import re
import socket
import tempfile
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from local_stack import emulator, ports, processes, runtime_emulator
from local_stack.paths import CHECKOUT
from tests.benchmarks.built import built, code_of
from tests.benchmarks.hostile import MODES, MOST_MEGABYTES, MOST_SECONDS
from tests.benchmarks.table import print_table
from tests.fakes.hostile_server import bomb, hostile_server
from tests.fakes.quiet_aws import quiet_aws

_DURATION = re.compile(r"Duration: ([0-9.]+) ms\s+Billed")
_SECRETS = {
    "database": "postgresql://monitor@127.0.0.1:9/none",
    "fal": json.dumps({"api": "key:secret", "admin": "admin:secret"}),
    "stripe": "rk_live_1",
    "supabase": json.dumps({"apiKey": "sb_secret_1", "managementToken": "sbp_1"}),
    "resend": "re_1",
    "links": "secret",
}
_PROVIDER: Mapping[str, Mapping[str, str]] = {
    "check_fal_ai": {"FAL_SECRET_ID": "fal", "FAL_BASE_URL": "%s"},
    "check_stripe": {"STRIPE_SECRET_ID": "stripe", "STRIPE_BASE_URL": "%s"},
    "check_supabase": {
        "SUPABASE_SECRET_ID": "supabase",
        "SUPABASE_PROJECT_URL": "%s",
        "SUPABASE_PROJECT_REF": "abc",
        "SUPABASE_MANAGEMENT_URL": "%s",
    },
    "notifier": {"RESEND_SECRET_ID": "resend", "RESEND_BASE_URL": "%s"},
}
_COMMON = {
    "STANDBY_TABLE": "standby",
    "SNAPSHOT_TABLE": "snapshots",
    "IDEMPOTENCY_TABLE": "idempotency",
    "ALERT_TOPIC_ARN": f"arn:aws:sns:{emulator.REGION}:000000000000:alerts",
    "ALERT_RECIPIENTS": "owner@example.com",
    "ALERT_SENDER": "PawPop <monitor@example.com>",
    "CHECK_INTERVAL": "rate(5 minutes)",
    "DISPLAY_TIME_ZONE": "UTC",
    "NETWORK_ANCHORS": "127.0.0.1:9",
    "STATUS_PAGES_URL": "http://127.0.0.1:9",
    "POWERTOOLS_METRICS_NAMESPACE": "Benchmark",
    "AWS_REGION": emulator.REGION,
    "AWS_DEFAULT_REGION": emulator.REGION,
    "AWS_LAMBDA_FUNCTION_NAME": "benchmark",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
    "AWS_LAMBDA_FUNCTION_TIMEOUT": "30",
}


ALL_SILENT = "silent, Postgres too"
FUNCTIONS = tuple(_PROVIDER)

type Measure = Callable[[str, str], "Cost"]
"""Of a function, and how its provider answers."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a function took, from cold and once more, and the most memory that it had."""

    cold_seconds: float
    warm_seconds: float
    megabytes: float

    def __str__(self) -> str:
        return f"{self.cold_seconds:.1f} {self.warm_seconds:.1f} s / {self.megabytes:.0f} MB"

    @property
    def too_much(self) -> bool:
        return max(self.cold_seconds, self.warm_seconds) > MOST_SECONDS or self.megabytes > MOST_MEGABYTES


def main() -> None:
    """A row per function, a cell per answer: seconds from cold, warm / MB."""
    modes = (*MODES, ALL_SILENT)
    with measuring() as measure:
        measured = {function: [measure(function, mode) for mode in modes] for function in FUNCTIONS}
    rows = [[name, *map(str, costs)] for name, costs in measured.items()]
    print_table("Hostile answers in the runtime emulator", ["", *modes], rows)
    over = [name for name, costs in measured.items() if any(cost.too_much for cost in costs)]
    print(f"  Over {MOST_SECONDS} s or {MOST_MEGABYTES} MB: {', '.join(over) or 'none'}")


@contextmanager
def measuring() -> Iterator[Measure]:
    """For as long as the block lasts, measure functions as they are built."""
    root = built()
    bomb(50)
    with (
        hostile_server() as server,
        socket.create_server((ports.LOOPBACK, 0)) as silence,
        quiet_aws(_SECRETS | {"silent": f"postgresql://monitor@{ports.LOOPBACK}:{silence.getsockname()[1]}/x"}) as aws,
    ):

        def measure(function: str, mode: str) -> Cost:
            database = {"DATABASE_SECRET_ID": "silent" if mode == ALL_SILENT else "database"}
            url = server.url("silent" if mode == ALL_SILENT else mode)
            return _measured(root, function, url, aws, database)

        yield measure


def _measured(root: Path, function: str, url: str, aws: str, database: Mapping[str, str]) -> Cost:
    mark, code = uuid.uuid4().hex, code_of(root, function)
    queues = {f"{name}_QUEUE_URL": f"{aws}/{name.lower()}" for name in ("ALERT", "RECORD", "ALERT_DEAD_LETTER")}
    environment = processes.clean_environment(
        **emulator.CREDENTIALS,
        **_COMMON,
        **database,
        **queues,
        **{name: value.replace("%s", url) for name, value in _PROVIDER[function].items()},
        AWS_ENDPOINT_URL=aws,
        PYTHONPATH=os.pathsep.join(map(str, [code, *runtime_emulator.layers_of(root, function)])),
        PYTHONDONTWRITEBYTECODE="1",
        PYDANTIC_DISABLE_PLUGINS="__all__",
        BENCHMARK_MARK=mark,
    )
    event = next(iter(sorted((CHECKOUT / "events" / function).glob("[os]*.json")))).read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with runtime_emulator.served(code, environment, log) as port:
            address = f"http://{ports.LOOPBACK}:{port}/2015-03-31/functions/function/invocations"
            answers = [httpx.post(address, content=event, timeout=120).text for _ in range(2)]
            megabytes = _peak(mark)
        written = log.read_text()
    if any("errorType" in answer for answer in answers):
        raise RuntimeError(f"{function} failed: {answers}")
    cold, warm = (float(milliseconds) / 1000 for milliseconds in _DURATION.findall(written))
    return Cost(cold, warm, megabytes)


def _peak(mark: str) -> float:
    """The most memory that the function's own process has had, in MB."""
    for process in psutil.process_iter():
        try:
            if process.environ().get("BENCHMARK_MARK") == mark and "app.lambda_handler" in process.cmdline()[-1:]:
                status = Path(f"/proc/{process.pid}/status").read_text("ascii")
                if "aws-lambda-rie" not in process.name():
                    return float(status.split("VmHWM:")[1].split()[0]) / 1024
        except (psutil.Error, OSError):
            continue
    raise RuntimeError("the function's process is gone")
