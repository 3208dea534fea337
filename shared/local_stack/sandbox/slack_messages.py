"""The messages that the sandbox's Slack holds."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from local_stack.sandbox.wire import Json


@dataclass(frozen=True)
class Message:
    """One message as `GET /slack/messages` answers it; `thread_ts` is None for one that is in no thread.

    `edited` is when it was last edited, `broadcast` a reply that is shown in the channel as well, and `only_for` the
    id of whoever alone sees it.
    """

    channel: str
    ts: str
    text: str
    blocks: list[Json]
    attachments: list[Json]
    thread_ts: str | None = None
    metadata: Json | None = None
    edited: str | None = None
    broadcast: bool = False
    only_for: str | None = None
    versions: tuple[str, ...] = field(default=())

    def as_json(self) -> Json:
        return {name: value for name, value in vars(self).items() if name != "versions"}


class Messages:
    """All messages, oldest first. Safe to use from several threads."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._messages: dict[tuple[str, str], Message] = {}
        self._last = 0

    def add(self, channel: str, content: dict[str, Any]) -> Message:
        """A message under a time that no other has."""
        with self._lock:
            self._last = max(self._last + 1, int(self._now().timestamp() * 1_000_000))
            ts = f"{self._last // 1_000_000}.{self._last % 1_000_000:06}"
            message = Message(channel=channel, ts=ts, **content)
            self._messages[channel, ts] = message
            return message

    def edit(self, channel: str, ts: str, content: dict[str, Any]) -> Message | None:
        """The message with another content; None if there is none."""
        with self._lock:
            known = self._messages.get((channel, ts))
            if known is None:
                return None
            edited = replace(
                known, **content, edited=f"{self._now().timestamp():.6f}", versions=(*known.versions, known.text)
            )
            self._messages[channel, ts] = edited
            return edited

    def get(self, channel: str, ts: str) -> Message | None:
        with self._lock:
            return self._messages.get((channel, ts))

    def find(self, ts: str) -> Message | None:
        """The message with that time, in whichever channel."""
        return next((message for message in self.all() if message.ts == ts), None)

    def remove(self, channel: str, ts: str) -> bool:
        """As a person deletes one."""
        with self._lock:
            return self._messages.pop((channel, ts), None) is not None

    def empty(self) -> None:
        with self._lock:
            self._messages.clear()

    def all(self) -> list[Message]:
        with self._lock:
            return list(self._messages.values())
