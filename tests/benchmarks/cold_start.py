"""INIT of the webhook in AWS's runtime interface emulator, against nothing at all and against the obvious way."""

import os
import statistics
import tempfile
from pathlib import Path

import httpx

from local_stack import emulator, ports, processes, runtime_emulator
from local_stack.paths import CHECKOUT
from tests.benchmarks.table import print_table

_RUNS = 9
_VARIANTS = Path(__file__).parent / "variants"
_FUNCTIONS = {
    "empty handler": _VARIANTS / "empty",
    "stripe_webhook": CHECKOUT / "functions" / "stripe_webhook",
    "stripe SDK and boto3": _VARIANTS / "straightforward",
}


def main() -> None:
    """Median INIT in ms of several cold starts, warm disk."""
    medians = {name: statistics.median(_init(code) for _ in range(_RUNS)) for name, code in _FUNCTIONS.items()}
    empty = medians["empty handler"]
    rows = [[name, median, f"x{median / empty:.2f}"] for name, median in medians.items()]
    print_table("INIT (ms)", ["", "median", "against empty"], rows)


def _init(code: Path) -> float:
    environment = processes.clean_environment(
        **emulator.CREDENTIALS,
        AWS_REGION=emulator.REGION,
        AWS_LAMBDA_FUNCTION_NAME="benchmark",
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE="512",
        AWS_LAMBDA_FUNCTION_TIMEOUT="30",
        PYTHONPATH=os.pathsep.join([str(code), str(CHECKOUT / "layers" / "common")]),
        STRIPE_WEBHOOK_SECRET_ID="secret",
        RECORD_QUEUE_URL="http://127.0.0.1:9/queue",
    )
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with runtime_emulator.served(code, environment, log) as port:
            url = f"http://{ports.LOOPBACK}:{port}/2015-03-31/functions/function/invocations"
            answer = httpx.post(url, json={"body": "{}", "headers": {}}, timeout=60)
        return runtime_emulator.Invocation(answer.text, log.read_text()).init_milliseconds or float("nan")
