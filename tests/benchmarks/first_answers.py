"""The processor's time until a cold function's first answer: as it is, and with all imports in INIT. Needs `make up`.

INIT runs on a whole processor, and the first run on the share of one that the function's memory buys (512 MB: 0.29), so
that "waited" is what a person waits for besides the network. Other work of the machine changes processor time little.
"""

import json
import os
import statistics
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx

from local_stack import ports, runtime_emulator, stack_file
from local_stack.description import logical_id
from local_stack.example_event import filled_in
from local_stack.paths import CHECKOUT, Paths
from tests.benchmarks.table import print_table

_ROUNDS = int(os.environ.get("BENCHMARK_ROUNDS", "5"))
_VARIANT = Path(__file__).parent / "variants" / "told"
_PROCESSOR_MEGABYTES = 1769
_NOT_FIRST = ("app", "function_app", "__main__")
_EVENTS = {
    "authorizer": "read_token",
    "check_fal_ai": "schedule",
    "check_stripe": "schedule",
    "check_supabase": "schedule",
    "check_system": "schedule",
    "escalator": "schedule",
    "get_dashboard": "last_week",
    "get_health": "open",
    "list_alerts": "critical_supabase",
    "notifier": "opened",
    "recorder": "health_metric",
    "stripe_webhook": "live_payment",
}


@dataclass(frozen=True)
class Start:
    """Milliseconds of the processor, and the modules that were imported in the end."""

    init: float
    run: float
    share: float
    modules: tuple[str, ...]

    @property
    def first_answer(self) -> float:
        """All of it."""
        return self.init + self.run

    @property
    def waited(self) -> float:
        """As long as it takes where the run has a `share` of a processor."""
        return self.init + self.run / self.share


def main() -> None:
    """One table."""
    headings = ["", "INIT", "first answer", "waited", "all in INIT", "first answer", "waited"]
    print_table("First answers (ms of the processor)", headings, [_row(function) for function in _functions()])


def _functions() -> list[str]:
    chosen = os.environ.get("BENCHMARK_FUNCTIONS")
    return chosen.split(",") if chosen else list(_EVENTS)


def _row(function: str) -> list[object]:
    imports = start(function).modules
    pairs = [(start(function), start(function, imports)) for _ in range(_ROUNDS)]
    return [
        function,
        *(
            statistics.median(getattr(pair[side], what) for pair in pairs)
            for side in (0, 1)
            for what in ("init", "first_answer", "waited")
        ),
    ]


def start(function: str, import_first: tuple[str, ...] = ()) -> Start:
    """One cold start and its first run, in an environment as the stack's function has."""
    paths, stack = Paths(), stack_file.load()
    code = paths.build / logical_id(function)
    environment = runtime_emulator.environment_of(paths, stack, function, code)
    body = filled_in(
        (CHECKOUT / "events" / function / f"{_EVENTS[function]}.json").read_text(),
        read_token=stack.tokens.read,
        stripe_secret=stack.stripe_webhook_secret,
        now=datetime.now(UTC),
    )
    with tempfile.TemporaryDirectory() as folder:
        log, told = Path(folder) / "log", Path(folder) / "told.json"
        environment |= {
            "FUNCTION_CODE": str(code / "app.py"),
            "IMPORT_FIRST": json.dumps([name for name in import_first if name not in _NOT_FIRST]),
            "TELL_TO": str(told),
            "PYTHONPATH": environment["PYTHONPATH"].replace(str(code), str(_VARIANT)),
        }
        with runtime_emulator.served(_VARIANT, environment, log) as port:
            url = f"http://{ports.LOOPBACK}:{port}/2015-03-31/functions/function/invocations"
            httpx.post(url, json=body, timeout=120)
        seen = json.loads(told.read_text())
        return Start(seen["init"] * 1000, seen["run"] * 1000, _share(environment), tuple(seen["modules"]))


def _share(environment: dict[str, str]) -> float:
    return min(1.0, int(environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]) / _PROCESSOR_MEGABYTES)
