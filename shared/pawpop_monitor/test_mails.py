"""Test mails: one of each severity and one of each recovery, through the API, the queue and the provider."""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from pawpop_monitor.client import Client
from pawpop_monitor.outbox import Mail, Outbox
from pawpop_monitor.sample_review import TITLE, send_sample_review

SEVERITIES = ("critical", "high", "medium", "low")
_MARK = {"test": True}
"""Details by which the mail says that it is a test, and for which nothing waits until business hours."""


def send_test_mails(client: Client, outbox: Outbox | None) -> list[Mail]:
    """Raise an alert of each severity and resolve it again; the mails that came of it, where they can be seen."""
    seen = len(outbox.mails()) if outbox else 0
    stamp = time.strftime("%d %b %H:%M:%S")
    subjects = {severity: f"Test of a {severity} alert, {stamp}" for severity in SEVERITIES}
    with _raised(client, subjects):
        opened = _arrived(outbox, seen, [f"Alert: {text}" for text in subjects.values()])
    return opened + _arrived(
        outbox, seen + len(opened), [f"[RESOLVED] system Alert: {one}" for one in subjects.values()]
    )


def send_test_review(stack: dict[str, Any], outbox: Outbox) -> list[Mail]:
    """Have the local stack mail a monthly review of made-up numbers, and wait for it."""
    seen = len(outbox.mails())
    send_sample_review(stack, time.strftime("%Y-%m-%dT%H:%M:%S"))
    return [outbox.wait_for(seen, TITLE)]


@contextmanager
def _raised(client: Client, messages: dict[str, str]) -> Iterator[None]:
    """Test alerts that are open for as long as the block lasts, and resolved however it ends."""
    with ExitStack() as resolved:
        for severity, message in messages.items():
            alert_id = client.create_alert("system", severity, message, _MARK)["alert"]["id"]
            resolved.callback(client.update_alert, alert_id, "resolve")
        yield


def _arrived(outbox: Outbox | None, seen: int, subjects: Sequence[str]) -> list[Mail]:
    return [outbox.wait_for(seen, subject) for subject in subjects] if outbox else []
