"""What each client of a provider costs against a server that answers as badly as it can: seconds and peak memory.

Each in a process of its own, with the limits of production. A check has 10 s and 300 MB (of a function's 512).
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from local_stack.paths import CHECKOUT
from tests.benchmarks.table import print_table
from tests.fakes.hostile_server import bomb, hostile_server

MOST_SECONDS, MOST_MEGABYTES = 10, 300
MODES = ("bomb", "plain", "endless", "dripping", "silent", "surrogate", "noncharacter")
_NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def main() -> None:
    """A row per client, a cell per answer: seconds / MB."""
    bomb(50)
    with hostile_server() as server:
        measured = {client: [_measured(client, server.url(mode)) for mode in MODES] for client in _CLIENTS}
    rows = [
        [client, *(f"{seconds:.1f} s / {megabytes:.0f} MB" for seconds, megabytes in cells)]
        for client, cells in measured.items()
    ]
    print_table("Hostile answers", ["", *MODES], rows)
    over = [
        client for client, cells in measured.items() if any(s > MOST_SECONDS or mb > MOST_MEGABYTES for s, mb in cells)
    ]
    print(f"  Over {MOST_SECONDS} s or {MOST_MEGABYTES} MB: {', '.join(over) or 'none'}")


def _measured(client: str, url: str) -> tuple[float, float]:
    command = [sys.executable, "-m", __name__, client, url]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=CHECKOUT, timeout=120)
    seconds, kilobytes = json.loads(done.stdout.splitlines()[-1])
    return seconds, kilobytes / 1024


def _fal_check(url: str) -> Callable[[], object]:
    from pawpop_monitoring.checks.fal_ai import gather  # noqa: PLC0415  each process imports its own client alone
    from pawpop_monitoring.checks.fal_ai.platform_api import FalKeys, FalPlatformApi  # noqa: PLC0415
    from pawpop_monitoring.domain.readings.fal_ai import Unread  # noqa: PLC0415
    from pawpop_monitoring.outbound.http_client import bounded_client  # noqa: PLC0415
    from tests.fakes.fal_upstreams import FakeFalUsage  # noqa: PLC0415

    api = FalPlatformApi(bounded_client(), url, "fal-ai/flux", lambda: FalKeys("key", "admin"))
    upstreams = gather.Upstreams(FakeFalUsage(lambda: Unread("not asked")), api, time.sleep)
    return lambda: gather.gather(upstreams, _NOW, ZoneInfo("UTC"))


def _stripe_check(url: str) -> Callable[[], object]:
    from pawpop_monitoring.checks.stripe.gather import read_account  # noqa: PLC0415
    from pawpop_monitoring.checks.stripe.http_api import HttpStripeApi  # noqa: PLC0415
    from pawpop_monitoring.outbound.http_client import bounded_client  # noqa: PLC0415

    api = HttpStripeApi(bounded_client(), url, lambda: "rk", lambda: "rk")
    return lambda: read_account(api, _NOW, time.sleep)


def _one(name: str) -> Callable[[str], Callable[[], object]]:
    def built(url: str) -> Callable[[], object]:
        from tests.unit.outbound import clients  # noqa: PLC0415

        clients.SECONDS = 24
        return lambda: clients.CLIENTS[name](url)

    return built


_CLIENTS: Mapping[str, Callable[[str], Callable[[], object]]] = {
    "fal.ai check": _fal_check,
    "Stripe check": _stripe_check,
    "Supabase project": _one("supabase"),
    "Resend": _one("resend"),
    "heartbeat": _one("heartbeat"),
}

if __name__ == "__main__" and len(sys.argv) == 3:
    call = _CLIENTS[sys.argv[1]](sys.argv[2])
    began = time.monotonic()
    call()
    print(json.dumps([time.monotonic() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
