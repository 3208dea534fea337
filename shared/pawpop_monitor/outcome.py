"""How a command ends, in exit codes that a cron job can use."""

import sys
from collections.abc import Callable, Collection, Iterable
from enum import IntEnum

from pawpop_monitor.table import printable


class Exit(IntEnum):
    """0 to 2 tell of the shop, the others of the command itself."""

    HEALTHY = 0
    WARNING = 1
    CRITICAL = 2
    NO_ANSWER = 3
    USAGE = 64


EXIT_OF = {
    "healthy": Exit.HEALTHY,
    "warning": Exit.WARNING,
    "unknown": Exit.WARNING,
    "critical": Exit.CRITICAL,
    "down": Exit.CRITICAL,
}
"""By status of a service, or of all."""

SEVERITIES = ("critical", "high", "medium", "low")


def exit_of_alerts(severities: Collection[str]) -> Exit:
    """What open alerts of these severities make of the whole, as GET /health has it; low ones change nothing."""
    if "critical" in severities:
        return Exit.CRITICAL
    return Exit.WARNING if {"high", "medium"} & set(severities) else Exit.HEALTHY


class CommandError(Exception):
    """The command could not be carried out; the text says why and what to do."""

    def __init__(self, message: str, code: Exit = Exit.NO_ANSWER) -> None:
        super().__init__(message)
        self.code = code


def of_each(names: Iterable[str], act: Callable[[str], None]) -> Exit:
    """Do it to each; what one of them refuses is told, and the others go on. CommandError if nobody answers."""
    worst = Exit.HEALTHY
    for name in names:
        try:
            act(name)
        except CommandError as error:
            if error.code is not Exit.USAGE:
                raise
            print(printable(f"{name}: {error}"), file=sys.stderr)
            worst = error.code
    return worst
