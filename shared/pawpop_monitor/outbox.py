"""The mails that the local stack's sandbox accepted."""

import time
from typing import Any

import httpx

from pawpop_monitor.outcome import CommandError

_PATIENCE_SECONDS = 30
_POLL_SECONDS = 0.2

type Mail = dict[str, Any]


class Outbox:
    """The outbox at a URL."""

    def __init__(self, url: str) -> None:
        self._url = url

    def mails(self) -> list[Mail]:
        """All mails, oldest first."""
        try:
            mails: list[Mail] = httpx.get(self._url, headers={"Accept": "application/json"}).json()
        except httpx.HTTPError:
            raise CommandError("The local stack's outbox does not answer. Run 'make up'.") from None
        return mails

    def wait_for(self, seen: int, text: str) -> Mail:
        """The first mail after the `seen` first ones that tells of `text`."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            for mail in self.mails()[seen:]:
                if text in mail["subject"] or text in mail["text"]:
                    return mail
            time.sleep(_POLL_SECONDS)
        raise CommandError("No mail arrived. 'make logs FUNCTION=notifier' tells why.")
