"""Who may read one alert: the holder of a token that may read, or of the signed link in a mail about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pawpop_monitoring.contracts.link_claims import AlertLink
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.errors import ForbiddenError, UnauthorizedError
from pawpop_monitoring.http.tokens import GRANTS, Scope

_ASK_FOR_ONE = "Send a token: Authorization: Bearer <token>"
_TOO_LITTLE = "This token may not do that; use one with a wider scope"
_EXPIRED = "This link is too old: it worked for seven days. Use the link in a newer mail about the alert."


@dataclass(frozen=True, slots=True)
class AlertAccess:
    """`scope_of` says what the token of a header is for, None for one that is not known; `key` signs the links."""

    scope_of: Callable[[str], Scope | None]
    key: Callable[[], str]
    clock: Clock

    def admit(self, alert_id: str, authorization: str | None, query: Mapping[str, str]) -> None:
        """UnauthorizedError or ForbiddenError unless this caller may read that alert; a token goes before a link."""
        if authorization:
            self._admit_token(authorization)
        elif "signature" in query:
            self._admit_link(alert_id, query)
        else:
            raise UnauthorizedError(_ASK_FOR_ONE)

    def _admit_token(self, authorization: str) -> None:
        scope = self.scope_of(authorization)
        if scope is None:
            raise UnauthorizedError(_ASK_FOR_ONE)
        if Scope.READ not in GRANTS[scope]:
            raise ForbiddenError(_TOO_LITTLE)

    def _admit_link(self, alert_id: str, query: Mapping[str, str]) -> None:
        link = AlertLink.read({**query, "alert": alert_id}, self.key())
        if self.clock() >= link.expires_at:
            raise ForbiddenError(_EXPIRED)
