"""Well-known places, independent of each other and of all that is monitored: if none answers, it is us."""

import socket
from collections.abc import Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass
from functools import partial
from typing import Self

from pawpop_monitoring.checks.background import in_background
from pawpop_monitoring.domain.errors import ConfigurationError

_SECONDS = 1.5

type Anchor = tuple[str, int]
"""Host and port."""


@dataclass(frozen=True, slots=True)
class TcpAnchors:
    """Implements Reachability by connecting to all anchors side by side.

    By name, so that a resolver that fails is noticed as well: the upstreams are found by their names too.
    """

    anchors: Sequence[Anchor]

    @classmethod
    def parse(cls, texts: Sequence[str]) -> Self:
        """From `host:port` each; ConfigurationError says what is wrong."""
        return cls([_anchor(text) for text in texts])

    def online(self) -> bool:
        """True once the first of them accepts a connection."""
        calls = [in_background(partial(_accepts, anchor)) for anchor in self.anchors]
        try:
            return any(call.result() for call in as_completed(calls, timeout=_SECONDS))
        except TimeoutError:
            return False


def _anchor(text: str) -> Anchor:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal():
        raise ConfigurationError(f"NETWORK_ANCHORS: {text!r} must read host:port, such as one.one.one.one:443.")
    return host, int(port)


def _accepts(anchor: Anchor) -> bool:
    try:
        with socket.create_connection(anchor, timeout=_SECONDS):
            return True
    except (OSError, UnicodeError, OverflowError):  # the last one for a port that there can't be
        return False
