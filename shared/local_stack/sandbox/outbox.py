"""The mails that the sandbox accepted, as `GET outbox_url` answers them."""

import threading
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mail:
    """One accepted mail; `received_at` is ISO 8601 in UTC."""

    id: str
    to: list[str]
    sender: str
    subject: str
    html: str | None
    text: str | None
    headers: dict[str, str]
    idempotency_key: str | None
    received_at: str

    def as_json(self) -> dict[str, Any]:
        values = vars(self).copy()
        return values | {"from": values.pop("sender")}


class Outbox:
    """Mails, oldest first. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._mails: list[Mail] = []

    def add(self, mail: Mail) -> None:
        with self._lock:
            self._mails.append(mail)

    def empty(self) -> None:
        with self._lock:
            self._mails.clear()

    def mails(self) -> list[Mail]:
        with self._lock:
            return list(self._mails)
