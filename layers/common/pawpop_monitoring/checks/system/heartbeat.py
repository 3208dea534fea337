"""A sign of life for a service outside (such as healthchecks.io), which calls when it fails to come."""

import http.client
import logging
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit, urlunsplit

from pawpop_monitoring.outbound.deadline import Deadline
from pawpop_monitoring.outbound.status_call import call

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
        try:
            status = _get(url)
        except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
            # Its text may hold the address, which is a secret of sorts.
            _logger.warning("the heartbeat was not taken: %s", type(error).__name__)
        else:
            if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
                _logger.warning("the heartbeat was not taken: HTTPError %d", status)


def _get(url: str) -> int:
    """Not where a redirect leads: that could be any address that this function can reach."""
    return call("GET", urlsplit(url), {"User-Agent": "pawpop-monitoring"}, None, Deadline(SECONDS)).status
