"""The first answer of cold functions, with imports where they are and with all of them in INIT. Needs `make up`.

INIT runs on a whole processor, and the first run on the share of one that the memory buys (512 MB: 0.29),
so that the two are told apart: "at 512 MB" is INIT, the processor's time of the first run at that share, and its waits.
"""

import json
import os
import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import httpx
import psutil

from local_stack import ports, runtime_emulator, stack_file
from local_stack.description import logical_id
from local_stack.example_event import filled_in
from local_stack.paths import CHECKOUT, Paths
from tests.benchmarks.table import print_table

_ROUNDS = int(os.environ.get("BENCHMARK_ROUNDS", "5"))
_EAGER = Path(__file__).parent / "variants" / "eager"
_SHARE = 512 / 1769
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
    """Milliseconds: INIT, the first run after it, and what that took of the processor."""

    init: float
    run: float
    processor: float

    @property
    def here(self) -> float:
        """Where INIT and runs have a processor each."""
        return self.init + self.run

    @property
    def at_512(self) -> float:
        """Where a run has the share of one."""
        return self.init + max(self.run - self.processor, 0) + self.processor / _SHARE


def main() -> None:
    """One table: as it is, and with every import in INIT."""
    headings = ["", "INIT", "first answer", "at 512 MB", "all in INIT", "first answer", "at 512 MB"]
    print_table("First answers (ms)", headings, list(_rows()))


def _rows() -> Iterator[list[object]]:
    for function, case in _EVENTS.items():
        event = CHECKOUT / "events" / function / f"{case}.json"
        if not event.exists():
            continue
        imports = _imports(function, event)
        pairs = [(_start(function, event), _start(function, event, imports)) for _ in range(_ROUNDS)]
        medians = [
            statistics.median(getattr(pair[side], what) for pair in pairs)
            for side in (0, 1)
            for what in ("init", "here", "at_512")
        ]
        yield [function, *medians]


def _imports(function: str, event: Path) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "imports.json"
        _start(function, event, [], told)
        found: list[str] = json.loads(told.read_text())
        return [name for name in found if name not in ("app", "function_app", "__main__")]


def _start(function: str, event: Path, imports: list[str] | None = None, told: Path | None = None) -> Start:
    paths, stack = Paths(), stack_file.load()
    code = paths.build / logical_id(function)
    environment = runtime_emulator.environment_of(paths, stack, function, code)
    if imports is not None:
        environment |= {"FUNCTION_CODE": str(code / "app.py"), "IMPORT_FIRST": json.dumps(imports)}
        environment |= {"PYTHONPATH": environment["PYTHONPATH"].replace(str(code), str(_EAGER))}
        environment |= {"TELL_IMPORTS_TO": str(told)} if told else {}
    body = filled_in(
        event.read_text(),
        read_token=stack.tokens.read,
        stripe_secret=stack.stripe_webhook_secret,
        now=datetime.now(UTC),
    )
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with runtime_emulator.served(_EAGER if imports is not None else code, environment, log) as port:
            started = perf_counter()
            url = f"http://{ports.LOOPBACK}:{port}/2015-03-31/functions/function/invocations"
            answer = httpx.post(url, json=body, timeout=120)
            whole = (perf_counter() - started) * 1000
            processor = _processor(port)
        invocation = runtime_emulator.Invocation(answer.text, log.read_text())
        init = invocation.init_milliseconds or float("nan")
        return Start(init, whole - init, max(processor - init, 0))


def _processor(port: int) -> float:
    """Milliseconds of the processor that the function's own process took."""
    for process in psutil.process_iter(["cmdline"]):
        command = process.info["cmdline"] or []
        if "awslambdaric" in command and not any(f":{port}" in part for part in command):
            parent = process.parent()
            if parent and any(f":{port}" in part for part in parent.cmdline()):
                times = process.cpu_times()
                return (times.user + times.system) * 1000
    return float("nan")
