"""What callers of /alerts send."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema

from pawpop_monitoring.contracts.wire import WireModel
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.finding import MOST_MESSAGE
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.text import clean, fit, one_line

MOST_NAME = 80
MOST_NOTE = 2000

_SERVICE_NAME = r"^[a-z0-9][a-z0-9-]{0,62}$"


def _service_name(text: str) -> str:
    if not re.fullmatch(_SERVICE_NAME, text):
        raise ValueError("must be the name of a service, such as supabase or fal-ai")
    return text


def _given(details: Any) -> Any:
    """Callers without details leave them out, or say null."""
    return {} if details is None else details


type ServiceName = Annotated[
    str, AfterValidator(_service_name), WithJsonSchema({"type": "string", "pattern": _SERVICE_NAME})
]
"""A service's name: lower-case letters, digits and dashes."""

type NamedService = Annotated[str, StringConstraints(max_length=200)]
"""What a caller takes for a service: whoever knows the services refuses another, and names them."""

type Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(clean)]
"""Not empty."""

type Sentence = Annotated[Text, AfterValidator(lambda text: fit(text, MOST_MESSAGE))]
"""Cut to 500 characters rather than refused: what somebody has to say must not be lost for its length."""


type NoteText = Annotated[Text, AfterValidator(lambda text: fit(text, MOST_NOTE))]
"""Cut to 2000 characters; may have several lines."""

type PersonName = Annotated[Text, AfterValidator(lambda text: one_line(text, MOST_NAME)), Field(min_length=1)]
"""On one line, of at most 80 characters."""


class CreateAlertRequest(WireModel):
    """POST /alerts. A message of more than 500 characters is cut, and is whole among the details."""

    service: NamedService
    severity: Severity
    message: Text
    details: Annotated[dict[str, Any], BeforeValidator(_given)] = Field(default_factory=dict)

    @property
    def evidence(self) -> dict[str, Any]:
        """The details, and the message where it is too long for a headline."""
        whole = {} if len(self.message) <= MOST_MESSAGE else {"fullMessage": self.message}
        return whole | self.details


class UpdateAlertRequest(WireModel):
    """PATCH /alerts; `by` is the person who does it, the token's own name if it is left out.

    `note` is what to write down about it; the action `note` does nothing else.
    """

    alert_id: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    action: Literal["acknowledge", "resolve", "reopen", "note"]
    note: NoteText | None = None
    by: PersonName | None = None


class LinkQuery(WireModel):
    """The query of a signed link in a mail, which stands for a token that may read this one alert."""

    do: str | None = None
    until: str | None = None
    for_: str | None = Field(None, alias="for")
    signature: str | None = None


class ListAlertsQuery(WireModel):
    """GET /alerts; `resolved` chooses open alerts, resolved ones, or all.

    `order` is newest first, or worst first: what nobody has taken on, by severity, the oldest of these first.
    """

    severity: Severity | None = None
    service: ServiceName | None = None
    resolved: Literal["false", "true", "all"] = "false"
    order: Literal["newest", "worst"] = "newest"
    limit: int = Field(50, ge=1, le=200)
    cursor: str | None = Field(None, max_length=500)

    @property
    def wants_resolved(self) -> bool | None:
        """`resolved` as a condition; None for both."""
        return {"false": False, "true": True, "all": None}[self.resolved]

    def matches(self, alert: Alert) -> bool:
        """True if `alert` is among what is asked for, on whatever page."""
        return (
            self.severity in (None, alert.severity)
            and self.service in (None, alert.service)
            and self.wants_resolved in (None, alert.resolved)
        )
