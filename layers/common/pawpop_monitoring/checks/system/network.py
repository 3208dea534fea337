"""Telling a network trouble of our own from an outage of a third party.

The checks run in functions of their own, so none of them sees that all fail at once. But whichever can't
reach its upstream can ask whether it reaches anything at all. If not, it says so under one fingerprint that
is common to all services, so that it is one alert; and of its upstream it says nothing, as it knows nothing.
"""

from concurrent.futures import wait
from dataclasses import dataclass, replace
from typing import Protocol

from pawpop_monitoring.checks.background import in_background
from pawpop_monitoring.checks.check import Check
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.rules import rule_named
from pawpop_monitoring.domain.rules.system import NETWORK_DOWN
from pawpop_monitoring.domain.service import ServiceStatus, label_of
from pawpop_monitoring.domain.severity import Severity

_UNREACHABLE = "unreachable"
"""The name of the rule that each upstream has."""


class Reachability(Protocol):
    """The world outside, apart from what is monitored."""

    def online(self) -> bool:
        """True if anything answers, within 2 s."""
        ...


@dataclass(frozen=True, slots=True)
class NetworkAware:
    """A check that blames its upstream for being unreachable only if anything else can be reached.

    Of a look that takes longer than `patience` seconds, whose upstream hangs, nobody need wait for the end to ask.
    """

    check: Check
    reachability: Reachability
    patience: float = 2.0

    @property
    def service(self) -> str:
        """The service that the check observes."""
        return self.check.service

    def observe(self) -> Observation:
        """The check's own observation, put right where the network is to blame."""
        look = in_background(self.check.observe)
        wait([look], timeout=self.patience)
        online = None if look.done() else in_background(self.reachability.online)
        observation = look.result()
        upstream = rule_named(self.service, _UNREACHABLE).key
        if upstream in observation.cleared:
            return replace(observation, cleared=observation.cleared | {NETWORK_DOWN.key})
        if not any(finding.fingerprint == upstream for finding in observation.findings):
            return observation
        if online.result() if online else self.reachability.online():
            return replace(observation, cleared=observation.cleared | {NETWORK_DOWN.key})
        return without_blame(observation)


def without_blame(observation: Observation) -> Observation:
    """The observation of a check that could reach nothing at all: of its service, nothing is known."""
    upstream = rule_named(observation.service, _UNREACHABLE).key
    others = [finding for finding in observation.findings if finding.fingerprint != upstream]
    down = _network_down(observation)
    unknown = [f"Whether {label_of(observation.service)} can be reached is unknown: the monitor has no network."]
    return replace(
        observation,
        status=ServiceStatus.UNKNOWN,
        findings=(down, *others),
        details={
            **observation.details,
            "problems": [finding.message for finding in (down, *others)],
            "unknown": unknown + list(observation.details.get("unknown", [])),
        },
    )


def _network_down(observation: Observation) -> Finding:
    return NETWORK_DOWN.broken(
        Severity.CRITICAL,
        "The monitor can't reach anything: a trouble of its own network",
        evidence={"noticedBy": observation.service},
    )
