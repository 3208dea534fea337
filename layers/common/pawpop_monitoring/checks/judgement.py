"""What a check makes of its reading."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.rules import Rule
from pawpop_monitoring.domain.service import ServiceStatus, worst_status


@dataclass(slots=True)
class Judgement:
    """Collects what is broken, what is known to be good, what is unknown and why; `figures` are for who draws them."""

    findings: list[Finding] = field(default_factory=list)
    good: set[str] = field(default_factory=set)
    unclear: set[str] = field(default_factory=set)
    unknowns: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)
    _statuses: list[ServiceStatus] = field(default_factory=list)

    def bad(self, finding: Finding, status: ServiceStatus) -> None:
        """Note a broken rule and what it makes of the service."""
        self.findings.append(finding)
        self._statuses.append(status)

    def clear(self, rules: Iterable[Rule], target: str | None = None) -> None:
        """Note rules that hold, for `target` where they have several."""
        self.good.update(rule.fingerprint(target) for rule in rules)

    def undecided(self, rules: Iterable[Rule], target: str | None = None) -> None:
        """Note rules that are neither clearly broken nor clearly hold: their open alerts stay so until it is calm."""
        self.unclear.update(rule.fingerprint(target) for rule in rules)

    def unknown(self, sentence: str) -> None:
        """Note what should be known but is not: the service can't be healthy."""
        self.unknowns.append(sentence)
        self._statuses.append(ServiceStatus.UNKNOWN)

    def doubt(self, sentence: str) -> None:
        """Note what looks bad but may be chance: nobody is told, yet the service is not simply healthy."""
        self.notes.append(sentence)
        self._statuses.append(ServiceStatus.WARNING)

    def note(self, sentence: str) -> None:
        """Note what no statement is made about."""
        self.notes.append(sentence)

    @property
    def status(self) -> ServiceStatus:
        """The worst of all; healthy if nothing speaks against it."""
        return worst_status([*self._statuses, ServiceStatus.HEALTHY])
