"""Incidents in memory, as storage.status_store keeps them."""

from collections.abc import Sequence

from pawpop_monitoring.domain.errors import ConflictError
from pawpop_monitoring.domain.public_incident import Incident


class InMemoryIncidentStore:
    """bootstrap.incident_services.IncidentStore."""

    def __init__(self) -> None:
        self._kept: dict[str, Incident] = {}

    def incidents(self) -> Sequence[Incident]:
        return sorted(self._kept.values(), key=lambda each: (each.started_at, each.id), reverse=True)

    def put_incident(self, incident: Incident, before: Incident | None) -> None:
        if self._kept.get(incident.id) != before:
            raise ConflictError("Somebody else changed this incident meanwhile; look at it again.")
        incident.title.encode()
        self._kept[incident.id] = incident
