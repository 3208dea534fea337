"""Who is on call."""

from argparse import Namespace
from datetime import UTC, datetime
from typing import Any

from pawpop_monitor.client import Client
from pawpop_monitor.json_output import print_json
from pawpop_monitor.outcome import Exit
from pawpop_monitor.table import printable, show

type Json = dict[str, Any]


def on_call(client: Client, options: Namespace) -> Exit:
    """Show who it is, who is asked next, and the duties of four weeks; a warning if a setting is wrong."""
    answer = client.on_call()
    if not print_json(answer, options):
        _print(answer)
    return Exit.WARNING if answer["problems"] else Exit.HEALTHY


def _print(answer: Json) -> None:
    if answer["until"] is None:
        print("There is no rota: set OnCall and People.")
    else:
        who = printable(answer["person"]) if answer["person"] else "Nobody"
        print(f"{who} is on call until {_moment(answer['until'])}.")
    for each in answer["asked"][1:]:
        print(f"After {each['afterMinutes']} min without an answer: {printable(each['person'])}")
    if answer["duties"]:
        rows = [[each["person"] or "nobody", _moment(each["start"]), _moment(each["end"])] for each in answer["duties"]]
        show(["PERSON", "FROM (UTC)", "UNTIL (UTC)"], rows)
    for problem in answer["problems"]:
        print(printable(problem))


def _moment(text: str) -> str:
    return f"{datetime.fromisoformat(text).astimezone(UTC):%a %Y-%m-%d %H:%M}"
