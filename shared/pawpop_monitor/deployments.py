"""Deployments of the shop."""

from argparse import Namespace

from pawpop_monitor.client import Client
from pawpop_monitor.json_output import print_json
from pawpop_monitor.outcome import Exit
from pawpop_monitor.table import printable


def deployed(client: Client, options: Namespace) -> Exit:
    """Mark one in all curves; with an id that was told before nothing changes, and what is printed is that one."""
    answer = client.deployed(options.label, options.id)
    if not print_json(answer, options):
        print(f"{printable(answer.get('label', options.label))} is marked at {answer['at']}.")
    return Exit.HEALTHY
