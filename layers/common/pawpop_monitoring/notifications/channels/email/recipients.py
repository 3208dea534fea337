"""Who is told."""

from dataclasses import dataclass

from pawpop_monitoring.contracts.alert_message import AlertMessage, TransitionMessage
from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.domain.mail_addresses import spec_of
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind


@dataclass(frozen=True, slots=True)
class Recipients:
    """Mail addresses: those who hear of everything, and those who hear of escalations as well."""

    always: tuple[str, ...]
    escalation: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse to start with nobody to tell."""
        if not self.always and not self.escalation:
            raise ConfigurationError("ALERT_RECIPIENTS names nobody: set at least one mail address.")

    def of(self, message: AlertMessage) -> tuple[str, ...]:
        """All recipients of one transition, each once; they share one mail."""
        always = self.always or self.escalation
        chosen = always + (self.escalation if any(map(_concerns_escalation, (message, *message.others))) else ())
        return tuple({spec_of(address).casefold(): address for address in reversed(chosen)}.values())[::-1]


def _concerns_escalation(message: TransitionMessage) -> bool:
    if message.alert.severity is Severity.CRITICAL or message.kind is TransitionKind.ESCALATED:
        return True
    return message.alert.escalated
