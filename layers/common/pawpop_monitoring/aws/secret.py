"""Secrets, kept: the one policy of all functions on how old a secret may be, and what is done when none can be read."""

import time
from collections.abc import Callable
from threading import Lock
from typing import NamedTuple, Protocol

from pawpop_monitoring.domain.errors import SecretMissingError, SecretUnavailableError

MAX_AGE_SECONDS = 3600.0
"""A value that is refused is read anew at once, so that this bounds how long a revoked one is still taken."""
_PAUSE_SECONDS = 30.0
"""After a failure nobody asks for so long: each attempt costs its caller some seconds."""


_ALL = ""
"""In place of a secret's id: trouble with the store itself."""


class SecretSource(Protocol):
    """Where secrets are kept."""

    def read(self, secret_id: str) -> str:
        """The text as it is now, within 6 s; SecretMissingError if there is none, SecretUnavailableError otherwise."""
        ...


class _Known(NamedTuple):
    text: str
    read_at: float


class KeptSecrets:
    """The secrets of this environment; safe for several threads. `monotonic` answers seconds.

    What was read once is used for as long as `source` is out of reach, however old it is, but not when it is gone.
    """

    def __init__(
        self,
        source: SecretSource,
        *,
        max_age: float = MAX_AGE_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._source = source
        self._max_age = max_age
        self._monotonic = monotonic
        self._known: dict[str, _Known] = {}
        self._trouble: dict[str, tuple[float, SecretUnavailableError]] = {}
        self._one_at_a_time = Lock()

    def get(self, secret_id: str) -> str:
        """The text, at most an hour old if it can be read; SecretUnavailableError if it never could."""
        return self.renewed(secret_id, older_than=self._max_age)

    def renewed(self, secret_id: str, older_than: float = 0.0) -> str:
        """The text as it is now, for when the kept one is refused; one that is younger than so many seconds is kept."""
        with self._one_at_a_time:
            now = self._monotonic()
            known = self._known.get(secret_id)
            if known and now - known.read_at < older_than:
                return known.text
            trouble = self._recent_trouble(secret_id, now) or self._read(secret_id, now)
            if trouble is None:
                return self._known[secret_id].text
            if known is None or isinstance(trouble, SecretMissingError):
                raise trouble
            return known.text

    def _recent_trouble(self, secret_id: str, now: float) -> SecretUnavailableError | None:
        noted = (self._trouble[key] for key in (_ALL, secret_id) if key in self._trouble)
        return next((trouble for failed_at, trouble in noted if now - failed_at < _PAUSE_SECONDS), None)

    def _read(self, secret_id: str, now: float) -> SecretUnavailableError | None:
        try:
            self._known[secret_id] = _Known(self._source.read(secret_id), now)
        except SecretUnavailableError as error:
            self._trouble[_ALL if error.store_away else secret_id] = now, error
            return error
        self._trouble.clear()
        return None


class CachedSecret:
    """One secret of `KeptSecrets`."""

    def __init__(
        self,
        source: SecretSource,
        secret_id: str,
        *,
        max_age: float = MAX_AGE_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._kept = KeptSecrets(source, max_age=max_age, monotonic=monotonic)
        self._secret_id = secret_id

    def __call__(self) -> str:
        """See `KeptSecrets.get`."""
        return self._kept.get(self._secret_id)

    def renewed(self, older_than: float = 0.0) -> str:
        """See `KeptSecrets.renewed`."""
        return self._kept.renewed(self._secret_id, older_than)
