"""What a route asks of a step."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Self

from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import Transition, TransitionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of an alert as far as routes look at it; `at` by the wall clock of the people."""

    severity: Severity
    service: str
    rule: str
    kind: TransitionKind
    at: datetime

    @classmethod
    def of(cls, transition: Transition, at: datetime) -> Self:
        """The step of `transition`, with the worst severity that people heard of."""
        alert = transition.alert
        return cls(
            severity=transition.worst_severity, service=alert.service, rule=alert.rule, kind=transition.kind, at=at
        )


@dataclass(frozen=True, slots=True)
class Hours:
    """From `start` up to `end`, which may lie on the next day; of equal ones, the whole day."""

    start: time
    end: time

    def __contains__(self, moment: time) -> bool:
        """True within the hours."""
        if self.start < self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """All that are set must hold; of several values for one of them, any. A rule is `service:rule`."""

    severities: frozenset[Severity] = frozenset()
    services: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()
    kinds: frozenset[TransitionKind] = frozenset()
    days: frozenset[int] = frozenset()
    hours: tuple[Hours, ...] = ()

    def hold(self, step: Step) -> bool:
        """True for a step that the route is for, at the moment that it happens."""
        return (
            self._concern(step)
            and (not self.kinds or step.kind in self.kinds)
            and (not self.days or step.at.weekday() in self.days)
            and (not self.hours or any(step.at.time() in hours for hours in self.hours))
        )

    def may_have_held(self, step: Step) -> bool:
        """True if they may have held for an earlier step of the same alert, which may have been milder."""
        milder = (each for each in Severity if each.rank <= step.severity.rank)
        return self._is_about(step) and (not self.severities or not self.severities.isdisjoint(milder))

    def _concern(self, step: Step) -> bool:
        return self._is_about(step) and (not self.severities or step.severity in self.severities)

    def _is_about(self, step: Step) -> bool:
        if not self.services and not self.rules:
            return True
        return step.service in self.services or f"{step.service}:{step.rule}" in self.rules
