"""What every check is."""

from typing import Protocol

from pawpop_monitoring.domain.observation import Observation


class Check(Protocol):
    """Observes one service."""

    @property
    def service(self) -> str:
        """The service that is observed."""
        ...

    def observe(self) -> Observation:
        """Look now, within 10 s; trouble with the service is part of the observation, never an exception."""
        ...
