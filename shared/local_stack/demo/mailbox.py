"""The outbox of the sandbox: the mails that Resend would have delivered."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import httpx
import psycopg

from local_stack.demo.surprise import wait_for
from local_stack.stack_file import Stack

ALL_TOLD = """
SELECT NOT EXISTS (
  SELECT FROM monitoring_alert_transitions AS transition
  WHERE alert_id = ANY (%s) AND NOT EXISTS (
    SELECT FROM monitoring_deliveries WHERE transition_key = transition.key AND outcome IN ('accepted', 'dropped')
  )
)
"""


@dataclass(frozen=True, slots=True)
class Mail:
    """One accepted mail. `alert_id` comes from the idempotency key, which names the alert's transition."""

    id: str
    subject: str
    recipients: tuple[str, ...]
    alert_id: str
    received_at: datetime

    @classmethod
    def of(cls, values: dict[str, Any]) -> Self:
        return cls(
            id=values["id"],
            subject=values["subject"],
            recipients=tuple(values["to"]),
            alert_id=str(values["idempotency_key"]).partition("/")[0],
            received_at=datetime.fromisoformat(values["received_at"]),
        )


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Reads the outbox; it is never emptied, so that a person can look at it afterwards."""

    stack: Stack

    def wait_for(self, subject: str, since: datetime) -> Mail:
        """The first mail after `since` whose subject begins like this."""

        def look() -> Mail | None:
            return next((mail for mail in self._since(since) if mail.subject.startswith(subject)), None)

        return wait_for(look, f"no mail '{subject}' ('make logs FUNCTION=notifier' tells why)")

    def of_alerts(self, alert_ids: Collection[str]) -> list[Mail]:
        """All mails about these alerts, oldest first, once everything that was decided about them is told."""
        wait_for(lambda: self._all_told(alert_ids) or None, "not everything was told")
        return [mail for mail in self._mails() if mail.alert_id in alert_ids]

    def link(self, mail: Mail) -> str:
        """Where a browser shows the mail."""
        return f"{self.stack.outbox_url}#{mail.id}"

    def _since(self, moment: datetime) -> list[Mail]:
        return [mail for mail in self._mails() if mail.received_at >= moment]

    def _mails(self) -> list[Mail]:
        return [Mail.of(values) for values in httpx.get(self.stack.outbox_url).raise_for_status().json()]

    def _all_told(self, alert_ids: Collection[str]) -> bool:
        with psycopg.connect(self.stack.database_url, autocommit=True) as connection:
            row = connection.execute(ALL_TOLD, [list(alert_ids)]).fetchone()
        return bool(row and row[0])
