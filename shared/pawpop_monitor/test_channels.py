"""A test over each channel."""

from argparse import Namespace

from pawpop_monitor.client import Client
from pawpop_monitor.json_output import print_json
from pawpop_monitor.outcome import Exit
from pawpop_monitor.table import printable, show


def test_channels(client: Client, options: Namespace) -> Exit:
    """Send it and show what came of it; critical if one refused it, a warning unless all the others accepted it."""
    answer = client.test_channels()
    reports = answer["channels"]
    if not print_json(answer, options):
        later = {"waiting": f"not known yet; the alert {answer['alertId']} will say"}
        rows = [[one["channel"], one["outcome"], one["reason"] or later.get(one["outcome"], "")] for one in reports]
        show(["CHANNEL", "OUTCOME", "REASON"], rows)
        for problem in answer["problems"]:
            print(printable(problem))
    outcomes = {report["outcome"] for report in reports}
    if "refused" in outcomes:
        return Exit.CRITICAL
    return Exit.HEALTHY if outcomes <= {"accepted"} and not answer["problems"] else Exit.WARNING
