"""What tells why a test through the deployed stack failed."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from local_stack import function_log
from tests.e2e.shop import Shop

_LINES_PER_FUNCTION = 12
_ROWS = 20
_QUESTIONS = {
    "alerts": "SELECT fingerprint, severity, status, occurrences FROM monitoring_alerts ORDER BY id DESC",
    "deliveries": "SELECT alert_id, transition, outcome, error FROM monitoring_deliveries ORDER BY attempted_at DESC",
    "checks": "SELECT service, status, created_at FROM system_health_metrics ORDER BY created_at DESC",
}


def evidence(shop: Shop, since: float) -> str:
    """Mails, queues, faults, newest rows, and what each function logged since then (seconds of the epoch)."""
    return "\n".join(_lines(shop, since))


def _lines(shop: Shop, since: float) -> Iterator[str]:
    yield from _answers("mails", shop.subjects)
    yield from _answers("waiting", lambda: shop.cloud.on_the_way().items())
    yield from _answers("put aside", lambda: shop.cloud.put_aside().items())
    yield from _answers("faults", lambda: shop.faults().items())
    for name, statement in _QUESTIONS.items():
        yield from _answers(name, partial(shop.query, f"{statement} LIMIT {_ROWS}"))
    for folder in shop.stack.functions:
        yield from _answers(f"log of {folder}", partial(_log, shop, folder, since))


def _log(shop: Shop, folder: str, since: float) -> list[str]:
    return function_log.lines(shop.stack, folder, since=since)[-_LINES_PER_FUNCTION:]


def _answers(name: str, ask: Callable[[], Iterable[object]]) -> Iterator[str]:
    try:
        found = [*ask()]
    except Exception as error:  # noqa: BLE001  a test may have failed because just this can't be asked
        found = [error]
    yield from (f"{name}: {each}" for each in found)
