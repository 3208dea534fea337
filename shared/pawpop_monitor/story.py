"""`show ID`: all about an alert, what to do first."""

from argparse import Namespace
from datetime import UTC, datetime
from typing import Any

from pawpop_monitor.client import Client
from pawpop_monitor.json_output import print_json
from pawpop_monitor.outcome import Exit, exit_of_alerts, of_each
from pawpop_monitor.table import ago, print_wrapped

type Json = dict[str, Any]

_DEEDS = {"acknowledgement_expired": "given back", "reopened": "opened again"}


def show_alerts(client: Client, options: Namespace) -> Exit:
    """Show each alert that is named; the exit code tells of those that are open."""
    open_severities = set()

    def look(alert_id: str) -> None:
        answer = client.alert(alert_id)
        if not answer["alert"]["resolved"]:
            open_severities.add(answer["alert"]["severity"])
        if not print_json(answer, options):
            for line in _lines(answer):
                print_wrapped(line)
            print()

    refused = of_each(options.alert_id, look)
    return max(refused, exit_of_alerts(open_severities))


def _lines(answer: Json) -> list[str]:
    alert = answer["alert"]
    steps = answer.get("steps") or {"first": [], "then": []}
    return [
        f"{alert['severity']} {alert['service']}: {alert['message']}",
        f"{alert['status']}, since {_minute(alert['timestamp'])} ({ago(alert['timestamp'], answer.get('timestamp'))})",
        *(
            [f"{alert['acknowledgedBy']} is on it since {_minute(alert['acknowledgedAt'])}"]
            if alert["acknowledgedAt"]
            else []
        ),
        *_titled("Do this first", [f"{number}. {step}" for number, step in enumerate(steps["first"], 1)]),
        *_titled("Then, for the developer", [f"{number}. {step}" for number, step in enumerate(steps["then"], 1)]),
        *_titled("Where", [f"{console['label']}: {console['url']}" for console in answer.get("consoles", ())]),
        *_titled("Evidence", [_fact(fact) for fact in answer.get("evidence", ())]),
        *_titled("What happened", [_entry(entry) for entry in answer["timeline"]]),
        *_titled(
            "At about the same time",
            [f"{each['id']}  {each['severity']}  {each['message']}" for each in answer["related"]],
        ),
    ]


def _titled(title: str, lines: list[str]) -> list[str]:
    return ["", title, *(f"  {line}" for line in lines)] if lines else []


def _fact(fact: Json) -> str:
    parts = ", ".join(f"{part['name']} {part['value']}" for part in fact["parts"])
    return f"{fact['name']}: {parts or fact['value']}"


def _entry(entry: Json) -> str:
    deed = _DEEDS.get(entry["note"]) if entry["by"] and entry["kind"] != "note" else None
    if deed:
        return f"{_minute(entry['at'])}  {deed} by {entry['by']}"
    what = f"{entry['channel']} {entry['outcome']}" if entry["kind"] == "delivery" else entry["kind"]
    by = f" by {entry['by']}" if entry["by"] else ""
    return f"{_minute(entry['at'])}  {what}{by}{': ' + entry['note'] if entry['note'] else ''}"


def _minute(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(UTC):%d %b %H:%M} UTC"
