"""A provider that plays one answer, and what an attempt is told to mean."""

from collections.abc import Callable
from dataclasses import dataclass, field

import httpx
import pytest

from pawpop_monitoring.domain.errors import DeliveryError, PermanentDeliveryError, RetryableDeliveryError

type Meaning = tuple[bool, bool, bool]
"""May be repeated, nobody knows whether it was taken, a person has to act."""

USUAL: dict[int, Meaning] = {
    400: (False, False, False),
    408: (True, False, False),
    413: (False, False, False),
    422: (False, False, False),
    429: (True, False, False),
    500: (True, False, False),
    502: (True, True, False),
    503: (True, False, False),
    504: (True, True, False),
    520: (True, True, False),
}
"""What every provider means by these, unless it says more."""
PERSON: Meaning = (True, False, True)


@dataclass
class Provider:
    """Answers each request with `status`; `error` instead if it is set."""

    status: int = 202
    headers: dict[str, str] = field(default_factory=dict)
    error: Exception | None = None
    seen: list[httpx.Request] = field(default_factory=list)

    @property
    def client(self) -> httpx.Client:
        return httpx.Client(transport=httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        if self.error:
            raise self.error
        return httpx.Response(self.status, headers=self.headers, text="said the provider")


def meaning_of(attempt: Callable[[], object]) -> Meaning:
    """What the attempt raises."""
    with pytest.raises(DeliveryError) as refused:
        attempt()
    error = refused.value
    if isinstance(error, PermanentDeliveryError):
        return False, False, False
    assert isinstance(error, RetryableDeliveryError)
    return True, error.undecided, error.needs_person
