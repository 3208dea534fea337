"""The review of a month, as its mail has it."""

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from pawpop_monitor.client import Client
from pawpop_monitor.json_output import print_json
from pawpop_monitor.outcome import Exit
from pawpop_monitor.table import printable

type Json = dict[str, Any]


def review(client: Client, options: Namespace) -> Exit:
    """Show that of the last month, or of the one that is asked for."""
    found = client.insights(month=options.month)["review"]
    if not print_json({"review": found}, options):
        _print(found, options.month)
    return Exit.HEALTHY


def _print(found: Json | None, month: str | None) -> None:
    if found is None:
        of = month or "any month"
        print(f"There is no review of {of}: it is made within the hour after a month that anything was recorded in.")
        return
    print(f"Your shop in {printable(found['title'])}\n{printable(found['lead'])}")
    for title, rows in (
        ("What happened", "happened"),
        ("What the alerts were about", "rules"),
        ("What it cost", "costs"),
    ):
        _part(title, [_row(each) for each in found[rows]])
    _part("What to change", [_advice(each) for each in found["advice"]] or ["Nothing."])
    _part("Notes", found["notes"])


def _row(row: Json) -> str:
    return f"{row['name']}: {row['value']}" + (f" ({row['also']})" if row["also"] else "")


def _advice(advice: Json) -> str:
    saves = advice["savesUsdAMonth"]
    money = "" if saves is None else f" (saves about ${saves:,.2f} a month)"
    return f"{advice['title']}{money}. {advice['evidence']} To undo it: {advice['undo']}"


def _part(title: str, lines: Sequence[str]) -> None:
    if lines:
        print(f"\n{title}")
    for line in lines:
        print(f"  {printable(line)}")
