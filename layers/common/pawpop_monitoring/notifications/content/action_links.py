"""Links to acknowledge and to resolve, for the mail about one transition."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pawpop_monitoring.contracts.alert_message import TransitionMessage
from pawpop_monitoring.contracts.link_claims import LINK_LASTS, Action, AlertLink
from pawpop_monitoring.domain.transition import TransitionKind

_logger = logging.getLogger(__name__)
_SAFE_SCHEMES = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of pages that ask once more and only then do it."""

    acknowledge: str
    resolve: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ActionLinks:
    """Makes links to the API at `base_url`; an empty one leaves them out. `key` answers the signing key.

    `people` are the names of those who will read them.
    """

    base_url: str
    key: Callable[[], str]
    people: tuple[str, ...] = ()

    def of(self, message: TransitionMessage) -> Links | None:
        """The links for what `message` tells; None for what is over, or when there is no key to be had."""
        if message.kind is TransitionKind.RESOLVED or not self.base_url.startswith(_SAFE_SCHEMES):
            return None
        try:
            key = self.key()
        except Exception:
            # A mail without links is better than none.
            _logger.exception("no signing key, so the mail goes without links")
            return None
        expires_at = message.at + LINK_LASTS

        def address(action: Action) -> str:
            link = AlertLink(message.alert.id, action, expires_at, self.people)
            return f"{self.base_url.rstrip('/')}/alert?{link.query(key)}"

        return Links(address("acknowledge"), address("resolve"), expires_at)


NO_LINKS = ActionLinks("", lambda: "")
"""For mails that only tell."""
