"""Following what happens: each change of a service or of an alert, as it is seen."""

import time
from argparse import Namespace
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pawpop_monitor.client import Client
from pawpop_monitor.json_output import terminal_json
from pawpop_monitor.outcome import CommandError, Exit
from pawpop_monitor.table import coloured, printable

_NEWEST = 200

type State = Mapping[str, tuple[str, str]]
"""What is followed, by key: its state, and words for it."""


def tail(client: Client, options: Namespace) -> Exit:
    """Print changes until it is interrupted; an API that does not answer is one of them."""
    before: State | None = None
    while True:
        now, times = _look(client)
        for key, (state, words) in sorted(changes(before, now), key=lambda change: _moment(times.get(change[0]))):
            _tell(key, state, words, times.get(key), options)
        before = now
        time.sleep(options.every)


def changes(before: State | None, now: State) -> Iterable[tuple[str, tuple[str, str]]]:
    """What is new or in another state than before; at first, what is not over."""
    if before is None:
        return [(key, value) for key, value in now.items() if value[0] != "resolved"]
    return [(key, value) for key, value in now.items() if before.get(key, ("",))[0] != value[0]]


def _look(client: Client) -> tuple[State, Mapping[str, str]]:
    """The state, and when each alert came into its own, or each service was seen in it."""
    try:
        services = client.health()["services"]
        alerts = client.alerts(resolved="all", limit=_NEWEST)["alerts"]
    except CommandError as error:
        return {"monitor": ("unknown", str(error))}, {}
    seen: dict[str, Any] = {service["service"]: (service["status"], _problems(service)) for service in services}
    for alert in reversed(alerts):
        seen[alert["id"]] = (alert["status"], f"[{alert['severity']}] {alert['service']}: {alert['message']}")
    looked = {service["service"]: service["lastCheck"] for service in services if service["lastCheck"]}
    return seen, looked | {alert["id"]: since_of(alert) for alert in alerts}


def since_of(alert: Mapping[str, Any]) -> str:
    """When the alert came into its present state, as far as that is known."""
    return str(alert.get("resolvedAt") or alert.get("acknowledgedAt") or alert["timestamp"])


def _problems(service: Mapping[str, Any]) -> str:
    return "; ".join(map(str, service["details"].get("problems", [])))


def _moment(at: str | None) -> datetime:
    """By the clock here; now, where nothing is said."""
    return datetime.fromisoformat(at).astimezone() if at else datetime.now().astimezone()


def _tell(key: str, state: str, words: str, at: str | None, options: Namespace) -> None:
    now, moment = datetime.now().astimezone(), _moment(at)
    shown = f"{moment:%H:%M:%S}" if moment.date() == now.date() else f"{moment:%d %b %H:%M:%S}"
    if options.json:
        told = {"time": moment.isoformat(timespec="seconds"), "key": key, "state": state, "text": words}
        print(terminal_json(told), flush=True)
    else:
        print(f"{shown}  {coloured(state, 12)}  {key}  {printable(words)}".rstrip(), flush=True)
