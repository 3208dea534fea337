"""Wiring of manage_incidents."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from pawpop_monitoring.alerting.apply.ports import StandbyStore
from pawpop_monitoring.bootstrap.clients import aws, load_settings
from pawpop_monitoring.bootstrap.status_mail_topic import status_mail_topic
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.domain.component import DEFAULT_COMPONENTS, Component
from pawpop_monitoring.domain.public_incident import Incident
from pawpop_monitoring.settings import Components, ServiceNames, Settings
from pawpop_monitoring.storage.standby_store import DynamoStandbyStore
from pawpop_monitoring.storage.status_store import DynamoStatusStore


class IncidentSettings(Settings):
    """Environment of manage_incidents."""

    standby_table: str
    status_table: str
    status_mail_topic_arn: str
    additional_services: ServiceNames = ()
    status_components: Components = DEFAULT_COMPONENTS


class IncidentStore(Protocol):
    """Where incidents are kept; raises StoreUnavailableError."""

    def incidents(self) -> Sequence[Incident]:
        """Those of the last year, the latest to begin first."""
        ...

    def put_incident(self, incident: Incident, before: Incident | None) -> None:
        """Keep it in place of `before`; ConflictError if somebody changed it meanwhile."""
        ...


@dataclass(frozen=True, slots=True)
class IncidentServices:
    """What manage_incidents needs: nothing of it rests on the monitored database.

    `changed` lets subscribers be told.
    """

    store: IncidentStore
    standby: StandbyStore
    components: tuple[Component, ...]
    clock: Clock
    changed: Callable[[], None] = lambda: None


def incident_services() -> IncidentServices:
    """The services of this Lambda environment."""
    settings = load_settings(IncidentSettings)
    publish = status_mail_topic(settings.status_mail_topic_arn)
    return IncidentServices(
        DynamoStatusStore(client=lambda: aws("dynamodb"), table=settings.status_table),
        DynamoStandbyStore(client=lambda: aws("dynamodb"), table=settings.standby_table),
        settings.status_components,
        system_clock,
        lambda: publish(json.dumps({"incidents": "changed"})),
    )
