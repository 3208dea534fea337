"""What a whole function costs in AWS's runtime interface emulator while a provider answers as badly as it can.

From cold, and once more, warm; with its own settings, and neither Postgres nor a network beside the provider.
A check has 10 s and 300 MB.
"""

import json
import os
import re
import tempfile
import uuid
from collections.abc import Mapping
from pathlib import Path

import httpx
import psutil

from local_stack import emulator, ports, processes, runtime_emulator
from local_stack.paths import CHECKOUT
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
    "DATABASE_SECRET_ID": "database",
    "STANDBY_TABLE": "standby",
    "SNAPSHOT_TABLE": "snapshots",
    "IDEMPOTENCY_TABLE": "idempotency",
    "ALERT_RECIPIENTS": "owner@example.com",
    "ALERT_SENDER": "PawPop <monitor@example.com>",
    "CHECK_INTERVAL": "rate(5 minutes)",
    "DISPLAY_TIME_ZONE": "UTC",
    "NETWORK_ANCHORS": "127.0.0.1:9",
    "POWERTOOLS_METRICS_NAMESPACE": "Benchmark",
    "AWS_REGION": emulator.REGION,
    "AWS_DEFAULT_REGION": emulator.REGION,
    "AWS_LAMBDA_FUNCTION_NAME": "benchmark",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
    "AWS_LAMBDA_FUNCTION_TIMEOUT": "30",
}


def main() -> None:
    """A row per function, a cell per answer: seconds from cold, warm / MB."""
    bomb(50)
    with hostile_server() as server, quiet_aws(_SECRETS) as aws:
        measured = {function: [_measured(function, server.url(mode), aws) for mode in MODES] for function in _PROVIDER}
    rows = [
        [name, *(f"{cold:.1f} {warm:.1f} s / {mb:.0f} MB" for cold, warm, mb in cells)]
        for name, cells in measured.items()
    ]
    print_table("Hostile answers in the runtime emulator", ["", *MODES], rows)
    over = [
        name
        for name, cells in measured.items()
        if any(max(took) > MOST_SECONDS or mb > MOST_MEGABYTES for *took, mb in cells)
    ]
    print(f"  Over {MOST_SECONDS} s or {MOST_MEGABYTES} MB: {', '.join(over) or 'none'}")


def _measured(function: str, url: str, aws: str) -> tuple[float, float, float]:
    mark, code = uuid.uuid4().hex, CHECKOUT / "functions" / function
    queues = {f"{name}_QUEUE_URL": f"{aws}/{name.lower()}" for name in ("ALERT", "RECORD", "ALERT_DEAD_LETTER")}
    environment = processes.clean_environment(
        **emulator.CREDENTIALS,
        **_COMMON,
        **queues,
        **{name: value.replace("%s", url) for name, value in _PROVIDER[function].items()},
        AWS_ENDPOINT_URL=aws,
        PYTHONPATH=os.pathsep.join([str(code), str(CHECKOUT / "layers" / "common")]),
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
    return cold, warm, megabytes


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
