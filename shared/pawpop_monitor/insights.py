"""What was found by looking back, in plain words."""

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from pawpop_monitor.client import Client
from pawpop_monitor.json_output import print_json
from pawpop_monitor.outcome import Exit
from pawpop_monitor.table import printable

type Json = dict[str, Any]


def insights(client: Client, options: Namespace) -> Exit:
    """Show all parts; a warning if something is unusual, burns its error budget, or was not looked at for hours."""
    answer = client.insights()
    if not print_json(answer, options):
        _print(answer)
    trouble = answer["stale"] or answer["anomalies"] or any(each["burning"] for each in answer["slo"])
    return Exit.WARNING if trouble else Exit.HEALTHY


def _print(answer: Json) -> None:
    if answer["lookedAt"] is None:
        print("Nothing was looked back on yet; the first look comes within the hour.")
        return
    print(
        f"As of {answer['lookedAt'][:16].replace('T', ' ')} UTC" + (", which is hours ago." if answer["stale"] else ".")
    )
    _part("Month", [answer["forecast"]["month"], *_with_fees(answer["forecast"])])
    _part("Credit", [answer["credit"]])
    _part("Unusual", answer["anomalies"] or [{"text": _calm(answer["watched"])}])
    _part("Objectives", answer["slo"])
    _part("What fills up", answer["capacity"])
    _part("How fast", answer["benchmarks"])
    _part("What the providers say", answer["providers"])
    _part("Watched", answer["watched"])
    for each in answer["recommendations"]:
        saves = each["savesUsdAMonth"]
        money = "" if saves is None else f" (saves some ${saves:,.2f} a month)"
        _part("Recommended", [{"text": f"{each['title']}{money}. {each['evidence']} To undo it: {each['undo']}"}])


def _calm(watched: Sequence[Json]) -> str:
    """What is not watched yet is not said to be as ever."""
    if not watched:
        return "Nothing is tracked yet, so nothing can be unusual."
    return "Nothing, as far as that is known yet." if any(_learns(one) for one in watched) else "Nothing."


def _learns(watched: Json) -> bool:
    return bool(watched["state"] == "learning")


def _with_fees(forecast: Json) -> Sequence[Json]:
    """With fixed prices the month is more than what is metered."""
    fees = [each for each in forecast["providers"] if each["kind"] == "fee"]
    if not fees or forecast["total"] is None:
        return ()
    named = ", ".join(f"{each['label']} ${each['month']:,.2f}" for each in forecast["providers"])
    low, high = f"${forecast['totalLow']:,.2f}", f"${forecast['totalHigh']:,.2f}"
    span = "" if low == high else f", between {low} and {high}"
    return [{"text": f"In total the month costs ${forecast['total']:,.2f}{span}: {named}."}]


def _part(title: str, statements: Sequence[Json]) -> None:
    if statements:
        print(f"\n{title}")
    for each in statements:
        print(f"  {printable(each['text'])}")
        if each.get("basis"):
            print(f"    from {printable(each['basis'])}")
