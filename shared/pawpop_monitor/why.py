"""`alerts why ID`: who was told of an alert, and why not."""

from argparse import Namespace
from typing import Any

from pawpop_monitor.client import Client
from pawpop_monitor.json_output import print_json
from pawpop_monitor.outcome import Exit, of_each
from pawpop_monitor.table import ago, printable, show

type Json = dict[str, Any]


def why(client: Client, options: Namespace) -> Exit:
    """Say in a sentence whether people were told, and show what happened."""
    return of_each(options.alert_id, lambda alert_id: _explain(client.alert(alert_id), options))


def _explain(answer: Json, options: Namespace) -> None:
    if print_json(answer, options):
        return
    alert = answer["alert"]
    print(f"{alert['severity']} {alert['service']}: {printable(alert['message'])}")
    for sentence in reasons(alert):
        print(printable(sentence))
    now = answer.get("timestamp")
    rows = [
        [
            ago(entry["at"], now),
            entry["kind"],
            entry["channel"] or entry["by"] or "",
            entry["outcome"] or "",
            _note(entry),
        ]
        for entry in answer["timeline"]
    ]
    show(["AGO", "WHAT", "WHERE, WHO", "OUTCOME", "NOTE"], rows)


def reasons(alert: Json) -> list[str]:
    """Why people were told, or were not; the last delivery has the last word."""
    said = []
    if alert["notifiedAt"] is None:
        said.append("It was decided to tell nobody so far.")
    if alert["silencedBy"]:
        said.append(f"Silence {alert['silencedBy']} keeps it back.")
    if alert["inhibitedBy"]:
        said.append(f"{alert['inhibitedBy']} explains it, and was told instead.")
    if alert["flapping"]:
        said.append("It comes and goes: it is told once, and held until it is calm.")
    return [*said, _last(alert)]


def _last(alert: Json) -> str:
    last = alert["lastDelivery"]
    if last is None:
        return "Nothing is recorded of a delivery." if alert["notifiedAt"] else "So nothing was delivered."
    until = f" until {last['until']}" if last["until"] else ""
    note = f" ({last['note']})" if last["note"] else ""
    return f"Last over {last['channel']}, at {last['at']}: {last['outcome']}{until}{note}."


def _note(entry: Json) -> str:
    until = f", until {entry['until']}" if entry["until"] else ""
    return f"{entry['note'] or entry['severity'] or ''}{until}"
