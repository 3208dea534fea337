"""A rule: one entry says everything that is known of it beforehand."""

from dataclasses import dataclass
from typing import Any

from pawpop_monitoring.domain.finding import Finding, fingerprint_of
from pawpop_monitoring.domain.rules.patience import AT_ONCE, Patience
from pawpop_monitoring.domain.severity import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """What a check judges, by name; how it judges stands in `checks/<service>`, what to do in `next_steps`.

    `fires` says to people when the rule is broken, `severities` how bad that can be, mildest first. `target` says
    what stands behind the name in a fingerprint where one rule has several (`system:stale_check:stripe`), or is
    empty. An alert of one of `inhibited_by` (none of which has targets) explains this one, so that people hear of
    the source alone. A rule that `looks_back` sees the time of the source for as long again once that is over; see
    `still_inhibits`. One that `echoes` waits for tries that come ever later: so many times as long as a source of its
    own service lasted. Customers feel the trouble if it is as bad as `felt_from`; None where they never do. What an
    incident of the provider `may_be_theirs` to explain is told beside what their public status page says.
    """

    service: str
    name: str
    fires: str
    severities: tuple[Severity, ...]
    patience: Patience = AT_ONCE
    inhibited_by: tuple["Rule", ...] = ()
    looks_back: bool = False
    echoes: float = 0.0
    target: str = ""
    felt_from: Severity | None = None
    may_be_theirs: bool = False

    @property
    def key(self) -> str:
        """`service:name`, which is the fingerprint of its alert unless it has targets."""
        return fingerprint_of(self.service, self.name)

    def fingerprint(self, target: str | None = None) -> str:
        """Identity of the condition."""
        return fingerprint_of(self.service, self.name, target)

    def broken(self, severity: Severity, message: str, **fields: Any) -> Finding:
        """A finding of this rule; `fields` are the others of Finding."""
        return Finding(service=self.service, rule=self.name, severity=severity, message=message, **fields)
