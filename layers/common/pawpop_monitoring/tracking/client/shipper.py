"""A bounded buffer, and a thread that ships what is in it."""

import logging
import os
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

from pawpop_monitoring.tracking.client.report import Report
from pawpop_monitoring.tracking.client.route import Address, Answer, Route

_LARGEST_BATCH = 100
_CAPACITY = 1_000
_ATTEMPTS = 3

_logger = logging.getLogger(__name__)


class Shipper:
    """Posts items to one route, up to a hundred at once, in the background.

    What the API refuses is never sent again: a batch is split until only what is wrong in itself is left, and lost.
    What can't be delivered in three attempts, or does not fit into the buffer of a thousand, is lost too. Each loss
    is a line in the log that names the report: reporting must never cost the caller its memory or its time.
    """

    def __init__(self, address: Address, route: str, *, capacity: int = _CAPACITY, pause_seconds: float = 0.5) -> None:
        self._route = Route(address, route)
        self._capacity = capacity
        self._pause = pause_seconds
        self._lost = 0
        self._begin()
        os.register_at_fork(after_in_child=self._begin)

    def add(self, item: Mapping[str, Any]) -> None:
        """Take an item along; when the buffer is full, the oldest one makes room."""
        report = Report.of(item)
        with self._changed:
            if len(self._waiting) == self._capacity:
                self._lose([self._waiting.popleft()], "the buffer is full")
            self._waiting.append(report)
            self._start()
            self._changed.notify_all()

    def flush(self, seconds: float) -> bool:
        """Wait until all is shipped or given up, at most so long.

        True if all that was reported since the last flush has arrived; False if some of it is lost or still waits.
        """
        with self._changed:
            done = self._changed.wait_for(lambda: not self._waiting and not self._busy, seconds)
            lost, self._lost = self._lost, 0
            return done and not lost

    def _begin(self) -> None:
        """Anew in a forked child too, where the thread is gone and the lock may be held by nobody."""
        self._waiting: deque[Report] = deque()
        self._changed = threading.Condition()
        self._busy = False
        self._lost = 0
        self._thread: threading.Thread | None = None

    def _start(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name="monitoring", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._waiting))
                reports = [self._waiting.popleft() for _ in range(min(len(self._waiting), _LARGEST_BATCH))]
                self._busy = True
            try:
                self._ship(reports)
            except Exception as error:  # noqa: BLE001 - whatever it is, it must stay here, and the thread go on
                self._lose(reports, f"{type(error).__name__}: {error}")
            with self._changed:
                self._busy = False
                self._changed.notify_all()

    def _ship(self, reports: Sequence[Report]) -> None:
        answer = self._deliver(reports)
        if answer.arrived or len(answer.rejected) == len(reports):
            for index, reason in answer.rejected.items():
                self._lose(reports[index : index + 1], reason)
        elif answer.splits and len(reports) > 1:
            middle = len(reports) // 2
            self._ship(reports[:middle])
            self._ship(reports[middle:])
        else:
            self._lose(reports, answer.problem)

    def _deliver(self, reports: Sequence[Report]) -> Answer:
        for attempt in range(1, _ATTEMPTS):
            answer = self._route.post(reports)
            if not answer.passes:
                return answer
            _logger.warning(
                "monitoring: attempt %d to report %d items failed: %s", attempt, len(reports), answer.problem
            )
            time.sleep(self._pause * attempt)
        return self._route.post(reports)

    def _lose(self, reports: Sequence[Report], reason: str) -> None:
        with self._changed:
            self._lost += len(reports)
        for report in reports:
            _logger.warning("monitoring: report %s to %s is lost: %s", report.name, self._route.name, reason)
