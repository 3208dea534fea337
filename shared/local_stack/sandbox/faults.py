"""Faults on request: what the next calls to a provider meet instead of a working service."""

import json
import threading
from dataclasses import asdict, dataclass, field, fields, replace
from http import HTTPStatus
from typing import Any

MAX_LATENCY_MS = 600_000


class InvalidFaultError(ValueError):
    """A fault that can't be understood; the message says what to write instead."""


@dataclass(frozen=True)
class Fault:
    """What happens to the next `remaining` calls; None means to all until it is cleared.

    A `status` of 400 or more, or `drop`, keeps the call from being processed. Otherwise it is processed after
    `latency_ms`, even if the caller has gone by then, and `status`, `headers`, `body` replace the answer's. With `late`
    it is processed in any case, and only the answer is lost or replaced.
    """

    status: int | None = None
    latency_ms: int = 0
    remaining: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None
    drop: bool = False
    late: bool = False

    @property
    def refuses(self) -> bool:
        if self.late:
            return False
        return self.drop or (self.status is not None and self.status >= HTTPStatus.BAD_REQUEST)

    @classmethod
    def parse(cls, content: bytes) -> "Fault":
        """Read a fault from JSON; InvalidFaultError if it is malformed."""
        try:
            given = json.loads(content or b"{}")
        except ValueError:
            raise InvalidFaultError("The fault must be a JSON object.") from None
        if not isinstance(given, dict):
            raise InvalidFaultError("The fault must be a JSON object.")
        known = {f.name for f in fields(cls)}
        if unknown := sorted(set(given) - known):
            raise InvalidFaultError(f"Unknown field {', '.join(unknown)}; there are: {', '.join(sorted(known))}.")
        fault = cls(**given)
        fault._check()
        return fault

    def _check(self) -> None:
        _whole("status", self.status, 100, 599, optional=True)
        _whole("latency_ms", self.latency_ms, 0, MAX_LATENCY_MS)
        _whole("remaining", self.remaining, 1, 1_000_000, optional=True)
        if not isinstance(self.headers, dict) or not all(isinstance(v, str) for v in self.headers.values()):
            raise InvalidFaultError("headers must be an object of strings.")
        if not isinstance(self.drop, bool):
            raise InvalidFaultError("drop must be true or false.")
        if not isinstance(self.late, bool):
            raise InvalidFaultError("late must be true or false.")


def _whole(name: str, value: object, lowest: int, highest: int, *, optional: bool = False) -> None:
    if value is None and optional:
        return
    if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
        raise InvalidFaultError(f"{name} must be a whole number from {lowest} to {highest}.")


class FaultBook:
    """The faults in force, one per provider. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: dict[str, Fault] = {}

    def put(self, provider: str, fault: Fault) -> None:
        with self._lock:
            self._faults[provider] = fault

    def clear(self, provider: str | None = None) -> None:
        """Forget the fault of one provider, or all of them."""
        with self._lock:
            if provider is None:
                self._faults.clear()
            else:
                self._faults.pop(provider, None)

    def take(self, provider: str) -> Fault | None:
        """The fault that the present call meets; uses up one of its `remaining` calls."""
        with self._lock:
            fault = self._faults.get(provider)
            if fault is None or fault.remaining is None:
                return fault
            if fault.remaining == 1:
                del self._faults[provider]
            else:
                self._faults[provider] = replace(fault, remaining=fault.remaining - 1)
            return fault

    def shown(self) -> dict[str, dict[str, Any]]:
        with self._lock:
            return {provider: asdict(fault) for provider, fault in self._faults.items()}
