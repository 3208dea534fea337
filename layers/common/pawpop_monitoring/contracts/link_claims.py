"""Links in mails that let whoever holds them acknowledge or resolve one alert, until they expire."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, Self, get_args
from urllib.parse import urlencode

from pawpop_monitoring.domain.errors import ForbiddenError

type Action = Literal["acknowledge", "resolve"]

LINK_LASTS = timedelta(days=7)
"""Counted from the step that is told."""

LINK_ACTOR = "mail link"
"""`acknowledgedBy` and `resolvedBy` of what was done through a link: it does not say by whom."""

_ACTIONS: Mapping[str, Action] = {action: action for action in get_args(Action.__value__)}
_BETWEEN = "|"
_PURPOSE = "pawpop-alert-link/1"
_MAX_EXPIRY = int(datetime(9999, 1, 1, tzinfo=UTC).timestamp())


@dataclass(frozen=True, slots=True)
class AlertLink:
    """What a link allows. The same link always reads the same, so that a mail that is sent again does too.

    `people` are the names of those whose mail it is in; whoever presses it says which of them it is.
    """

    alert_id: str
    action: Action
    expires_at: datetime
    people: tuple[str, ...] = ()

    @property
    def sent_at(self) -> datetime:
        """When the step was, whose mail carries the link; to the second."""
        return self.expires_at - LINK_LASTS

    def is_outdated(self, opened_at: datetime | None) -> bool:
        """True if the alert was opened again after that: the link was for its life before."""
        return opened_at is not None and opened_at.replace(microsecond=0) > self.sent_at

    def query(self, key: str) -> str:
        """The query string that carries it, signed with `key`."""
        expiry = str(int(self.expires_at.timestamp()))
        named = {"for": _BETWEEN.join(self.people)} if self.people else {}
        signature = _signature(key, self.alert_id, self.action, expiry, *named.values())
        asked = {"alert": self.alert_id, "do": self.action, "until": expiry}
        return urlencode(asked | named | {"signature": signature})

    @classmethod
    def read(cls, query: Mapping[str, str], key: str) -> Self:
        """The link in `query`, expired or not; ForbiddenError unless it was signed with `key` just like that."""
        alert_id, action, expiry = (query.get(name, "") for name in ("alert", "do", "until"))
        people = query.get("for", "")
        expected = _signature(key, alert_id, action, expiry, *filter(None, [people]))
        genuine = hmac.compare_digest(expected.encode(), query.get("signature", "").encode(errors="replace"))
        if not genuine or action not in _ACTIONS or not expiry.isdecimal() or int(expiry) > _MAX_EXPIRY:
            raise ForbiddenError("This link is not complete, or was changed on its way.")
        names = tuple(people.split(_BETWEEN)) if people else ()
        return cls(alert_id, _ACTIONS[action], datetime.fromtimestamp(int(expiry), UTC), names)


def _signature(key: str, *parts: str) -> str:
    """URL-safe, 43 characters; each part carries its length, so that no two links share what is signed."""
    text = "\n".join(f"{len(part)}:{part}" for part in (_PURPOSE, *parts))
    digest = hmac.digest(key.encode(), text.encode("utf-8", "surrogatepass"), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
