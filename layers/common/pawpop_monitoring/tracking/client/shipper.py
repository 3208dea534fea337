"""A bounded buffer, and a thread that ships what is in it."""

import json
import logging
import threading
import time
import urllib.request
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

_LARGEST_BATCH = 100
_CAPACITY = 1_000
_TIMEOUT_SECONDS = 3.0
_ATTEMPTS = 3

_logger = logging.getLogger(__name__)

type Item = Mapping[str, Any]


class Address(NamedTuple):
    """Where to report to, and as whom."""

    api_url: str
    token: str


class Shipper:
    """Posts items to one route, up to a hundred at once, in the background.

    What can't be delivered after three attempts, or does not fit into the buffer of a thousand, is dropped with a
    line in the log: reporting must never cost the caller its memory or its time.
    """

    def __init__(self, address: Address, route: str, *, capacity: int = _CAPACITY, pause_seconds: float = 0.5) -> None:
        self._url = f"{address.api_url.rstrip('/')}/api/monitoring/track/{route}"
        self._token = address.token
        self._waiting: deque[Item] = deque(maxlen=capacity)
        self._pause = pause_seconds
        self._changed = threading.Condition()
        self._busy = False
        self._thread: threading.Thread | None = None

    def add(self, item: Item) -> None:
        """Take an item along; when the buffer is full, the oldest one makes room."""
        with self._changed:
            if len(self._waiting) == self._waiting.maxlen:
                _logger.warning("monitoring: buffer full, a report was dropped")
            self._waiting.append(item)
            self._start()
            self._changed.notify_all()

    def flush(self, seconds: float) -> bool:
        """Wait until all is shipped or given up, at most so long; False if that was too short."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting and not self._busy, seconds)

    def _start(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name="monitoring", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._waiting))
                items = [self._waiting.popleft() for _ in range(min(len(self._waiting), _LARGEST_BATCH))]
                self._busy = True
            self._ship(items)
            with self._changed:
                self._busy = False
                self._changed.notify_all()

    def _ship(self, items: Sequence[Item]) -> None:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                self._post(items)
            except Exception as error:  # noqa: BLE001 - whatever it is, it must stay here
                _logger.warning("monitoring: attempt %d to report %d items failed: %s", attempt, len(items), error)
                time.sleep(self._pause * attempt if attempt < _ATTEMPTS else 0)
            else:
                return

    def _post(self, items: Sequence[Item]) -> None:
        request = urllib.request.Request(  # noqa: S310 - the address is the operator's own
            self._url,
            json.dumps({"items": items}).encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"},
            method="POST",
        )
        urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS).close()  # noqa: S310
