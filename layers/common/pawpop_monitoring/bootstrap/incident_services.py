"""Wiring of manage_incidents."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from pawpop_monitoring.alerting.apply.ports import StandbyStore
from pawpop_monitoring.bootstrap.clients import aws, load_settings
from pawpop_monitoring.bootstrap.database import database
from pawpop_monitoring.bootstrap.status_mail_topic import status_mail_topic
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.domain.component import DEFAULT_COMPONENTS, Component
from pawpop_monitoring.domain.public_incident import Incident
from pawpop_monitoring.settings import Components, ServiceNames, Settings
from pawpop_monitoring.storage.standby_store import DynamoStandbyStore
from pawpop_monitoring.storage.status_store import DynamoStatusStore


class IncidentSettings(Settings):
    """Environment of manage_incidents."""

    database_secret_id: str
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
    """What manage_incidents needs: nothing that people are told rests on the monitored database.

    `stored_alert` finds an alert in that by its id, and raises StoreUnavailableError. `changed` lets subscribers be
    told.
    """

    store: IncidentStore
    standby: StandbyStore
    stored_alert: Callable[[str], Alert | None]
    components: tuple[Component, ...]
    clock: Clock
    changed: Callable[[], None] = lambda: None


def incident_services() -> IncidentServices:
    """The services of this Lambda environment."""
    settings = load_settings(IncidentSettings)
    publish = status_mail_topic(settings.status_mail_topic_arn)

    def stored_alert(alert_id: str) -> Alert | None:
        # Most calls need no database.
        from pawpop_monitoring.storage.alerts import PostgresAlertStore

        return PostgresAlertStore(database(settings.database_secret_id)).find(alert_id)

    return IncidentServices(
        DynamoStatusStore(client=lambda: aws("dynamodb"), table=settings.status_table),
        DynamoStandbyStore(client=lambda: aws("dynamodb"), table=settings.standby_table),
        stored_alert,
        settings.status_components,
        system_clock,
        lambda: publish(json.dumps({"incidents": "changed"})),
    )
