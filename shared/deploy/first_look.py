"""The proof that it works: each check once, and a mail that a person finds in the inbox."""

import re
from collections.abc import Callable
from typing import Any, Protocol

from deploy.errors import DeployError
from deploy.ports import Cloud, Stack
from pawpop_monitor.outcome import CommandError

_SECONDS = 120
_PAUSE_SECONDS = 1
_TOLD = frozenset({"accepted", "delivered"})
_CHECK = re.compile(r"Check\w+Function")
_LAST = "CheckSystemFunction"


class Api(Protocol):
    """The routes that are needed, as pawpop_monitor.client.Client has them."""

    def create_alert(self, service: str, severity: str, message: str, details: dict[str, Any] | None) -> dict[str, Any]:
        """POST /alerts."""
        ...

    def alert(self, alert_id: str) -> dict[str, Any]:
        """GET /alerts/{id}."""
        ...

    def update_alert(self, alert_id: str, action: str) -> dict[str, Any]:
        """PATCH /alerts."""
        ...


def first_checks(cloud: Cloud, stack: Stack) -> list[str]:
    """A line for each check, that of the monitoring itself last."""
    checks = sorted(filter(_CHECK.fullmatch, stack.resources), key=lambda name: (name == _LAST, name))
    return [cloud.run_check(stack, name) for name in checks]


def send_test_mail(api: Api, pause: Callable[[float], None]) -> None:
    """Raise a test alert, wait until its mail was taken, and end it again; DeployError if no mail went out.

    The smallest severity, so that nobody is woken; being a test, it does not wait for business hours.
    """
    try:
        alert_id = str(
            api.create_alert("system", "low", "Test: your monitoring is set up", {"test": True})["alert"]["id"]
        )
        try:
            outcome = _outcome(api, alert_id, pause)
        finally:
            api.update_alert(alert_id, "resolve")
    except CommandError as error:
        raise DeployError(f"The API could not be used for a test mail: {error}") from None
    if outcome not in _TOLD:
        raise DeployError(
            f"The test mail has not gone out ({outcome or 'nothing is known of it'}). See whether the sender's domain"
            " is verified at Resend; it is tried again by itself, and so is every alert."
        )


def _outcome(api: Api, alert_id: str, pause: Callable[[float], None]) -> str:
    outcome = ""
    for _ in range(_SECONDS // _PAUSE_SECONDS):
        delivery = api.alert(alert_id)["alert"].get("lastDelivery") or {}
        outcome = " ".join(filter(None, (delivery.get("outcome"), delivery.get("note"))))
        if delivery.get("outcome") in _TOLD:
            return str(delivery["outcome"])
        pause(_PAUSE_SECONDS)
    return outcome
