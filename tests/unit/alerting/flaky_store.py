"""An alert store that can fail at any call, before or after it has done its work."""

from dataclasses import dataclass

from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.transition import Transition
from tests.fakes.alert_store import InMemoryAlertStore


@dataclass
class FlakyAlertStore(InMemoryAlertStore):
    """`calls_left` calls work, then one fails; `after_commit` lets a save that fails have taken effect."""

    calls_left: int | None = None
    after_commit: bool = False

    def save(self, before: RuleState, after: RuleState, transition: Transition | None) -> bool:
        if self.after_commit and self.calls_left == 0:
            self.calls_left = None
            super().save(before, after, transition)
            raise StoreUnavailableError("The connection to the database was lost.")
        return super().save(before, after, transition)

    def _check(self) -> None:
        super()._check()
        if self.calls_left is None:
            return
        if self.calls_left == 0:
            self.calls_left = None
            raise StoreUnavailableError("The connection to the database was lost.")
        self.calls_left -= 1
