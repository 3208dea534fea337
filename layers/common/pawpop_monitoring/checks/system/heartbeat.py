"""A sign of life for a service outside (such as healthchecks.io), which calls when it fails to come."""

import logging
import urllib.request
from concurrent.futures import wait
from dataclasses import dataclass
from urllib.error import HTTPError
from urllib.parse import urlsplit, urlunsplit

from pawpop_monitoring.checks.background import in_background

SECONDS = 3.0

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Calls `url`, or nothing if it is empty. A call that fails is logged: the silence speaks for itself."""

    url: str

    def succeeded(self) -> None:
        """A run was completed, whatever it found: GET `url`."""
        self._call(self.url)

    def failed(self) -> None:
        """A run broke off, so nothing was decided: GET `url` with `/fail` behind its path."""
        parts = urlsplit(self.url)
        self._call(urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/fail")))

    def _call(self, url: str) -> None:
        if not self.url:
            return
        call = in_background(lambda: _get(url))
        wait([call], timeout=SECONDS)
        if not call.done():
            _logger.warning("the heartbeat was not taken in time")
        elif error := call.exception():
            # Its text may hold the address, which is a secret of sorts.
            _logger.warning("the heartbeat was not taken: %s", type(error).__name__)


def _get(url: str) -> None:
    try:
        urllib.request.urlopen(url, timeout=SECONDS).close()  # noqa: S310  the template lets only http(s) pass
    except HTTPError as answer:
        answer.close()
        raise
