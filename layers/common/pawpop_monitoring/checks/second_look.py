"""A second look, a little later, before a check on schedule says that its service is gone.

The tries within a look are over in a second or two, and so may be what they met: a restart, a failover, a hiccup on the
way. Nobody waits for a scheduled check, so it can; whoever asks by POST /health gets the first look's answer.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from pawpop_monitoring.domain.observation import Observation

_GONE = frozenset({"unreachable", "network_down"})
"""Rules that one look decides on, and that wake people at once."""


@dataclass(frozen=True, slots=True)
class SecondLook:
    """Looks again after `seconds`, for which `pause` waits; 0 means never.

    What was gone at the last look as well, as far as this Lambda environment knows, needs no proof.
    """

    seconds: float
    pause: Callable[[float], None]
    _gone: set[str] = field(default_factory=set, compare=False)

    def confirmed(self, observe: Callable[[], Observation]) -> Observation:
        """What `observe` finds, or finds the second time."""
        first = observe()
        if not self.seconds or not _is_gone(first) or first.service in self._gone:
            return self._remembered(first)
        self.pause(self.seconds)
        return self._remembered(observe())

    def _remembered(self, observation: Observation) -> Observation:
        (self._gone.add if _is_gone(observation) else self._gone.discard)(observation.service)
        return observation


def _is_gone(observation: Observation) -> bool:
    return any(finding.rule in _GONE for finding in observation.findings)
