"""SilenceStore in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.silence import Silence


@dataclass
class InMemorySilenceStore:
    """Silences by id; with `unavailable` set, every call fails."""

    unavailable: bool = False
    silences: dict[str, Silence] = field(default_factory=dict)

    def all(self) -> Sequence[Silence]:
        self._check()
        return sorted(self.silences.values(), key=lambda silence: silence.starts_at, reverse=True)

    def put(self, silence: Silence) -> None:
        self._check()
        self.silences[silence.id] = silence

    def _check(self) -> None:
        if self.unavailable:
            raise StoreUnavailableError("The standby table can't be used: EndpointConnectionError.")
