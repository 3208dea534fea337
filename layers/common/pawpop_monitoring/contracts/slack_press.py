"""What a press on a button in Slack, and a slash command, ask of us; plain Python to the bottom.

It travels as JSON from the function that answers Slack within its three seconds to the worker that does it.
"""

from typing import NamedTuple

from pawpop_monitoring.contracts.press_queue import SLACK, decoded, encoded

ACKNOWLEDGE = "acknowledge"
RESOLVE = "resolve"
SILENCE = "silence_1h"
RUN_CHECK = "run_check"
OPEN_DASHBOARD = "open_dashboard"
"""Opens a page; Slack tells of the press all the same."""
STATUS = "status"
"""The slash command."""


class Press(NamedTuple):
    """`user` and `team` are Slack's ids, `name` is what the person is called there.

    `alert` is the id of the alert that was shown, `step` its number then and `service` whose it is; empty for a
    command, whose words are `text`. `at` is when it was pressed, in seconds since the epoch. What is answered goes to
    `response_url`, five times within half an hour at most.
    """

    action: str
    user: str
    name: str
    team: str
    at: float
    response_url: str
    alert: str = ""
    step: int = 0
    service: str = ""
    text: str = ""

    def encoded(self) -> str:
        """As JSON."""
        return encoded(SLACK, self._asdict())

    @classmethod
    def decoded(cls, text: str) -> "Press":
        """The press in JSON text; ValueError for what is none. Fields of another release are passed over."""
        return cls(**decoded(cls, text))
