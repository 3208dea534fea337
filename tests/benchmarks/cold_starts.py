"""INIT of every built function in AWS's runtime interface emulator, against an empty one: before, and now.

Only the ratios mean something on a machine that does other work: rounds take turns, and the medians are compared.
`BENCHMARK_BEFORE=…/.aws-sam/build` is the build of an older checkout, else it is this one without bytecode.
`BENCHMARK_ROUNDS=9` for more rounds, `BENCHMARK_FUNCTIONS=notifier,recorder` for some functions.
"""

import os
import shutil
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import httpx

from local_stack import emulator, ports, processes, runtime_emulator
from local_stack.paths import CHECKOUT
from tests.benchmarks.built import built, code_of
from tests.benchmarks.table import print_table

EMPTY = "empty handler"

_ROUNDS = int(os.environ.get("BENCHMARK_ROUNDS", "5"))
_EMPTY_CODE = Path(__file__).parent / "variants" / "empty"

type Case = tuple[str, bool]
"""A function, and whether it is as it is now."""


def main() -> None:
    """One table."""
    now = built()
    with tempfile.TemporaryDirectory() as folder:
        before = Path(os.environ.get("BENCHMARK_BEFORE") or _without_bytecode(now, Path(folder) / "plain"))
        print_table("INIT (ms)", ["", "before", "", "now", ""], list(_rows(_measured(before, now))))


def _without_bytecode(compiled: Path, place: Path) -> Path:
    shutil.copytree(compiled, place, ignore=shutil.ignore_patterns("__pycache__"))
    return place


def _measured(before: Path, now: Path) -> dict[Case, float]:
    """Medians; the empty handler stands in both columns with the same, a function that is new in one alone."""
    found: defaultdict[Case, list[float]] = defaultdict(list)
    for _ in range(_ROUNDS):
        found[EMPTY, True].append(init_milliseconds(_EMPTY_CODE, []))
        for name in _names():
            for is_now, root in ((False, before), (True, now)):
                if code_of(root, name).exists():
                    found[name, is_now].append(
                        init_milliseconds(code_of(root, name), runtime_emulator.layers_of(root, name))
                    )
    return {case: statistics.median(times) for case, times in found.items()}


def _rows(medians: dict[Case, float]) -> Iterator[list[object]]:
    empty = medians[EMPTY, True]
    yield [EMPTY, "", "", empty, "x1.00"]
    for name in _names():
        cells = [medians.get((name, is_now)) for is_now in (False, True)]
        yield [
            name,
            *(part for cell in cells for part in (("", "") if cell is None else (cell, f"x{cell / empty:.2f}"))),
        ]


def _names() -> list[str]:
    chosen = os.environ.get("BENCHMARK_FUNCTIONS")
    return chosen.split(",") if chosen else sorted(path.parent.name for path in CHECKOUT.glob("functions/*/app.py"))


def init_milliseconds(code: Path, layers: list[Path]) -> float:
    """INIT of one cold start; nothing is written beside the code, as nothing can be on AWS."""
    environment = processes.clean_environment(
        **emulator.CREDENTIALS,
        AWS_REGION=emulator.REGION,
        AWS_LAMBDA_FUNCTION_NAME="benchmark",
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE="512",
        AWS_LAMBDA_FUNCTION_TIMEOUT="30",
        PYTHONDONTWRITEBYTECODE="1",
        PYTHONPATH=os.pathsep.join(map(str, [code, *layers])),
        POWERTOOLS_METRICS_NAMESPACE="Benchmark",
        PYDANTIC_DISABLE_PLUGINS="__all__",
    )
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with runtime_emulator.served(code, environment, log) as port:
            url = f"http://{ports.LOOPBACK}:{port}/2015-03-31/functions/function/invocations"
            answer = httpx.post(url, json={"body": "{}", "headers": {}}, timeout=60)
        return runtime_emulator.Invocation(answer.text, log.read_text()).init_milliseconds or float("nan")
